// RUN: %network %s --top multiplied --random-inputs 2
// A grid whose elements ask where they are: those on the left read a row of the array, those on top a column, those on
// the right and below pass nothing on. One function, one loop of calls; no feeder and no drain.
#include "hls_stream.h"

constexpr int M = 3, N = 4, K = 5;

static void cell(const short a[M][K], const short b[K][N], hls::stream<short, 2> right[M][N],
                 hls::stream<short, 2> down[M][N], int c[M][N], int i, int j) {
  int sum = 0;
  for (int k = 0; k < K; ++k) {
    short x, y;
    if (j == 0)
      x = a[i][k];
    else
      x = right[i][j - 1].read();
    if (i == 0)
      y = b[k][j];
    else
      y = down[i - 1][j].read();
    sum += x * y;
    if (j + 1 < N)
      right[i][j].write(x);
    if (i + 1 < M)
      down[i][j].write(y);
  }
  c[i][j] = sum;
}
void multiplied(const short a[M][K], const short b[K][N], int c[M][N]) {
  hls::stream<short, 2> right[M][N], down[M][N];
  for (int i = 0; i < M; ++i)
    for (int j = 0; j < N; ++j)
      cell(a, b, right, down, c, i, j);
}
