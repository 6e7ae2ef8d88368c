// RUN: %network %s --top offered --random-inputs 3
// A producer that offers elements with write_nb, and sends those that found no room to the other stream. In one thread
// nothing is read in between, so that the stream has room for all that are offered; then nothing depends on time.
#include "hls_stream.h"

constexpr int N = 16;

static void offer(const int a[N], hls::stream<int, N> &first, hls::stream<int, N> &second) {
  for (int i = 0; i < N; ++i)
    if (!first.write_nb(a[i]))
      second.write(a[i]);
  second.write(first.full() ? -1 : -2);
}
// The marker of the second stream comes behind all that the first one refused, and here that is nothing.
static void gather(hls::stream<int, N> &first, hls::stream<int, N> &second, int b[N + 1]) {
  b[N] = second.read() < 0;
  for (int i = 0; i < N; ++i)
    b[i] = first.read() * 2;
}
void offered(const int a[N], int b[N + 1]) {
  hls::stream<int, N> first, second;
  offer(a, first, second);
  gather(first, second, b);
}
