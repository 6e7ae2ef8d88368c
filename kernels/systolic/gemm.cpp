// C = A B, as loops say it. Where the products are computed is what the schedules beside this file decide:
// output_stationary.allo makes a grid in which each element keeps one element of a tile of C, row.allo a row of
// elements with a column each.
#include "ap_int.h"

// T is the type of the inputs, R that of the sums.
template <typename T, typename R, int M, int N, int K> void gemm(const T A[M][K], const T B[K][N], R C[M][N]) {
  for (int i = 0; i < M; ++i)
    for (int j = 0; j < N; ++j) {
      R sum = 0;
      for (int k = 0; k < K; ++k)
        sum += R(A[i][k]) * R(B[k][j]);
      C[i][j] = sum;
    }
}
