// RUN: %network %s --top controlled --random-inputs 6
// An automatic gain in fixed point: the gain follows the level, in the process itself, with rounding and saturation.
#include "ap_fixed.h"
#include "hls_stream.h"

constexpr int N = 40;
typedef ap_fixed<12, 2, AP_RND_CONV, AP_SAT> sample_t;
typedef ap_ufixed<14, 4, AP_TRN, AP_SAT> gain_t;

static void load(const sample_t a[N], hls::stream<sample_t, 2> &out) {
  for (int i = 0; i < N; ++i)
    out.write(a[i]);
}
static void control(hls::stream<sample_t, 2> &in, hls::stream<sample_t, 2> &out, hls::stream<gain_t, 2> &gains) {
  gain_t gain = 1;
  for (int i = 0; i < N; ++i) {
    sample_t y = in.read() * gain;
    sample_t level = y < 0 ? sample_t(-y) : y;
    out.write(y);
    gains.write(gain);
    if (level < sample_t(0.5))
      gain = gain * gain_t(1.25);
    else
      gain = gain * gain_t(0.75);
  }
}
static void store(hls::stream<sample_t, 2> &in, hls::stream<gain_t, 2> &gains, sample_t b[N], gain_t g[N]) {
  for (int i = 0; i < N; ++i) {
    b[i] = in.read();
    g[i] = gains.read();
  }
}
void controlled(const sample_t a[N], sample_t b[N], gain_t g[N]) {
  hls::stream<sample_t, 2> raw, levelled;
  hls::stream<gain_t, 2> gains;
  load(a, raw);
  control(raw, levelled, gains);
  store(levelled, gains, b, g);
}
