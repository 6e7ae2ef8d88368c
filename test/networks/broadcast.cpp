// RUN: %network %s --top combined --random-inputs 4
// One producer, three branches of different length, one consumer that takes from each in turn.
#include "hls_stream.h"

constexpr int N = 32;
typedef hls::stream<unsigned, 4> Lane;

static void broadcast(const unsigned a[N], Lane &x, Lane &y, Lane &z) {
  for (int i = 0; i < N; ++i) {
    x.write(a[i]);
    y.write(a[i]);
    z.write(a[i]);
  }
}
static void root(Lane &in, Lane &out) {
  for (int i = 0; i < N; ++i) {
    unsigned value = in.read() << 16, found = 0;
    for (int bit = 11; bit >= 0; --bit) {
      unsigned tried = found | 1u << bit;
      if (tried * tried <= value)
        found = tried;
    }
    out.write(found);
  }
}
static void square(Lane &in, Lane &out) {
  for (int i = 0; i < N; ++i) {
    unsigned value = in.read();
    out.write(value * value);
  }
}
static void combine(Lane &roots, Lane &squares, Lane &plain, unsigned result[N]) {
  for (int i = 0; i < N; ++i)
    result[i] = 5 * roots.read() + 3 * squares.read() + plain.read();
}
void combined(const unsigned a[N], unsigned result[N]) {
  Lane x, y, z, roots, squares;
  broadcast(a, x, y, z);
  root(x, roots);
  square(y, squares);
  combine(roots, squares, z, result);
}
