/* bicg: s = A^T r and q = A p, the two products of BiCGStab. */
#include "polybench.h"

#ifdef MINI_DATASET
#ifndef M
#define M 38
#endif
#ifndef N
#define N 42
#endif
#endif
#ifdef SMALL_DATASET
#ifndef M
#define M 116
#endif
#ifndef N
#define N 124
#endif
#endif
#ifdef MEDIUM_DATASET
#ifndef M
#define M 390
#endif
#ifndef N
#define N 410
#endif
#endif

#define _PB_M POLYBENCH_LOOP_BOUND(M, m)
#define _PB_N POLYBENCH_LOOP_BOUND(N, n)

static void init_array(int m, int n, DATA_TYPE A[N][M], DATA_TYPE r[N], DATA_TYPE p[M]) {
  int i, j;

  for (i = 0; i < m; i++)
    p[i] = (DATA_TYPE)(i % m) / m;
  for (i = 0; i < n; i++) {
    r[i] = (DATA_TYPE)(i % n) / n;
    for (j = 0; j < m; j++)
      A[i][j] = (DATA_TYPE)(i * (j + 1) % n) / n;
  }
}

static void kernel_bicg(int m, int n, DATA_TYPE A[N][M], DATA_TYPE s[M], DATA_TYPE q[N], DATA_TYPE p[M],
                        DATA_TYPE r[N]) {
  int i, j;

  for (i = 0; i < _PB_M; i++)
    s[i] = 0;
  for (i = 0; i < _PB_N; i++) {
    q[i] = SCALAR_VAL(0.0);
    for (j = 0; j < _PB_M; j++) {
      s[j] = s[j] + r[i] * A[i][j];
      q[i] = q[i] + A[i][j] * p[j];
    }
  }
}
