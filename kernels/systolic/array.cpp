// C = A B on a grid that does not stop between tiles: the loop over tiles is in every process. Elements of A go to the
// right and elements of B down, one a cycle; while an element works on a tile, it passes on the results of the tile
// before, which leave at the lower edge of the grid. So a product takes K cycles a tile, and a few to begin and to end.
#include "hls_stream.h"

// TM x TN is the size of the grid, and divides M x N; K is at least TM, so that the results of a tile are out in time.
template <typename T, typename R, int TILES, int K, int TM, int TN>
static void element(hls::stream<T, 2> right[TM][TN + 1], hls::stream<T, 2> down[TM + 1][TN],
                    hls::stream<R, 2> results[TM + 1][TN], int i, int j) {
  R sum = 0, last = 0;
  for (int tile = 0; tile < TILES; ++tile)
    for (int k = 0; k < K; ++k) {
      const T a = right[i][j].read(), b = down[i][j].read();
      right[i][j + 1].write(a);
      down[i + 1][j].write(b);
      if (k == 0)
        last = sum;
      sum = (k == 0 ? R(0) : sum) + R(a) * R(b);
      if (tile > 0 && k <= i) // the own result, then those of the elements above
        results[i + 1][j].write(k == 0 ? last : results[i][j].read());
    }
  results[i + 1][j].write(sum);
  for (int above = 0; above < i; ++above)
    results[i + 1][j].write(results[i][j].read());
}

template <typename T, int M, int N, int K, int TM, int TN>
static void load_rows(const T A[M][K], hls::stream<T, 2> right[TM][TN + 1]) {
  for (int i0 = 0; i0 < M / TM; ++i0)
    for (int j0 = 0; j0 < N / TN; ++j0)
      for (int k = 0; k < K; ++k)
        for (int i = 0; i < TM; ++i)
          right[i][0].write(A[TM * i0 + i][k]);
}

template <typename T, int M, int N, int K, int TM, int TN>
static void load_columns(const T B[K][N], hls::stream<T, 2> down[TM + 1][TN]) {
  for (int i0 = 0; i0 < M / TM; ++i0)
    for (int j0 = 0; j0 < N / TN; ++j0)
      for (int k = 0; k < K; ++k)
        for (int j = 0; j < TN; ++j)
          down[0][j].write(B[k][TN * j0 + j]);
}

template <typename T, int STEPS, int TM, int TN> static void end_rows(hls::stream<T, 2> right[TM][TN + 1]) {
  for (int step = 0; step < STEPS; ++step)
    for (int i = 0; i < TM; ++i)
      right[i][TN].read();
}

template <typename T, int STEPS, int TM, int TN> static void end_columns(hls::stream<T, 2> down[TM + 1][TN]) {
  for (int step = 0; step < STEPS; ++step)
    for (int j = 0; j < TN; ++j)
      down[TM][j].read();
}

// The last row of a tile comes first.
template <typename R, int M, int N, int TM, int TN>
static void store(hls::stream<R, 2> results[TM + 1][TN], R C[M][N]) {
  for (int i0 = 0; i0 < M / TM; ++i0)
    for (int j0 = 0; j0 < N / TN; ++j0)
      for (int i = 0; i < TM; ++i)
        for (int j = 0; j < TN; ++j)
          C[TM * i0 + TM - 1 - i][TN * j0 + j] = results[TM][j].read();
}

template <typename T, typename R, int M, int N, int K, int TM, int TN>
void systolic_array(const T A[M][K], const T B[K][N], R C[M][N]) {
  constexpr int TILES = M / TM * (N / TN);
  hls::stream<T, 2> right[TM][TN + 1], down[TM + 1][TN];
  hls::stream<R, 2> results[TM + 1][TN];
  load_rows<T, M, N, K, TM, TN>(A, right);
  load_columns<T, M, N, K, TM, TN>(B, down);
  for (int i = 0; i < TM; ++i)
    for (int j = 0; j < TN; ++j)
      element<T, R, TILES, K, TM, TN>(right, down, results, i, j);
  end_rows<T, TILES * K, TM, TN>(right);
  end_columns<T, TILES * K, TM, TN>(down);
  store<R, M, N, TM, TN>(results, C);
}
