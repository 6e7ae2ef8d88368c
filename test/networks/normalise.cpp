// RUN: %network %s --top normalised --random-inputs 7
// Vectors divided by their length, in float: one branch sums squares of a whole vector while the other waits, so that its
// stream has room for a vector and what enters meanwhile.
#include "hls_math.h"
#include "hls_stream.h"

constexpr int VECTORS = 4, SIZE = 8;

static void split(const float a[VECTORS][SIZE], hls::stream<float, 2> &squares, hls::stream<float, 2 * SIZE> &plain) {
  for (int v = 0; v < VECTORS; ++v)
    for (int i = 0; i < SIZE; ++i) {
      squares.write(a[v][i] * a[v][i]);
      plain.write(a[v][i]);
    }
}
static void lengths(hls::stream<float, 2> &squares, hls::stream<float, 1> &factors) {
  for (int v = 0; v < VECTORS; ++v) {
    float sum = 1e-6f;
    for (int i = 0; i < SIZE; ++i)
      sum += squares.read();
    factors.write(1.0f / hls::sqrt(sum));
  }
}
static void scale(hls::stream<float, 2 * SIZE> &plain, hls::stream<float, 1> &factors, float b[VECTORS][SIZE]) {
  for (int v = 0; v < VECTORS; ++v) {
    float factor = factors.read();
    for (int i = 0; i < SIZE; ++i)
      b[v][i] = factor * plain.read();
  }
}
void normalised(const float a[VECTORS][SIZE], float b[VECTORS][SIZE]) {
  hls::stream<float, 2> squares;
  hls::stream<float, 2 * SIZE> plain;
  hls::stream<float, 1> factors;
  split(a, squares, plain);
  lengths(squares, factors);
  scale(plain, factors, b);
}
