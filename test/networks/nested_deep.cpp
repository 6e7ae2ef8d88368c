// RUN: %network %s --top reduced --random-inputs 9
// Networks in networks: a tree of adders, each level of which splits its stream, works on both halves as a network of
// the level below, and joins them.
#include "hls_stream.h"

constexpr int N = 64;
typedef hls::stream<int, 8> Link;

template <int LEVEL> static void split(Link &in, Link &left, Link &right) {
  for (int i = 0; i < (N >> LEVEL) / 2; ++i) {
    left.write(in.read());
    right.write(in.read());
  }
}
template <int LEVEL> static void join(Link &left, Link &right, Link &out) {
  for (int i = 0; i < N / 8; ++i)
    out.write(left.read() - 3 * right.read());
}
static void pass(Link &in, Link &out) {
  for (int i = 0; i < N / 8; ++i)
    out.write(in.read() + i);
}
template <int LEVEL> static void tree(Link &in, Link &out) {
  if constexpr (LEVEL == 3) {
    pass(in, out);
  } else {
    Link left, right, left_sums, right_sums;
    split<LEVEL>(in, left, right);
    tree<LEVEL + 1>(left, left_sums);
    tree<LEVEL + 1>(right, right_sums);
    join<LEVEL>(left_sums, right_sums, out);
  }
}
static void load(const int a[N], Link &out) {
  for (int i = 0; i < N; ++i)
    out.write(a[i]);
}
static void store(Link &in, int sums[N / 8]) {
  for (int i = 0; i < N / 8; ++i)
    sums[i] = in.read();
}
void reduced(const int a[N], int sums[N / 8]) {
  Link all, some;
  load(a, all);
  tree<0>(all, some);
  store(some, sums);
}
