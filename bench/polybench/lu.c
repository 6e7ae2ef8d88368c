/* lu: A = L U without pivoting, in place. */
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

static void init_array(int n, DATA_TYPE A[N][N]) {
  int i, j, r, s, t;
  static DATA_TYPE B[N][N];

  /* L with a unit diagonal, then A = L L^T: positive definite, so no pivot vanishes. */
  for (i = 0; i < n; i++) {
    for (j = 0; j <= i; j++)
      A[i][j] = (DATA_TYPE)(-j % n) / n + 1;
    for (j = i + 1; j < n; j++)
      A[i][j] = 0;
    A[i][i] = 1;
  }
  for (r = 0; r < n; ++r)
    for (s = 0; s < n; ++s)
      B[r][s] = 0;
  for (t = 0; t < n; ++t)
    for (r = 0; r < n; ++r)
      for (s = 0; s < n; ++s)
        B[r][s] += A[r][t] * A[s][t];
  for (r = 0; r < n; ++r)
    for (s = 0; s < n; ++s)
      A[r][s] = B[r][s];
}

static void kernel_lu(int n, DATA_TYPE A[N][N]) {
  int i, j, k;

  for (i = 0; i < _PB_N; i++) {
    for (j = 0; j < i; j++) {
      for (k = 0; k < j; k++)
        A[i][j] -= A[i][k] * A[k][j];
      A[i][j] /= A[j][j];
    }
    for (j = i; j < _PB_N; j++) {
      for (k = 0; k < i; k++)
        A[i][j] -= A[i][k] * A[k][j];
    }
  }
}
