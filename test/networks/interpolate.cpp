// RUN: %network %s --top interpolated --random-inputs 2
// One sample in, three out: two more on the line to the next sample.
#include "hls_stream.h"

constexpr int N = 20;

static void load(const short samples[N], hls::stream<short, 2> &out) {
  for (int i = 0; i < N; ++i)
    out.write(samples[i]);
}
static void interpolate(hls::stream<short, 2> &in, hls::stream<short, 4> &out) {
  int last = in.read();
  for (int i = 1; i < N; ++i) {
    int next = in.read();
    for (int step = 0; step < 3; ++step)
      out.write(last + (next - last) * step / 3);
    last = next;
  }
  out.write(last);
}
static void store(hls::stream<short, 4> &in, short dense[3 * N - 2]) {
  for (int i = 0; i < 3 * N - 2; ++i)
    dense[i] = in.read();
}
void interpolated(const short samples[N], short dense[3 * N - 2]) {
  hls::stream<short, 2> sparse;
  hls::stream<short, 4> between;
  load(samples, sparse);
  interpolate(sparse, between);
  store(between, dense);
}
