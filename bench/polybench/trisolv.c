/* trisolv: L x = b by forward substitution. */
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

static void init_array(int n, DATA_TYPE L[N][N], DATA_TYPE x[N], DATA_TYPE b[N]) {
  int i, j;

  for (i = 0; i < n; i++) {
    x[i] = -999;
    b[i] = i;
    for (j = 0; j <= i; j++)
      L[i][j] = (DATA_TYPE)(i + n - j + 1) * 2 / n;
    for (j = i + 1; j < n; j++)
      L[i][j] = 0; /* never read */
  }
}

static void kernel_trisolv(int n, DATA_TYPE L[N][N], DATA_TYPE x[N], DATA_TYPE b[N]) {
  int i, j;

  for (i = 0; i < _PB_N; i++) {
    x[i] = b[i];
    for (j = 0; j < i; j++)
      x[i] -= L[i][j] * x[j];
    x[i] = x[i] / L[i][i];
  }
}
