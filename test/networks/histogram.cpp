// RUN: %network %s --top counted --random-inputs 2
// How often each value comes: a process that keeps the counts, and gives them when all samples are in.
#include "ap_int.h"
#include "hls_stream.h"

constexpr int N = 200, BINS = 16;

static void load(const unsigned char samples[N], hls::stream<ap_uint<4>, 2> &out) {
  for (int i = 0; i < N; ++i)
    out.write(samples[i] >> 4);
}
static void count(hls::stream<ap_uint<4>, 2> &in, hls::stream<ap_uint<8>, 2> &out) {
  ap_uint<8> counts[BINS];
  for (int b = 0; b < BINS; ++b)
    counts[b] = 0;
  for (int i = 0; i < N; ++i)
    counts[in.read()] += 1;
  for (int b = 0; b < BINS; ++b)
    out.write(counts[b]);
}
static void store(hls::stream<ap_uint<8>, 2> &in, ap_uint<8> histogram[BINS]) {
  for (int b = 0; b < BINS; ++b)
    histogram[b] = in.read();
}
void counted(const unsigned char samples[N], ap_uint<8> histogram[BINS]) {
  hls::stream<ap_uint<4>, 2> bins;
  hls::stream<ap_uint<8>, 2> counts;
  load(samples, bins);
  count(bins, counts);
  store(counts, histogram);
}
