/* trmm: B = alpha A^T B with A unit lower triangular, in place. */
#include "polybench.h"

#ifdef MINI_DATASET
#ifndef M
#define M 20
#endif
#ifndef N
#define N 30
#endif
#endif
#ifdef SMALL_DATASET
#ifndef M
#define M 60
#endif
#ifndef N
#define N 80
#endif
#endif
#ifdef MEDIUM_DATASET
#ifndef M
#define M 200
#endif
#ifndef N
#define N 240
#endif
#endif

#define _PB_M POLYBENCH_LOOP_BOUND(M, m)
#define _PB_N POLYBENCH_LOOP_BOUND(N, n)

static void init_array(int m, int n, DATA_TYPE *alpha, DATA_TYPE A[M][M], DATA_TYPE B[M][N]) {
  int i, j;

  *alpha = SCALAR_VAL(1.5);
  for (i = 0; i < m; i++) {
    for (j = 0; j < i; j++)
      A[i][j] = (DATA_TYPE)((i + j) % m) / m;
    A[i][i] = SCALAR_VAL(1.0);
    for (j = i + 1; j < m; j++)
      A[i][j] = SCALAR_VAL(0.0); /* never read */
    for (j = 0; j < n; j++)
      B[i][j] = (DATA_TYPE)((n + (i - j)) % n) / n;
  }
}

static void kernel_trmm(int m, int n, DATA_TYPE alpha, DATA_TYPE A[M][M], DATA_TYPE B[M][N]) {
  int i, j, k;

  for (i = 0; i < _PB_M; i++)
    for (j = 0; j < _PB_N; j++) {
      for (k = i + 1; k < _PB_M; k++)
        B[i][j] += A[k][i] * B[k][j];
      B[i][j] = alpha * B[i][j];
    }
}
