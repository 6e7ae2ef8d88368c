// RUN: %network %s --top shortest --random-inputs 10 --range cost=0:30
// Cheapest ways through a field, to the right and down: a grid of elements, each of which gets the cost of its left and
// its upper neighbour. The streams are arrays of two dimensions; the schedule makes the loops of calls the grid.
#include "hls_stream.h"

constexpr int H = 5, W = 4, FIELDS = 3;

static void borders(hls::stream<int, 2> right[H][W + 1], hls::stream<int, 2> down[H + 1][W]) {
  for (int f = 0; f < FIELDS; ++f) {
    for (int i = 0; i < H; ++i)
      right[i][0].write(i == 0 ? 0 : 1000);
    for (int j = 0; j < W; ++j)
      down[0][j].write(j == 0 ? 0 : 1000);
  }
}
static void cell(hls::stream<int, 2> right[H][W + 1], hls::stream<int, 2> down[H + 1][W], const int cost[H][W][FIELDS],
                 int i, int j) {
  for (int f = 0; f < FIELDS; ++f) {
    int from_left = right[i][j].read(), from_above = down[i][j].read();
    int best = (from_left < from_above ? from_left : from_above) + cost[i][j][f];
    right[i][j + 1].write(best);
    down[i + 1][j].write(best);
  }
}
static void collect(hls::stream<int, 2> right[H][W + 1], hls::stream<int, 2> down[H + 1][W], int bottom[FIELDS][W],
                    int edge[FIELDS][H]) {
  for (int f = 0; f < FIELDS; ++f) {
    for (int i = 0; i < H; ++i)
      edge[f][i] = right[i][W].read();
    for (int j = 0; j < W; ++j)
      bottom[f][j] = down[H][j].read();
  }
}
void shortest(const int cost[H][W][FIELDS], int bottom[FIELDS][W], int edge[FIELDS][H]) {
  hls::stream<int, 2> right[H][W + 1], down[H + 1][W];
  borders(right, down);
  for (int i = 0; i < H; ++i)
    for (int j = 0; j < W; ++j)
      cell(right, down, cost, i, j);
  collect(right, down, bottom, edge);
}
