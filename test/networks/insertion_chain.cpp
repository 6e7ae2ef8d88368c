// RUN: %network %s --top ordered --random-inputs 4
// Sorting by a chain of cells: each keeps the least of what it has seen and passes the rest on; at the end it gives what
// it kept, behind what the cells before it kept. Local variables of an element are its registers.
#include "hls_stream.h"

constexpr int N = 8;
typedef hls::stream<int, 2> Link;

static void load(const int a[N], Link chain[N + 1]) {
  for (int i = 0; i < N; ++i)
    chain[0].write(a[i]);
}
static void cell(Link chain[N + 1], Link sorted[N + 1], int p) {
  int least = chain[p].read();
  for (int i = 0; i < N - 1 - p; ++i) {
    int value = chain[p].read();
    chain[p + 1].write(value < least ? least : value);
    least = value < least ? value : least;
  }
  for (int before = 0; before < p; ++before)
    sorted[p + 1].write(sorted[p].read());
  sorted[p + 1].write(least);
}
static void store(Link sorted[N + 1], int b[N]) {
  for (int i = 0; i < N; ++i)
    b[i] = sorted[N].read();
}
void ordered(const int a[N], int b[N]) {
  Link chain[N + 1], sorted[N + 1];
  load(a, chain);
  for (int p = 0; p < N; ++p)
    cell(chain, sorted, p);
  store(sorted, b);
}
