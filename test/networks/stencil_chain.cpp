// RUN: %network %s --top relaxed --random-inputs 5
// Four steps of a stencil of three points as four processes in a row: each works three points behind the one before.
#include "hls_stream.h"

constexpr int N = 30, STEPS = 4;
typedef hls::stream<int, 2> Link;

static void load(const int a[N], Link links[STEPS + 1]) {
  for (int i = 0; i < N; ++i)
    links[0].write(a[i]);
}
static void step(Link links[STEPS + 1], int s) {
  int left = 0, centre = links[s].read();
  for (int i = 1; i < N; ++i) {
    int right = links[s].read();
    links[s + 1].write((left + 2 * centre + right) >> 1);
    left = centre;
    centre = right;
  }
  links[s + 1].write((left + 2 * centre) >> 1);
}
static void store(Link links[STEPS + 1], int b[N]) {
  for (int i = 0; i < N; ++i)
    b[i] = links[STEPS].read();
}
void relaxed(const int a[N], int b[N]) {
  Link links[STEPS + 1];
  load(a, links);
  for (int s = 0; s < STEPS; ++s)
    step(links, s);
  store(links, b);
}
