// RUN: %network %s --top turned --random-inputs 4
// Streams and an array between processes: blocks are written by rows and read by columns, so that they go through an
// array (a pair of buffers, in hardware), with streams before and behind.
#include "hls_stream.h"

constexpr int SIZE = 6;
typedef hls::stream<int, 2> Link;

static void load(const int a[SIZE][SIZE], Link &out) {
  for (int y = 0; y < SIZE; ++y)
    for (int x = 0; x < SIZE; ++x)
      out.write(a[y][x]);
}
static void fill(Link &in, int block[SIZE][SIZE]) {
  for (int y = 0; y < SIZE; ++y)
    for (int x = 0; x < SIZE; ++x)
      block[y][x] = in.read() + y;
}
static void turn(const int block[SIZE][SIZE], Link &out) {
  for (int x = 0; x < SIZE; ++x)
    for (int y = 0; y < SIZE; ++y)
      out.write(block[y][x] * 2);
}
static void store(Link &in, int b[SIZE][SIZE]) {
  for (int x = 0; x < SIZE; ++x)
    for (int y = 0; y < SIZE; ++y)
      b[x][y] = in.read();
}
static void network(const int a[SIZE][SIZE], int b[SIZE][SIZE]) {
  Link rows, columns;
  int block[SIZE][SIZE];
  load(a, rows);
  fill(rows, block);
  turn(block, columns);
  store(columns, b);
}
void turned(const int a[3][SIZE][SIZE], int b[3][SIZE][SIZE]) {
  for (int n = 0; n < 3; ++n)
    network(a[n], b[n]);
}
