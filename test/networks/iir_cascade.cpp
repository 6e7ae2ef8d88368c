// RUN: %network %s --top filtered --random-inputs 7
// Three IIR sections of second order, one behind the other, in fixed point that rounds and saturates.
#include "ap_fixed.h"
#include "hls_stream.h"

constexpr int N = 48;
typedef ap_fixed<18, 4, AP_RND, AP_SAT> sample_t;
typedef ap_fixed<16, 3> weight_t;

// Of each section: the weights of the last three samples, and of the last two results.
const weight_t weight[3][5] = {
    {0.25, 0.5, 0.25, -0.75, 0.25}, {0.5, -0.5, 0.125, -0.25, 0.5}, {1.0, 0.25, -0.5, 0.5, 0.0625}};

static void load(const sample_t samples[N], hls::stream<sample_t, 2> &out) {
  for (int i = 0; i < N; ++i)
    out.write(samples[i]);
}
template <int S> static void section(hls::stream<sample_t, 2> &in, hls::stream<sample_t, 2> &out) {
  sample_t x1 = 0, x2 = 0, y1 = 0, y2 = 0;
  for (int i = 0; i < N; ++i) {
    sample_t x = in.read();
    sample_t y = weight[S][0] * x + weight[S][1] * x1 + weight[S][2] * x2 - weight[S][3] * y1 - weight[S][4] * y2;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    out.write(y);
  }
}
static void store(hls::stream<sample_t, 2> &in, sample_t result[N]) {
  for (int i = 0; i < N; ++i)
    result[i] = in.read();
}
void filtered(const sample_t samples[N], sample_t result[N]) {
  hls::stream<sample_t, 2> raw, first, second, third;
  load(samples, raw);
  section<0>(raw, first);
  section<1>(first, second);
  section<2>(second, third);
  store(third, result);
}
