/* gemver: A += u1 v1^T + u2 v2^T, x = beta A^T y + z, w = alpha A x. */
#include "polybench.h"

#ifdef MINI_DATASET
#ifndef N
#define N 40
#endif
#endif
#ifdef SMALL_DATASET
#ifndef N
#define N 120
#endif
#endif
#ifdef MEDIUM_DATASET
#ifndef N
#define N 400
#endif
#endif

#define _PB_N POLYBENCH_LOOP_BOUND(N, n)

static void init_array(int n, DATA_TYPE *alpha, DATA_TYPE *beta, DATA_TYPE A[N][N], DATA_TYPE u1[N], DATA_TYPE v1[N],
                       DATA_TYPE u2[N], DATA_TYPE v2[N], DATA_TYPE w[N], DATA_TYPE x[N], DATA_TYPE y[N],
                       DATA_TYPE z[N]) {
  int i, j;
  DATA_TYPE fn = (DATA_TYPE)n;

  *alpha = SCALAR_VAL(1.5);
  *beta = SCALAR_VAL(1.2);
  for (i = 0; i < n; i++) {
    u1[i] = i;
    u2[i] = ((i + 1) / fn) / SCALAR_VAL(2.0);
    v1[i] = ((i + 1) / fn) / SCALAR_VAL(4.0);
    v2[i] = ((i + 1) / fn) / SCALAR_VAL(6.0);
    y[i] = ((i + 1) / fn) / SCALAR_VAL(8.0);
    z[i] = ((i + 1) / fn) / SCALAR_VAL(9.0);
    x[i] = SCALAR_VAL(0.0);
    w[i] = SCALAR_VAL(0.0);
    for (j = 0; j < n; j++)
      A[i][j] = (DATA_TYPE)(i * j % n) / n;
  }
}

static void kernel_gemver(int n, DATA_TYPE alpha, DATA_TYPE beta, DATA_TYPE A[N][N], DATA_TYPE u1[N], DATA_TYPE v1[N],
                          DATA_TYPE u2[N], DATA_TYPE v2[N], DATA_TYPE w[N], DATA_TYPE x[N], DATA_TYPE y[N],
                          DATA_TYPE z[N]) {
  int i, j;

  for (i = 0; i < _PB_N; i++)
    for (j = 0; j < _PB_N; j++)
      A[i][j] = A[i][j] + u1[i] * v1[j] + u2[i] * v2[j];
  for (i = 0; i < _PB_N; i++)
    for (j = 0; j < _PB_N; j++)
      x[i] = x[i] + beta * A[j][i] * y[j];
  for (i = 0; i < _PB_N; i++)
    x[i] = x[i] + z[i];
  for (i = 0; i < _PB_N; i++)
    for (j = 0; j < _PB_N; j++)
      w[i] = w[i] + alpha * A[i][j] * x[j];
}
