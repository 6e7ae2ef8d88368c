// RUN: %network %s --top integrated --random-inputs 3 --calls 3
// Elements with state of their own that is kept from call to call: a template makes one function, and so one state, for
// each place in the chain.
#include "hls_stream.h"

constexpr int N = 10, PES = 4;
typedef hls::stream<int, 2> Link;

static void load(const int a[N], Link chain[PES + 1]) {
  for (int i = 0; i < N; ++i)
    chain[0].write(a[i]);
}
template <int P> static void integrate(Link chain[PES + 1]) {
  static int sum = 10 * P;
  for (int i = 0; i < N; ++i) {
    sum += chain[P].read() >> 1;
    chain[P + 1].write(sum);
  }
}
static void store(Link chain[PES + 1], int b[N]) {
  for (int i = 0; i < N; ++i)
    b[i] = chain[PES].read();
}
void integrated(const int a[N], int b[N]) {
  Link chain[PES + 1];
  load(a, chain);
  integrate<0>(chain);
  integrate<1>(chain);
  integrate<2>(chain);
  integrate<3>(chain);
  store(chain, b);
}
