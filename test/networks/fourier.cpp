// RUN: %network %s --top transformed --random-inputs 5
// A transform of Fourier of eight points as three processes of one butterfly each: a process delays half a group in a
// stream that comes back to itself, as pipelines of FFTs do. Frames follow each other; the output is in bit-reversed order.
#include "hls_stream.h"

constexpr int POINTS = 8, FRAMES = 4;

struct Sample {
  float re, im;
};
typedef hls::stream<Sample, 2> Link;

// cos and sin of 2 pi k / 8
const float cosines[4] = {1.0f, 0.70710678f, 0.0f, -0.70710678f};
const float sines[4] = {0.0f, 0.70710678f, 1.0f, 0.70710678f};

template <int HALF> static void stage(Link &in, Link &out) {
  hls::stream<Sample, HALF> delay;
  for (int group = 0; group < FRAMES * POINTS / (2 * HALF); ++group) {
    for (int k = 0; k < HALF; ++k)
      delay.write(in.read());
    for (int k = 0; k < HALF; ++k) {
      Sample x = delay.read(), y = in.read();
      float re = x.re - y.re, im = x.im - y.im;
      float c = cosines[4 / HALF * k], s = sines[4 / HALF * k];
      out.write({x.re + y.re, x.im + y.im});
      delay.write({re * c + im * s, im * c - re * s});
    }
    for (int k = 0; k < HALF; ++k)
      out.write(delay.read());
  }
}
static void load(const float re[FRAMES][POINTS], const float im[FRAMES][POINTS], Link &out) {
  for (int f = 0; f < FRAMES; ++f)
    for (int i = 0; i < POINTS; ++i)
      out.write({re[f][i], im[f][i]});
}
static void store(Link &in, float re[FRAMES][POINTS], float im[FRAMES][POINTS]) {
  for (int f = 0; f < FRAMES; ++f)
    for (int i = 0; i < POINTS; ++i) {
      Sample sample = in.read();
      int at = (i & 1) << 2 | (i & 2) | i >> 2;
      re[f][at] = sample.re;
      im[f][at] = sample.im;
    }
}
void transformed(const float re[FRAMES][POINTS], const float im[FRAMES][POINTS], float out_re[FRAMES][POINTS],
                 float out_im[FRAMES][POINTS]) {
  Link samples, halves, quarters, spectra;
  load(re, im, samples);
  stage<4>(samples, halves);
  stage<2>(halves, quarters);
  stage<1>(quarters, spectra);
  store(spectra, out_re, out_im);
}
