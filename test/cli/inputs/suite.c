/* As benchmark suites write it: static functions, sizes as parameters, an init function, a main. */
#include <stdio.h>
#define N 12
static void init_array(int n, double *alpha, double A[N][N], double x[N]) {
  *alpha = 1.5;
  for (int i = 0; i < n; i++) {
    x[i] = (double)i / n;
    for (int j = 0; j < n; j++)
      A[i][j] = (double)(i * j % n) / n;
  }
}
static void init_other(int n, double q[N]) { q[0] = n; }
static void init_float(int n, float *alpha) { *alpha = n; }
static void kernel_gemv(int n, double alpha, double A[N][N], double x[N], double y[N]) {
  for (int i = 0; i < n; i++) {
    y[i] = 0;
    for (int j = 0; j < n; j++)
      y[i] += alpha * A[i][j] * x[j];
  }
}
int main(void) {
  printf("not called\n");
  return 0;
}
