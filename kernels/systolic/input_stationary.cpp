// C = A B on a grid that keeps A: element (i, k) has A[i][k]. Columns of B come in from above, B[k][j] to the elements
// of column k of the grid, and go down; the sums of a row of C go to the right and are complete at its end.
#include "hls_stream.h"

template <typename T, typename R, int N, int TM, int TK>
static void element(const T A[TM][TK], hls::stream<T, 2> down[TM + 1][TK], hls::stream<R, 2> right[TM][TK + 1], int i,
                    int k) {
  const T own = A[i][k];
  for (int j = 0; j < N; ++j) {
    const T b = down[i][k].read();
    down[i + 1][k].write(b);
    right[i][k + 1].write(right[i][k].read() + R(own) * R(b));
  }
}

template <typename T, int M, int K, int TM, int TK> static void keep(const T A[M][K], T tile[TM][TK], int i0, int k0) {
  for (int i = 0; i < TM; ++i)
    for (int k = 0; k < TK; ++k)
      tile[i][k] = A[i0 + i][k0 + k];
}

template <typename T, typename R, int N, int K, int TM, int TK>
static void load(const T B[K][N], hls::stream<T, 2> down[TM + 1][TK], int k0) {
  for (int j = 0; j < N; ++j)
    for (int k = 0; k < TK; ++k)
      down[0][k].write(B[k0 + k][j]);
}

template <typename R, int N, int TM, int TK> static void begin(hls::stream<R, 2> right[TM][TK + 1]) {
  for (int j = 0; j < N; ++j)
    for (int i = 0; i < TM; ++i)
      right[i][0].write(0);
}

template <typename T, int N, int TM, int TK> static void end(hls::stream<T, 2> down[TM + 1][TK]) {
  for (int j = 0; j < N; ++j)
    for (int k = 0; k < TK; ++k)
      down[TM][k].read();
}

template <typename R, int M, int N, int TM, int TK>
static void store(hls::stream<R, 2> right[TM][TK + 1], R C[M][N], int i0, int k0) {
  for (int j = 0; j < N; ++j)
    for (int i = 0; i < TM; ++i) {
      R sum = right[i][TK].read();
      if (k0 > 0)
        sum += C[i0 + i][j];
      C[i0 + i][j] = sum;
    }
}

// TM and TK are the size of the grid, and divide M and K.
template <typename T, typename R, int M, int N, int K, int TM, int TK>
void input_stationary(const T A[M][K], const T B[K][N], R C[M][N]) {
  for (int i0 = 0; i0 < M / TM; ++i0)
    for (int k0 = 0; k0 < K / TK; ++k0) {
      T tile[TM][TK];
      hls::stream<T, 2> down[TM + 1][TK];
      hls::stream<R, 2> right[TM][TK + 1];
      keep<T, M, K, TM, TK>(A, tile, TM * i0, TK * k0);
      load<T, R, N, K, TM, TK>(B, down, TK * k0);
      begin<R, N, TM, TK>(right);
      for (int i = 0; i < TM; ++i)
        for (int k = 0; k < TK; ++k)
          element<T, R, N, TM, TK>(tile, down, right, i, k);
      end<T, N, TM, TK>(down);
      store<R, M, N, TM, TK>(right, C, TM * i0, TK * k0);
    }
}
