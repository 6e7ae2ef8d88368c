// RUN: %network %s --top outer --random-inputs 8
// A process that is a network itself: a filter of two stages between a loader and a drain, twice.
#include "hls_stream.h"

constexpr int N = 32;
typedef hls::stream<int, 2> Link;

static void load(const int a[N], Link &out) {
  for (int i = 0; i < N; ++i)
    out.write(a[i]);
}
static void differences(Link &in, Link &out) {
  int last = 0;
  for (int i = 0; i < N; ++i) {
    int value = in.read();
    out.write(value - last);
    last = value;
  }
}
static void clip(Link &in, Link &out) {
  for (int i = 0; i < N; ++i) {
    int value = in.read();
    out.write(value > 50 ? 50 : value < -50 ? -50 : value);
  }
}
static void filter(Link &in, Link &out) {
  Link steep;
  differences(in, steep);
  clip(steep, out);
}
static void store(Link &in, int b[N]) {
  for (int i = 0; i < N; ++i)
    b[i] = in.read();
}
void outer(const int a[N], int b[N]) {
  Link raw, once, twice;
  load(a, raw);
  filter(raw, once);
  filter(once, twice);
  store(twice, b);
}
