// RUN: %network %s --top filtered --random-inputs 6
// A FIR filter of five taps: one process a tap, made by a template; samples and partial sums go side by side.
#include "hls_stream.h"

constexpr int N = 40, TAPS = 5;
constexpr int weight[TAPS] = {3, -7, 12, -7, 3};

template <int TAP> static void tap(hls::stream<int, 4> x[TAPS], hls::stream<int, 4> sums[TAPS]) {
  int late = 0; // the sample is one later for each tap that it has passed
  for (int i = 0; i < N; ++i) {
    int sample = x[TAP].read();
    int sum = weight[TAP] * sample;
    if constexpr (TAP > 0)
      sum += sums[TAP - 1].read();
    sums[TAP].write(sum);
    if constexpr (TAP + 1 < TAPS)
      x[TAP + 1].write(late);
    late = sample;
  }
}
static void load(const int samples[N], hls::stream<int, 4> x[TAPS]) {
  for (int i = 0; i < N; ++i)
    x[0].write(samples[i]);
}
static void store(hls::stream<int, 4> sums[TAPS], int result[N]) {
  for (int i = 0; i < N; ++i)
    result[i] = sums[TAPS - 1].read();
}
void filtered(const int samples[N], int result[N]) {
  hls::stream<int, 4> x[TAPS], sums[TAPS];
  load(samples, x);
  tap<0>(x, sums);
  tap<1>(x, sums);
  tap<2>(x, sums);
  tap<3>(x, sums);
  tap<4>(x, sums);
  store(sums, result);
}
