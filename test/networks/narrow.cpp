// RUN: %network %s --top butterflies --random-inputs 5
// Streams of ap_int<17>: sums and differences that need the seventeenth bit, and a product that wraps at it.
#include "ap_int.h"
#include "hls_stream.h"

constexpr int N = 24;
typedef ap_int<17> word;
typedef hls::stream<word, 2> Link;

static void load(const ap_int<16> a[N], Link &out) {
  for (int i = 0; i < N; ++i)
    out.write(a[i]);
}
static void butterfly(Link &in, Link &sums, Link &differences) {
  for (int i = 0; i < N / 2; ++i) {
    word x = in.read() * 257, y = in.read() * 255;
    sums.write(x + y);
    differences.write(x - y);
  }
}
static void store(Link &sums, Link &differences, word products[N / 2], ap_int<18> totals[N / 2]) {
  for (int i = 0; i < N / 2; ++i) {
    word sum = sums.read(), difference = differences.read();
    products[i] = sum * difference;
    totals[i] = sum + difference;
  }
}
void butterflies(const ap_int<16> a[N], word products[N / 2], ap_int<18> totals[N / 2]) {
  Link raw, sums, differences;
  load(a, raw);
  butterfly(raw, sums, differences);
  store(sums, differences, products, totals);
}
