/* floyd-warshall: all shortest paths of a graph. */
#define POLYBENCH_DEFAULT_INT
#include "polybench.h"

#ifdef MINI_DATASET
#ifndef N
#define N 60
#endif
#endif
#ifdef SMALL_DATASET
#ifndef N
#define N 180
#endif
#endif
#ifdef MEDIUM_DATASET
#ifndef N
#define N 500
#endif
#endif

#define _PB_N POLYBENCH_LOOP_BOUND(N, n)

static void init_array(int n, DATA_TYPE path[N][N]) {
  int i, j;

  for (i = 0; i < n; i++)
    for (j = 0; j < n; j++) {
      path[i][j] = i * j % 7 + 1;
      if ((i + j) % 13 == 0 || (i + j) % 7 == 0 || (i + j) % 11 == 0)
        path[i][j] = 999;
    }
}

static void kernel_floyd_warshall(int n, DATA_TYPE path[N][N]) {
  int i, j, k;

  for (k = 0; k < _PB_N; k++) {
    for (i = 0; i < _PB_N; i++)
      for (j = 0; j < _PB_N; j++)
        path[i][j] = path[i][j] < path[i][k] + path[k][j] ? path[i][j] : path[i][k] + path[k][j];
  }
}
