// RUN: %network %s --top weighted --random-inputs 10
// Weights come in through a daisy chain: each element keeps the first that reaches it and passes the others on; then data
// goes through the same elements.
#include "hls_stream.h"

constexpr int PES = 4, N = 16;
typedef hls::stream<int, 2> Link;

static void load(const int w[PES], const int x[N], Link weights[PES + 1], Link data[PES + 1]) {
  for (int p = 0; p < PES; ++p)
    weights[0].write(w[p]);
  for (int i = 0; i < N; ++i)
    data[0].write(x[i]);
}
static void element(Link weights[PES + 1], Link data[PES + 1], int p) {
  int own = weights[p].read();
  for (int other = p + 1; other < PES; ++other)
    weights[p + 1].write(weights[p].read());
  for (int i = 0; i < N; ++i)
    data[p + 1].write(own + 3 * data[p].read());
}
static void store(Link data[PES + 1], int y[N]) {
  for (int i = 0; i < N; ++i)
    y[i] = data[PES].read();
}
void weighted(const int w[PES], const int x[N], int y[N]) {
  Link weights[PES + 1], data[PES + 1];
  load(w, x, weights, data);
  for (int p = 0; p < PES; ++p)
    element(weights, data, p);
  store(data, y);
}
