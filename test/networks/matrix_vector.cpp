// RUN: %network %s --top product --random-inputs 2
// A matrix times a vector: four elements have a quarter of the columns each, and the partial sums of a row go from one to
// the next, which begins when the first sums come.
#include "hls_stream.h"

constexpr int ROWS = 10, COLUMNS = 16, PES = 4;
typedef hls::stream<float, 2> Link;

static void zeros(Link sums[PES + 1]) {
  for (int r = 0; r < ROWS; ++r)
    sums[0].write(0.0f);
}
static void part(const float a[ROWS][PES][COLUMNS / PES], const float x[PES][COLUMNS / PES], Link sums[PES + 1],
                 int p) {
  for (int r = 0; r < ROWS; ++r) {
    float sum = sums[p].read();
    for (int c = 0; c < COLUMNS / PES; ++c)
      sum += a[r][p][c] * x[p][c];
    sums[p + 1].write(sum);
  }
}
static void store(Link sums[PES + 1], float y[ROWS]) {
  for (int r = 0; r < ROWS; ++r)
    y[r] = sums[PES].read();
}
void product(const float a[ROWS][PES][COLUMNS / PES], const float x[PES][COLUMNS / PES], float y[ROWS]) {
  Link sums[PES + 1];
  zeros(sums);
  for (int p = 0; p < PES; ++p)
    part(a, x, sums, p);
  store(sums, y);
}
