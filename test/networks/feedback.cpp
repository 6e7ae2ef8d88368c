// RUN: %network %s --top accumulated --random-inputs 6
// Three running sums in turn, in a stream that comes back: it begins with one element for each. Natively a loop through
// processes is one process that has the loop of the stream inside.
#include "hls_stream.h"

constexpr int N = 45, LANES = 3;

static void load(const int a[N], hls::stream<int, 2> &out) {
  for (int i = 0; i < N; ++i)
    out.write(a[i]);
}
static void accumulate(hls::stream<int, 2> &in, hls::stream<int, 2> &out) {
  hls::stream<int, LANES> back;
  for (int lane = 0; lane < LANES; ++lane)
    back.write(100 * lane);
  for (int i = 0; i < N; ++i) {
    int sum = back.read() + in.read();
    back.write(sum);
    out.write(sum);
  }
  for (int lane = 0; lane < LANES; ++lane)
    out.write(back.read());
}
static void store(hls::stream<int, 2> &in, int sums[N + LANES]) {
  for (int i = 0; i < N + LANES; ++i)
    sums[i] = in.read();
}
void accumulated(const int a[N], int sums[N + LANES]) {
  hls::stream<int, 2> samples, running;
  load(a, samples);
  accumulate(samples, running);
  store(running, sums);
}
