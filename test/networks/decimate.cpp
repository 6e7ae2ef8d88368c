// RUN: %network %s --top decimated --random-inputs 1
// Two samples in, one out: the mean of each pair, rounded towards minus infinity.
#include "hls_stream.h"

constexpr int N = 64;

static void load(const int samples[N], hls::stream<int, 2> &out) {
  for (int i = 0; i < N; ++i)
    out.write(samples[i]);
}
static void decimate(hls::stream<int, 2> &in, hls::stream<int, 2> &out) {
  for (int i = 0; i < N / 2; ++i) {
    int first = in.read();
    int second = in.read();
    out.write((first + second) >> 1);
  }
}
static void store(hls::stream<int, 2> &in, int means[N / 2]) {
  for (int i = 0; i < N / 2; ++i)
    means[i] = in.read();
}
void decimated(const int samples[N], int means[N / 2]) {
  hls::stream<int, 2> all, half;
  load(samples, all);
  decimate(all, half);
  store(half, means);
}
