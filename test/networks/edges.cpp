// RUN: %network %s --top diffused --random-inputs 1
// A row of elements that differ by their place: the first has no neighbour to its left, the last none to its right, and
// `if constexpr` on the place leaves out what is not there. Each keeps a value of its own from step to step.
#include "hls_stream.h"

constexpr int PES = 5, STEPS = 6;
typedef hls::stream<int, 2> Link;

static void load(const int first[PES], Link starts[PES]) {
  for (int p = 0; p < PES; ++p)
    starts[p].write(first[p]);
}
template <int P> static void element(Link starts[PES], Link right[PES], Link results[PES]) {
  int own = starts[P].read();
  for (int step = 0; step < STEPS; ++step) {
    int left = own;
    if constexpr (P > 0)
      left = right[P - 1].read();
    if constexpr (P + 1 < PES)
      right[P].write(own);
    own = (3 * own + left) >> 2;
  }
  results[P].write(own);
}
static void store(Link results[PES], int last[PES]) {
  for (int p = 0; p < PES; ++p)
    last[p] = results[p].read();
}
void diffused(const int first[PES], int last[PES]) {
  Link starts[PES], right[PES], results[PES];
  load(first, starts);
  element<0>(starts, right, results);
  element<1>(starts, right, results);
  element<2>(starts, right, results);
  element<3>(starts, right, results);
  element<4>(starts, right, results);
  store(results, last);
}
