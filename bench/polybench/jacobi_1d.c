/* jacobi-1d: three-point stencil between two vectors. */
#include "polybench.h"

#ifdef MINI_DATASET
#ifndef TSTEPS
#define TSTEPS 20
#endif
#ifndef N
#define N 30
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

static void init_array(int n, DATA_TYPE A[N], DATA_TYPE B[N]) {
  int i;

  for (i = 0; i < n; i++) {
    A[i] = ((DATA_TYPE)i + 2) / n;
    B[i] = ((DATA_TYPE)i + 3) / n;
  }
}

static void kernel_jacobi_1d(int tsteps, int n, DATA_TYPE A[N], DATA_TYPE B[N]) {
  int t, i;

  for (t = 0; t < _PB_TSTEPS; t++) {
    for (i = 1; i < _PB_N - 1; i++)
      B[i] = SCALAR_VAL(0.33333) * (A[i - 1] + A[i] + A[i + 1]);
    for (i = 1; i < _PB_N - 1; i++)
      A[i] = SCALAR_VAL(0.33333) * (B[i - 1] + B[i] + B[i + 1]);
  }
}
