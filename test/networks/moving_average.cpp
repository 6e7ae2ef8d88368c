// RUN: %network %s --top smoothed --random-inputs 5
// The mean of the last eight samples, kept up to date by what enters and what leaves the window.
#include "hls_stream.h"

constexpr int N = 60, WINDOW = 8;

static void load(const int samples[N], hls::stream<int, 2> &out) {
  for (int i = 0; i < N; ++i)
    out.write(samples[i]);
}
static void average(hls::stream<int, 2> &in, hls::stream<int, 2> &out) {
  int window[WINDOW], sum = 0;
  for (int i = 0; i < WINDOW; ++i)
    window[i] = 0;
  for (int i = 0; i < N; ++i) {
    int sample = in.read();
    sum += sample - window[i % WINDOW];
    window[i % WINDOW] = sample;
    out.write(sum / WINDOW);
  }
}
static void store(hls::stream<int, 2> &in, int means[N]) {
  for (int i = 0; i < N; ++i)
    means[i] = in.read();
}
void smoothed(const int samples[N], int means[N]) {
  hls::stream<int, 2> rough, smooth;
  load(samples, rough);
  average(rough, smooth);
  store(smooth, means);
}
