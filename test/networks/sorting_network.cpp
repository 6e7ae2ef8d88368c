// RUN: %network %s --top sorted --random-inputs 4
// Odd-even transposition sort of rows of six numbers: a grid of compare and exchange, six stages deep, joined by an array
// of streams with two dimensions. A lane that has no partner in a stage passes its number on.
#include "hls_stream.h"

constexpr int ROWS = 7, LANES = 6;
typedef hls::stream<short, 2> Link;

static void load(const short a[ROWS][LANES], Link lanes[LANES + 1][LANES]) {
  for (int r = 0; r < ROWS; ++r)
    for (int l = 0; l < LANES; ++l)
      lanes[0][l].write(a[r][l]);
}
template <int STAGE, int LANE> static void exchange(Link lanes[LANES + 1][LANES]) {
  if constexpr (LANE + 1 < LANES) {
    for (int r = 0; r < ROWS; ++r) {
      short x = lanes[STAGE][LANE].read(), y = lanes[STAGE][LANE + 1].read();
      lanes[STAGE + 1][LANE].write(x < y ? x : y);
      lanes[STAGE + 1][LANE + 1].write(x < y ? y : x);
    }
  } else {
    for (int r = 0; r < ROWS; ++r)
      lanes[STAGE + 1][LANE].write(lanes[STAGE][LANE].read());
  }
}
static void first(Link lanes[LANES + 1][LANES], int stage) {
  for (int r = 0; r < ROWS; ++r)
    lanes[stage + 1][0].write(lanes[stage][0].read());
}
static void store(Link lanes[LANES + 1][LANES], short b[ROWS][LANES]) {
  for (int r = 0; r < ROWS; ++r)
    for (int l = 0; l < LANES; ++l)
      b[r][l] = lanes[LANES][l].read();
}
template <int STAGE> static void even(Link lanes[LANES + 1][LANES]) {
  exchange<STAGE, 0>(lanes);
  exchange<STAGE, 2>(lanes);
  exchange<STAGE, 4>(lanes);
}
template <int STAGE> static void odd(Link lanes[LANES + 1][LANES]) {
  first(lanes, STAGE);
  exchange<STAGE, 1>(lanes);
  exchange<STAGE, 3>(lanes);
  exchange<STAGE, 5>(lanes);
}
void sorted(const short a[ROWS][LANES], short b[ROWS][LANES]) {
  Link lanes[LANES + 1][LANES];
  load(a, lanes);
  even<0>(lanes);
  odd<1>(lanes);
  even<2>(lanes);
  odd<3>(lanes);
  even<4>(lanes);
  odd<5>(lanes);
  store(lanes, b);
}
