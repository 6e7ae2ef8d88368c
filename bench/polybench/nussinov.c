/* nussinov: RNA folding, the largest number of base pairs of every subsequence. */
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

typedef char base;

#define match(b1, b2) (((b1) + (b2)) == 3 ? 1 : 0)
#define max_score(s1, s2) ((s1 >= s2) ? s1 : s2)

static void init_array(int n, base seq[N], DATA_TYPE table[N][N]) {
  int i, j;

  for (i = 0; i < n; i++)
    seq[i] = (base)((i + 1) % 4);
  for (i = 0; i < n; i++)
    for (j = 0; j < n; j++)
      table[i][j] = 0;
}

static void kernel_nussinov(int n, base seq[N], DATA_TYPE table[N][N]) {
  int i, j, k;

  for (i = _PB_N - 1; i >= 0; i--) {
    for (j = i + 1; j < _PB_N; j++) {
      if (j - 1 >= 0)
        table[i][j] = max_score(table[i][j], table[i][j - 1]);
      if (i + 1 < _PB_N)
        table[i][j] = max_score(table[i][j], table[i + 1][j]);
      if (j - 1 >= 0 && i + 1 < _PB_N) {
        /* adjacent elements cannot bond */
        if (i < j - 1)
          table[i][j] = max_score(table[i][j], table[i + 1][j - 1] + match(seq[i], seq[j]));
        else
          table[i][j] = max_score(table[i][j], table[i + 1][j - 1]);
      }
      for (k = i + 1; k < j; k++)
        table[i][j] = max_score(table[i][j], table[i][k] + table[k + 1][j]);
    }
  }
}
