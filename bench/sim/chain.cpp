// Sixteen processes in a row, one element a cycle: hardly any work for each, so what is measured is the streams.
#include <hls_stream.h>

constexpr int N = 100000;

static void produce(const int a[N], hls::stream<int> &out) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II = 1
    out.write(a[i] * 3);
  }
}
static void step(hls::stream<int> &in, hls::stream<int> &out) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II = 1
    out.write(in.read() * 5 + 1);
  }
}
static void consume(hls::stream<int> &in, int b[N]) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II = 1
    b[i] = in.read() + i;
  }
}
void chain(const int a[N], int b[N]) {
#pragma HLS dataflow
  hls::stream<int, 2> s0;
  hls::stream<int, 2> s1;
  hls::stream<int, 2> s2;
  hls::stream<int, 2> s3;
  hls::stream<int, 2> s4;
  hls::stream<int, 2> s5;
  hls::stream<int, 2> s6;
  hls::stream<int, 2> s7;
  hls::stream<int, 2> s8;
  hls::stream<int, 2> s9;
  hls::stream<int, 2> s10;
  hls::stream<int, 2> s11;
  hls::stream<int, 2> s12;
  hls::stream<int, 2> s13;
  hls::stream<int, 2> s14;
  produce(a, s0);
  step(s0, s1);
  step(s1, s2);
  step(s2, s3);
  step(s3, s4);
  step(s4, s5);
  step(s5, s6);
  step(s6, s7);
  step(s7, s8);
  step(s8, s9);
  step(s9, s10);
  step(s10, s11);
  step(s11, s12);
  step(s12, s13);
  step(s13, s14);
  consume(s14, b);
}
