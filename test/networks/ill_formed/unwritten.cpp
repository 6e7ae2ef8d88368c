// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target cpu --random-inputs 1 --check-ub 2>&1 | FileCheck %s
// An element goes through a stream with a part that was never written: the first one has no count.
// CHECK: {{^}}error: the kernel reads a variable that was never written: b[0] depends on it{{$}}
#include "hls_stream.h"
struct Pair {
  int sum, count;
};
static void load(const int a[8], hls::stream<Pair, 2> &out) {
  for (int i = 0; i < 8; ++i) {
    Pair pair;
    pair.sum = a[i];
    if (i > 0)
      pair.count = i;
    out.write(pair);
  }
}
static void store(hls::stream<Pair, 2> &in, int b[8]) {
  for (int i = 0; i < 8; ++i) {
    Pair pair = in.read();
    b[i] = pair.sum + pair.count;
  }
}
void top(const int a[8], int b[8]) {
  hls::stream<Pair, 2> pairs;
  load(a, pairs);
  store(pairs, b);
}
