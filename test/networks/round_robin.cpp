// RUN: %network %s --top distributed --random-inputs 5
// A distributor deals samples to four workers in turn, and a collector takes their results in the same turn. The workers
// are a loop of calls that the schedule makes a grid; each has its own number in what it computes.
#include "hls_stream.h"

constexpr int N = 48, WORKERS = 4;

static void distribute(const int a[N], hls::stream<int, 2> lanes[WORKERS]) {
  for (int i = 0; i < N / WORKERS; ++i)
    for (int w = 0; w < WORKERS; ++w)
      lanes[w].write(a[WORKERS * i + w]);
}
// Collatz's steps until 1, at most 40.
static void work(hls::stream<int, 2> lanes[WORKERS], hls::stream<int, 2> results[WORKERS], int w) {
  for (int i = 0; i < N / WORKERS; ++i) {
    int value = lanes[w].read(), steps = 0;
    value = value < 0 ? -value : value;
    for (int step = 0; step < 40; ++step)
      if (value > 1) {
        value = value % 2 == 0 ? value / 2 : 3 * value + 1;
        ++steps;
      }
    results[w].write(10 * steps + w);
  }
}
static void collect(hls::stream<int, 2> results[WORKERS], int b[N]) {
  for (int i = 0; i < N / WORKERS; ++i)
    for (int w = 0; w < WORKERS; ++w)
      b[WORKERS * i + w] = results[w].read();
}
void distributed(const int a[N], int b[N]) {
  hls::stream<int, 2> lanes[WORKERS], results[WORKERS];
  distribute(a, lanes);
  for (int w = 0; w < WORKERS; ++w)
    work(lanes, results, w);
  collect(results, b);
}
