// RUN: %network %s --top arbitrated --random-inputs 2 --unproved "how often an empty stream is asked depends on data"
// Two producers, and a consumer that takes from whichever stream has something. In which order depends on time; the sums
// of each do not.
#include "hls_stream.h"

constexpr int N = 20;
typedef hls::stream<int, 2> Link;

static void fast(const int a[N], Link &out) {
  for (int i = 0; i < N; ++i)
    out.write(a[i]);
}
static void slow(const int a[N], Link &out) {
  for (int i = 0; i < N; ++i) {
    int value = a[i];
    for (int step = 0; step < 3; ++step)
      value = value * 5 + step;
    out.write(value);
  }
}
static void arbitrate(Link &x, Link &y, int sums[2]) {
  int sum_x = 0, sum_y = 0;
  for (int got = 0; got < 2 * N;) {
    if (!x.empty()) {
      sum_x = sum_x * 3 + x.read();
      ++got;
    } else if (!y.empty()) {
      sum_y = sum_y * 7 + y.read();
      ++got;
    }
  }
  sums[0] = sum_x;
  sums[1] = sum_y;
}
void arbitrated(const int a[N], const int b[N], int sums[2]) {
  Link x, y;
  fast(a, x);
  slow(b, y);
  arbitrate(x, y, sums);
}
