// RUN: %network %s --top polled --random-inputs 1 --unproved "how often an empty stream is asked depends on data"
// A consumer that asks before it reads. What it finds in a cycle depends on how fast the producer is; what it does with
// the elements does not.
#include "hls_stream.h"

constexpr int N = 24;

static void produce(const int a[N], hls::stream<int, 4> &out) {
  for (int i = 0; i < N; ++i)
    out.write(a[i] * a[i]);
}
static void consume(hls::stream<int, 4> &in, int sums[N]) {
  int got = 0, sum = 0;
  while (got < N) {
    int value;
    if (in.read_nb(value)) {
      sum += value;
      sums[got++] = sum;
    }
  }
}
void polled(const int a[N], int sums[N]) {
  hls::stream<int, 4> squares;
  produce(a, squares);
  consume(squares, sums);
}
