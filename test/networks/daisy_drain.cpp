// RUN: %network %s --top reduced --random-inputs 9
// Results leave through a daisy chain: each of five elements gives its own result first, and then passes on those of the
// elements before it.
#include "hls_stream.h"

constexpr int PES = 5, N = 12;

static void sum(const int a[PES][N], hls::stream<int, 1> chain[PES + 1], int p) {
  int total = 0;
  for (int i = 0; i < N; ++i)
    total = total * 5 + a[p][i];
  chain[p + 1].write(total);
  for (int before = 0; before < p; ++before)
    chain[p + 1].write(chain[p].read());
}
static void drain(hls::stream<int, 1> chain[PES + 1], int sums[PES]) {
  for (int i = 0; i < PES; ++i)
    sums[PES - 1 - i] = chain[PES].read();
}
void reduced(const int a[PES][N], int sums[PES]) {
  hls::stream<int, 1> chain[PES + 1];
  for (int p = 0; p < PES; ++p)
    sum(a, chain, p);
  drain(chain, sums);
}
