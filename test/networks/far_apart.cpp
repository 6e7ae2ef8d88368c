// RUN: %network %s --top spread --random-inputs 3
// Seventy streams, each written twice in an iteration and read twice, all of them between the two: what keeps the two in
// order is the stream, however many others stand between.
#include "hls_stream.h"

constexpr int LANES = 70, N = 3;

static void deal(const int a[N], hls::stream<int, 2> lanes[LANES]) {
  for (int i = 0; i < N; ++i) {
    const int value = a[i];
    for (int lane = 0; lane < LANES; ++lane) {
#pragma HLS unroll
      lanes[lane].write(value + lane);
    }
    for (int lane = 0; lane < LANES; ++lane) {
#pragma HLS unroll
      lanes[lane].write(value * 3 - lane);
    }
  }
}
static void gather(hls::stream<int, 2> lanes[LANES], int b[N]) {
  for (int i = 0; i < N; ++i) {
    int sum = 0;
    for (int lane = 0; lane < LANES; ++lane) {
#pragma HLS unroll
      sum += lanes[lane].read() * (lane + 1);
    }
    for (int lane = 0; lane < LANES; ++lane) {
#pragma HLS unroll
      sum ^= lanes[lane].read() + lane;
    }
    b[i] = sum;
  }
}
void spread(const int a[N], int b[N]) {
  hls::stream<int, 2> lanes[LANES];
  deal(a, lanes);
  gather(lanes, b);
}
