// RUN: %network %s --top multiplied --random-inputs 1
// A pipeline that takes two elements and gives their product some cycles later, while its inputs are slow: the product
// has to leave whether or not there is something to read by then.
#include "hls_stream.h"

constexpr int N = 24;
typedef hls::stream<int, 2> Link;

static void slow(const int a[N], Link &out) {
  for (int i = 0; i < N; ++i) {
    int sum = 0;
    for (int k = 0; k < 5; ++k)
      sum = 3 * sum + a[(i + k) % N];
    out.write(sum);
  }
}
static void multiply(Link &x, Link &y, Link &out) {
  for (int i = 0; i < N; ++i)
    out.write(x.read() * y.read());
}
static void store(Link &in, int c[N]) {
  for (int i = 0; i < N; ++i)
    c[i] = in.read();
}
void multiplied(const int a[N], const int b[N], int c[N]) {
  Link x, y, products;
  slow(a, x);
  slow(b, y);
  multiply(x, y, products);
  store(products, c);
}
