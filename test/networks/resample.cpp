// RUN: %network %s --top resampled --random-inputs 3
// Three samples in, two out, after a stage that gives two for each: rates 1:2, then 3:2.
#include "hls_stream.h"

constexpr int N = 24;

static void load(const int samples[N], hls::stream<int, 3> &out) {
  for (int i = 0; i < N; ++i)
    out.write(samples[i]);
}
static void twice(hls::stream<int, 3> &in, hls::stream<int, 3> &out) {
  for (int i = 0; i < N; ++i) {
    int sample = in.read();
    out.write(sample);
    out.write(-sample);
  }
}
static void three_to_two(hls::stream<int, 3> &in, hls::stream<int, 2> &out) {
  for (int i = 0; i < 2 * N / 3; ++i) {
    int a = in.read(), b = in.read(), c = in.read();
    out.write(2 * a + b);
    out.write(b + 2 * c);
  }
}
static void store(hls::stream<int, 2> &in, int result[4 * N / 3]) {
  for (int i = 0; i < 4 * N / 3; ++i)
    result[i] = in.read();
}
void resampled(const int samples[N], int result[4 * N / 3]) {
  hls::stream<int, 3> plain, doubled;
  hls::stream<int, 2> fewer;
  load(samples, plain);
  twice(plain, doubled);
  three_to_two(doubled, fewer);
  store(fewer, result);
}
