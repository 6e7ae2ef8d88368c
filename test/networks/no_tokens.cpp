// RUN: %network %s --top counted --random-inputs 9 --bind n=0
// RUN: %network %s --top counted --random-inputs 9 --bind n=1
// RUN: %network %s --top counted --random-inputs 9 --bind n=16
// Loops that run n times, also not at all: then no element goes through the streams, and all processes end.
#include "hls_stream.h"

constexpr int MOST = 16;
typedef hls::stream<int, 2> Link;

static void load(const int a[MOST], Link &out, int n) {
  for (int i = 0; i < n; ++i)
    out.write(a[i]);
}
static void square(Link &in, Link &out, int n) {
  for (int i = 0; i < n; ++i) {
    int value = in.read();
    out.write(value * value);
  }
}
static void sum(Link &in, int b[2], int n) {
  int total = 1;
  for (int i = 0; i < n; ++i)
    total += in.read();
  b[0] = total;
  b[1] = n;
}
void counted(const int a[MOST], int b[2], int n) {
  Link plain, squares;
  load(a, plain, n);
  square(plain, squares, n);
  sum(squares, b, n);
}
