// RUN: %network %s --top chained --random-inputs 11
// FIFOs with room for one element, in a chain of eight processes: a full one lets its writer go on only when it was read.
#include "hls_stream.h"

constexpr int N = 20, STAGES = 8;
typedef hls::stream<unsigned, 1> Link;

static void load(const unsigned a[N], Link links[STAGES + 1]) {
  for (int i = 0; i < N; ++i)
    links[0].write(a[i]);
}
template <int S> static void stage(Link links[STAGES + 1]) {
  for (int i = 0; i < N; ++i)
    links[S + 1].write(links[S].read() * (2 * S + 3) + i);
}
static void store(Link links[STAGES + 1], unsigned b[N]) {
  for (int i = 0; i < N; ++i)
    b[i] = links[STAGES].read();
}
void chained(const unsigned a[N], unsigned b[N]) {
  Link links[STAGES + 1];
  load(a, links);
  stage<0>(links);
  stage<1>(links);
  stage<2>(links);
  stage<3>(links);
  stage<4>(links);
  stage<5>(links);
  stage<6>(links);
  stage<7>(links);
  store(links, b);
}
