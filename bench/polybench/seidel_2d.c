/* seidel-2d: nine-point Gauss-Seidel stencil, in place. */
#include "polybench.h"

#ifdef MINI_DATASET
#ifndef TSTEPS
#define TSTEPS 20
#endif
#ifndef N
#define N 40
#endif
#endif
#ifdef SMALL_DATASET
#ifndef TSTEPS
#define TSTEPS 40
#endif
#ifndef N
#define N 120
#endif
#endif
#ifdef MEDIUM_DATASET
#ifndef TSTEPS
#define TSTEPS 100
#endif
#ifndef N
#define N 400
#endif
#endif

#define _PB_TSTEPS POLYBENCH_LOOP_BOUND(TSTEPS, tsteps)
#define _PB_N POLYBENCH_LOOP_BOUND(N, n)

static void init_array(int n, DATA_TYPE A[N][N]) {
  int i, j;

  for (i = 0; i < n; i++)
    for (j = 0; j < n; j++)
      A[i][j] = ((DATA_TYPE)i * (j + 2) + 2) / n;
}

static void kernel_seidel_2d(int tsteps, int n, DATA_TYPE A[N][N]) {
  int t, i, j;

  for (t = 0; t <= _PB_TSTEPS - 1; t++)
    for (i = 1; i <= _PB_N - 2; i++)
      for (j = 1; j <= _PB_N - 2; j++)
        A[i][j] = (A[i - 1][j - 1] + A[i - 1][j] + A[i - 1][j + 1] + A[i][j - 1] + A[i][j] + A[i][j + 1] +
                   A[i + 1][j - 1] + A[i + 1][j] + A[i + 1][j + 1]) /
                  SCALAR_VAL(9.0);
}
