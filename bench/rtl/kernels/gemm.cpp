// C = alpha A B + beta C.
#include "matrix.h"

constexpr int P = 200, R = 220, Q = 240;

void init(float *alpha, float *beta, float C[P][R], float A[P][Q], float B[Q][R]) {
  *alpha = 1.5f;
  *beta = 1.2f;
  for (int i = 0; i < P; i++)
    for (int j = 0; j < R; j++)
      C[i][j] = (float)((i * j + 1) % P) / P;
  for (int i = 0; i < P; i++)
    for (int j = 0; j < Q; j++)
      A[i][j] = (float)(i * (j + 1) % Q) / Q;
  for (int i = 0; i < Q; i++)
    for (int j = 0; j < R; j++)
      B[i][j] = (float)(i * (j + 2) % R) / R;
}

void kernel_gemm(float alpha, float beta, float C[P][R], const float A[P][Q], const float B[Q][R]) {
  scale<P, R>(beta, C);
  multiply_scaled<P, Q, R>(alpha, A, B, C);
}
