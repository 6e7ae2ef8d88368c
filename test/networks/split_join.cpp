// RUN: %network %s --top joined --random-inputs 3
// A stream is copied to two branches that join again. One passes on what it gets; the other gives its first element
// when it has eight. The short branch needs room for what it runs ahead.
#include "hls_stream.h"

constexpr int N = 40, LATE = 8;

static void split(const int a[N], hls::stream<int, LATE> &direct, hls::stream<int, 2> &delayed) {
  for (int i = 0; i < N; ++i) {
    direct.write(a[i]);
    delayed.write(a[i]);
  }
}
// Sums of the last eight, from the first full window on; then as many zeros as the windows were late.
static void window(hls::stream<int, 2> &in, hls::stream<int, 2> &out) {
  int last[LATE], sum = 0;
  for (int i = 0; i < N; ++i) {
    int sample = in.read();
    sum += sample - (i < LATE ? 0 : last[i % LATE]);
    last[i % LATE] = sample;
    if (i >= LATE - 1)
      out.write(sum);
  }
  for (int i = 0; i < LATE - 1; ++i)
    out.write(0);
}
static void join(hls::stream<int, LATE> &direct, hls::stream<int, 2> &delayed, int result[N]) {
  for (int i = 0; i < N; ++i)
    result[i] = delayed.read() - LATE * direct.read();
}
void joined(const int a[N], int result[N]) {
  hls::stream<int, LATE> direct;
  hls::stream<int, 2> before, after;
  split(a, direct, before);
  window(before, after);
  join(direct, after, result);
}
