// Floating-point filters in a row: what is measured is the arithmetic.
#include <hls_stream.h>

constexpr int N = 20000, TAPS = 8;

static void load(const float a[N], hls::stream<float> &out) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II = 1
    out.write(a[i]);
  }
}
static void filter(hls::stream<float> &in, hls::stream<float> &out, float scale) {
  float window[TAPS];
#pragma HLS array_partition variable = window complete
  for (int t = 0; t < TAPS; ++t)
    window[t] = 0;
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II = 1
    for (int t = TAPS - 1; t > 0; --t)
      window[t] = window[t - 1];
    window[0] = in.read();
    float sum = 0;
    for (int t = 0; t < TAPS; ++t)
      sum += window[t] * (scale + t);
    out.write(sum * 0.03125f);
  }
}
static void store(hls::stream<float> &in, float b[N]) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II = 1
    b[i] = in.read();
  }
}
void filters(const float a[N], float b[N]) {
#pragma HLS dataflow
  hls::stream<float, 2> s;
  hls::stream<float, 2> t;
  hls::stream<float, 2> u;
  hls::stream<float, 2> v;
  load(a, s);
  filter(s, t, 0.5f);
  filter(t, u, 0.25f);
  filter(u, v, 0.125f);
  store(v, b);
}
