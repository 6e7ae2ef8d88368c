// D = alpha A B C + beta D.
#include "matrix.h"

constexpr int P = 180, R = 190, Q = 210, S = 220;

void init(float *alpha, float *beta, float A[P][Q], float B[Q][R], float C[R][S], float D[P][S]) {
  *alpha = 1.5f;
  *beta = 1.2f;
  for (int i = 0; i < P; i++)
    for (int j = 0; j < Q; j++)
      A[i][j] = (float)((i * j + 1) % P) / P;
  for (int i = 0; i < Q; i++)
    for (int j = 0; j < R; j++)
      B[i][j] = (float)(i * (j + 1) % R) / R;
  for (int i = 0; i < R; i++)
    for (int j = 0; j < S; j++)
      C[i][j] = (float)((i * (j + 3) + 1) % S) / S;
  for (int i = 0; i < P; i++)
    for (int j = 0; j < S; j++)
      D[i][j] = (float)(i * (j + 2) % Q) / Q;
}

void kernel_2mm(float alpha, float beta, const float A[P][Q], const float B[Q][R], const float C[R][S], float D[P][S]) {
  float AB[P][R];
  clear<P, R>(AB);
  scale<P, S>(beta, D);
  multiply_scaled<P, Q, R>(alpha, A, B, AB);
  multiply<P, R, S>(AB, C, D);
}
