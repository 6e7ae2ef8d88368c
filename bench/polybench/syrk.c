/* syrk: C = alpha A A^T + beta C, the lower triangle of C. */
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

static void init_array(int n, int m, DATA_TYPE *alpha, DATA_TYPE *beta, DATA_TYPE C[N][N], DATA_TYPE A[N][M]) {
  int i, j;

  *alpha = SCALAR_VAL(1.5);
  *beta = SCALAR_VAL(1.2);
  for (i = 0; i < n; i++)
    for (j = 0; j < m; j++)
      A[i][j] = (DATA_TYPE)((i * j + 1) % n) / n;
  for (i = 0; i < n; i++)
    for (j = 0; j < n; j++)
      C[i][j] = (DATA_TYPE)((i * j + 2) % m) / m;
}

static void kernel_syrk(int n, int m, DATA_TYPE alpha, DATA_TYPE beta, DATA_TYPE C[N][N], DATA_TYPE A[N][M]) {
  int i, j, k;

  for (i = 0; i < _PB_N; i++) {
    for (j = 0; j <= i; j++)
      C[i][j] *= beta;
    for (k = 0; k < _PB_M; k++) {
      for (j = 0; j <= i; j++)
        C[i][j] += alpha * A[i][k] * A[j][k];
    }
  }
}
