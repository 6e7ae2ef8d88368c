// RUN: %network %s --top sorted --random-inputs 6 --unproved "data decides which stream is read"
// Merge sort as a pipeline: each stage merges runs that lie one behind the other in its input to runs of twice the
// length. It deals them to two streams, and reads by counts and by what it finds.
#include "hls_stream.h"

constexpr int N = 32;
typedef hls::stream<short, 2> Link;

template <int RUN> static void deal(Link &in, hls::stream<short, RUN> &left, hls::stream<short, RUN> &right) {
  for (int pair = 0; pair < N / (2 * RUN); ++pair) {
    for (int i = 0; i < RUN; ++i)
      left.write(in.read());
    for (int i = 0; i < RUN; ++i)
      right.write(in.read());
  }
}
template <int RUN> static void merge(hls::stream<short, RUN> &left, hls::stream<short, RUN> &right, Link &out) {
  for (int pair = 0; pair < N / (2 * RUN); ++pair) {
    short x = left.read(), y = right.read();
    int lefts = 1, rights = 1; // read so far; RUN + 1 when the last was given, too
    for (int i = 0; i < 2 * RUN; ++i) {
      bool take_left = rights > RUN || (lefts <= RUN && x <= y);
      if (take_left) {
        out.write(x);
        if (lefts < RUN)
          x = left.read();
        ++lefts;
      } else {
        out.write(y);
        if (rights < RUN)
          y = right.read();
        ++rights;
      }
    }
  }
}
template <int RUN> static void stage(Link &in, Link &out) {
  hls::stream<short, RUN> left, right;
  deal<RUN>(in, left, right);
  merge<RUN>(left, right, out);
}
static void load(const short a[N], Link &out) {
  for (int i = 0; i < N; ++i)
    out.write(a[i]);
}
static void store(Link &in, short b[N]) {
  for (int i = 0; i < N; ++i)
    b[i] = in.read();
}
void sorted(const short a[N], short b[N]) {
  Link ones, twos, fours, eights, sixteens, all;
  load(a, ones);
  stage<1>(ones, twos);
  stage<2>(twos, fours);
  stage<4>(fours, eights);
  stage<8>(eights, sixteens);
  stage<16>(sixteens, all);
  store(all, b);
}
