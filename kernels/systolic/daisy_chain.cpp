// C = A B on a row of elements in which everything travels: weights come in and results go out through the elements, so
// that nothing but the ends of the row is joined to memory. Element j keeps column j of B, takes the rows of A that
// pass, and gives its sum of each row behind those of the elements before it.
#include "hls_stream.h"

template <typename T, typename R, int M, int N, int K>
static void load(const T A[M][K], const T B[K][N], hls::stream<T, 2> chain[N + 1]) {
  for (int j = 0; j < N; ++j)
    for (int k = 0; k < K; ++k)
      chain[0].write(B[k][j]);
  for (int i = 0; i < M; ++i)
    for (int k = 0; k < K; ++k)
      chain[0].write(A[i][k]);
}

template <typename T, typename R, int M, int N, int K>
static void element(hls::stream<T, 2> chain[N + 1], hls::stream<R, 2> sums[N + 1], int j) {
  T column[K];
  for (int k = 0; k < K; ++k)
    column[k] = chain[j].read();
  for (int other = 0; other < (N - 1 - j) * K; ++other)
    chain[j + 1].write(chain[j].read());
  for (int i = 0; i < M; ++i) {
    R sum = 0;
    for (int k = 0; k < K; ++k) {
      const T a = chain[j].read();
      chain[j + 1].write(a);
      sum += R(a) * R(column[k]);
    }
    for (int before = 0; before < j; ++before)
      sums[j + 1].write(sums[j].read());
    sums[j + 1].write(sum);
  }
}

template <typename T, typename R, int M, int N, int K>
static void store(hls::stream<T, 2> chain[N + 1], hls::stream<R, 2> sums[N + 1], R C[M][N]) {
  for (int i = 0; i < M; ++i) {
    for (int k = 0; k < K; ++k)
      chain[N].read();
    for (int j = 0; j < N; ++j)
      C[i][j] = sums[N].read();
  }
}

template <typename T, typename R, int M, int N, int K> void daisy_chain(const T A[M][K], const T B[K][N], R C[M][N]) {
  hls::stream<T, 2> chain[N + 1];
  hls::stream<R, 2> sums[N + 1];
  load<T, R, M, N, K>(A, B, chain);
  for (int j = 0; j < N; ++j)
    element<T, R, M, N, K>(chain, sums, j);
  store<T, R, M, N, K>(chain, sums, C);
}
