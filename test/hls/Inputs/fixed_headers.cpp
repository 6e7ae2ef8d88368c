// Uses a little of everything in ap_fixed.h, hls_half.h, hls_vector.h and hls_stream.h, constants included.
#include "ap_fixed.h"
#include "hls_half.h"
#include "hls_stream.h"
#include "hls_vector.h"

constexpr ap_fixed<8, 4> a = 1.5;
static_assert(a * a + 1 == 3.25, "exact");
static_assert(a / ap_fixed<8, 4>(2) == 0.75, "division");
static_assert(ap_fixed<4, 4, AP_RND, AP_WRAP_SM>(19.0) == -4, "overflow");
static_assert(ap_fixed<200, 100>("1.25") / 5 == 0.25, "more than 128 bits, and text");
static_assert(half(1.5f) * 2 + 1 == 4 && std::numeric_limits<half>::max() == 65504, "half");
static_assert(bfloat16(3) / bfloat16(2) == 1.5, "bfloat16");
static_assert((hls::vector<ap_ufixed<9, 3>, 2>{1, 2} * 2).reduce_add() == 6, "vector");

template <class T> T twice(T x) { return static_cast<T>(x + x); }

int use(hls::stream<half> &in, hls::stream<ap_fixed<20, 4>, 8> &out) {
  ap_fixed<20, 4> x = -1.3;
  ap_ufixed<9, 3, AP_RND, AP_SAT> u = 2.3;
  ap_int<7> k = u;
  half h = x;
  u += 1.25;
  u[0] = true;
  u(3, 2) = 3;
  u <<= 1;
  ++u;
  k += u;
  x = h + x;
  h = twice(in.read());
  out << x;
  out.write_nb(twice(x) >> 1);
  hls::vector<ap_fixed<16, 8>, 4> v = 2;
  v = v * 0.5 + ap_int<3>(1);
  double d = u;
  float f = -u;
  if (u && x < h && !(u == 3) && f < 2.5)
    d -= f;
  return static_cast<int>(d) + k.to_int() + v.reduce_add().to_int() + u.to_int();
}
