// RUN: %network %s --top scanned --random-inputs 1
// Prefix sums in three processes: sums inside blocks, sums of blocks, and both together. Two streams run ahead of the
// third by a block.
#include "hls_stream.h"

constexpr int BLOCKS = 5, SIZE = 8;

static void inside(const int a[BLOCKS * SIZE], hls::stream<int, SIZE + 2> &sums, hls::stream<int, 2> &totals) {
  for (int b = 0; b < BLOCKS; ++b) {
    int sum = 0;
    for (int i = 0; i < SIZE; ++i) {
      sum += a[SIZE * b + i];
      sums.write(sum);
    }
    totals.write(sum);
  }
}
static void between(hls::stream<int, 2> &totals, hls::stream<int, 2> &offsets) {
  int offset = 0;
  for (int b = 0; b < BLOCKS; ++b) {
    offsets.write(offset);
    offset += totals.read();
  }
}
static void together(hls::stream<int, SIZE + 2> &sums, hls::stream<int, 2> &offsets, int result[BLOCKS * SIZE]) {
  for (int b = 0; b < BLOCKS; ++b) {
    int offset = offsets.read();
    for (int i = 0; i < SIZE; ++i)
      result[SIZE * b + i] = sums.read() + offset;
  }
}
void scanned(const int a[BLOCKS * SIZE], int result[BLOCKS * SIZE]) {
  hls::stream<int, SIZE + 2> sums;
  hls::stream<int, 2> totals, offsets;
  inside(a, sums, totals);
  between(totals, offsets);
  together(sums, offsets, result);
}
