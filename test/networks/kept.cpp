// RUN: %network %s --top delayed --random-inputs 4 --calls 3
// A delay line in a static stream: what one call leaves in it, the next call finds.
#include "hls_stream.h"

constexpr int N = 12, DELAY = 5;

static void load(const int a[N], hls::stream<int, 2> &out) {
  for (int i = 0; i < N; ++i)
    out.write(a[i]);
}
static void delay(hls::stream<int, 2> &in, hls::stream<int, 2> &out) {
  static hls::stream<int, DELAY + 1> line;
  static int filled;
  for (int i = 0; i < N; ++i) {
    line.write(in.read());
    if (filled < DELAY) {
      ++filled;
      out.write(-1);
    } else {
      out.write(line.read());
    }
  }
}
static void store(hls::stream<int, 2> &in, int b[N]) {
  for (int i = 0; i < N; ++i)
    b[i] = in.read();
}
void delayed(const int a[N], int b[N]) {
  hls::stream<int, 2> now, later;
  load(a, now);
  delay(now, later);
  store(later, b);
}
