// RUN: %network %s --top checked --random-inputs 8
// Depths that the schedule sets: the sums of a row reach the end before the first of its elements may leave, so that the
// stream of elements needs room for a row; the source says nothing of depths.
#include "hls_stream.h"

constexpr int ROWS = 5, SIZE = 12;
typedef hls::stream<int> Link;

static void load(const int a[ROWS][SIZE], Link &elements, Link &copies) {
  for (int r = 0; r < ROWS; ++r)
    for (int i = 0; i < SIZE; ++i) {
      elements.write(a[r][i]);
      copies.write(a[r][i]);
    }
}
static void add(Link &copies, Link &sums) {
  for (int r = 0; r < ROWS; ++r) {
    int sum = 0;
    for (int i = 0; i < SIZE; ++i)
      sum += copies.read();
    sums.write(sum);
  }
}
static void share(Link &elements, Link &sums, int b[ROWS][SIZE]) {
  for (int r = 0; r < ROWS; ++r) {
    int sum = sums.read();
    for (int i = 0; i < SIZE; ++i)
      b[r][i] = 256 * elements.read() - sum;
  }
}
void checked(const int a[ROWS][SIZE], int b[ROWS][SIZE]) {
  Link elements, copies, sums;
  load(a, elements, copies);
  add(copies, sums);
  share(elements, sums, b);
}
