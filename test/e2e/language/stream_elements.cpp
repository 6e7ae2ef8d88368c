// RUN: allo run %s --top scalars --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top scalars --target hls --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top precise --target cpu --random-inputs 2 | FileCheck %s
// RUN: allo run %s --top precise --target hls --random-inputs 2 | FileCheck %s
// RUN: allo run %s --top structs --target cpu --random-inputs 3 | FileCheck %s
// RUN: allo run %s --top structs --target hls --random-inputs 3 | FileCheck %s
// RUN: allo run %s --top scalars --target rtl --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top precise --target rtl --random-inputs 2 | FileCheck %s
// RUN: allo run %s --top structs --target rtl --random-inputs 3 | FileCheck %s
// CHECK: equal
// What streams carry: every scalar type, the types of HLS, structs, vectors.
#include "ap_fixed.h"
#include "ap_int.h"
#include "hls_half.h"
#include "hls_stream.h"
#include "hls_vector.h"

template <class T> static T through(const T &value) {
  hls::stream<T> stream;
  stream.write(value);
  T first;
  stream >> first;
  stream << first;
  T second;
  if (!stream.read_nb(second))
    second = T();
  return second;
}

enum Colour : unsigned char { red, green, blue };

void scalars(const bool a[2], const char b[2], const signed char c[2], const unsigned char d[2], const short e[2],
             const unsigned short f[2], const int g[2], const unsigned h[2], const long i[2], const unsigned long j[2],
             const float k[2], const double l[2], long out[16], float single[2], double twice[2]) {
  for (int n = 0; n < 2; ++n) {
    out[8 * n] = through(a[n]) + 2 * through(b[n]) + 300 * through(c[n]) + through(d[n]);
    out[8 * n + 1] = through(e[n]) + through(f[n]);
    out[8 * n + 2] = through(g[n]);
    out[8 * n + 3] = through(h[n]);
    out[8 * n + 4] = through(i[n]);
    out[8 * n + 5] = static_cast<long>(through(j[n]));
    out[8 * n + 6] = through(static_cast<Colour>(d[n] % 3));
    out[8 * n + 7] = static_cast<long>(through(static_cast<__int128>(i[n]) << 30) >> 40);
    single[n] = through(k[n]);
    twice[n] = through(l[n]);
  }
}

void precise(const ap_int<5> a[4], const ap_uint<200> b[4], const ap_fixed<16, 8, AP_RND, AP_SAT> c[4],
             const half d[4], const bfloat16 e[4], ap_int<40> r[4], ap_uint<200> s[4],
             ap_fixed<20, 9, AP_RND, AP_SAT> t[4], half u[4], bfloat16 v[4]) {
  hls::stream<ap_int<5>, 2> small;
  hls::stream<ap_uint<200>> wide;
  hls::stream<ap_fixed<16, 8, AP_RND, AP_SAT>> fixed;
  for (int i = 0; i < 4; ++i) {
    small.write(a[i] + 1); // converted to what the stream carries
    wide.write(~b[i]);
    fixed << c[i] * 2;
  }
  for (int i = 0; i < 4; ++i) {
    r[i] = small.read() * 1000;
    s[i] = wide.read() >> 3;
    t[i] = fixed.read() + ap_fixed<4, 2>(0.25);
    u[i] = through(d[i]);
    v[i] = through(e[i]);
  }
}

struct Point {
  short x;
  ap_uint<12> y;
};
struct Packet {
  Point corner[2];
  float weight;
  bool last;
};

static void packets(const int a[8], hls::stream<Packet, 3> &out) {
  for (int i = 0; i < 8; ++i) {
    Packet packet = {{{static_cast<short>(a[i]), a[i] >> 4}, {static_cast<short>(i), i * 77}}, i * 0.5f, i == 7};
    if (i % 2)
      out.write(packet);
    else
      out << Packet{{{1, 2}, {3, 4}}, 0.25f, false};
  }
}
int structs(const int a[8], int b[8], const hls::vector<short, 4> c[4], short d[16]) {
  hls::stream<Packet, 3> stream;
  packets(a, stream);
  int count = 0;
  bool last = false;
  while (!last) {
    Packet packet = stream.read();
    last = packet.last;
    b[count++] = packet.corner[0].x + packet.corner[1].y * 3 + packet.corner[0].y + static_cast<int>(packet.weight * 4);
  }
  Packet untouched = {{{5, 6}, {7, 8}}, 9, true};
  if (!stream.read_nb(untouched))
    count += untouched.corner[1].x;
  hls::stream<hls::vector<short, 4>> vectors;
  for (int i = 0; i < 4; ++i)
    vectors.write(c[i] + c[3 - i]);
  for (int i = 0; i < 4; ++i) {
    hls::vector<short, 4> row = vectors.read();
    for (int j = 0; j < 4; ++j)
      d[4 * i + j] = row[j];
  }
  return count;
}
