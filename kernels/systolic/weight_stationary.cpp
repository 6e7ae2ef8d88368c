// C = A B on a grid that keeps B: element (k, j) has B[k][j]. Rows of A go to the right, sums go down, from the first
// row of the grid to the last, where they are complete for TK rows of B. The weights come in from above as a chain: an
// element keeps the first that reaches it and passes on those of the elements below.
#include "hls_stream.h"

template <typename T, typename R, int M, int TK, int TN>
static void element(hls::stream<T, 2> weights[TK + 1][TN], hls::stream<T, 2> right[TK][TN + 1],
                    hls::stream<R, 2> down[TK + 1][TN], int k, int j) {
  const T own = weights[k][j].read();
  for (int below = k + 1; below < TK; ++below)
    weights[k + 1][j].write(weights[k][j].read());
  for (int i = 0; i < M; ++i) {
    const T a = right[k][j].read();
    right[k][j + 1].write(a);
    down[k + 1][j].write(down[k][j].read() + R(a) * R(own));
  }
}

template <typename T, typename R, int M, int N, int K, int TK, int TN>
static void load_weights(const T B[K][N], hls::stream<T, 2> weights[TK + 1][TN], int k0, int j0) {
  for (int k = 0; k < TK; ++k)
    for (int j = 0; j < TN; ++j)
      weights[0][j].write(B[k0 + k][j0 + j]);
}

template <typename T, typename R, int M, int K, int TK, int TN>
static void load_rows(const T A[M][K], hls::stream<T, 2> right[TK][TN + 1], int k0) {
  for (int i = 0; i < M; ++i)
    for (int k = 0; k < TK; ++k)
      right[k][0].write(A[i][k0 + k]);
}

template <typename T, typename R, int M, int TK, int TN> static void begin(hls::stream<R, 2> down[TK + 1][TN]) {
  for (int i = 0; i < M; ++i)
    for (int j = 0; j < TN; ++j)
      down[0][j].write(0);
}

// What went through the grid to the right is not needed any more.
template <typename T, int M, int TK, int TN> static void end(hls::stream<T, 2> right[TK][TN + 1]) {
  for (int i = 0; i < M; ++i)
    for (int k = 0; k < TK; ++k)
      right[k][TN].read();
}

// The sums of the first TK rows of B are stored, those of later ones added.
template <typename T, typename R, int M, int N, int TK, int TN>
static void store(hls::stream<R, 2> down[TK + 1][TN], R C[M][N], int k0, int j0) {
  for (int i = 0; i < M; ++i)
    for (int j = 0; j < TN; ++j) {
      R sum = down[TK][j].read();
      if (k0 > 0)
        sum += C[i][j0 + j];
      C[i][j0 + j] = sum;
    }
}

// TK and TN are the size of the grid, and divide K and N.
template <typename T, typename R, int M, int N, int K, int TK, int TN>
void weight_stationary(const T A[M][K], const T B[K][N], R C[M][N]) {
  for (int j0 = 0; j0 < N / TN; ++j0)
    for (int k0 = 0; k0 < K / TK; ++k0) {
      hls::stream<T, 2> weights[TK + 1][TN], right[TK][TN + 1];
      hls::stream<R, 2> down[TK + 1][TN];
      load_weights<T, R, M, N, K, TK, TN>(B, weights, TK * k0, TN * j0);
      load_rows<T, R, M, K, TK, TN>(A, right, TK * k0);
      begin<T, R, M, TK, TN>(down);
      for (int k = 0; k < TK; ++k)
        for (int j = 0; j < TN; ++j)
          element<T, R, M, TK, TN>(weights, right, down, k, j);
      end<T, M, TK, TN>(right);
      store<T, R, M, N, TK, TN>(down, C, TK * k0, TN * j0);
    }
}
