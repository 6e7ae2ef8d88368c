// G = (A B) (C D).
#include "matrix.h"

constexpr int P = 180, R = 190, Q = 200, T = 220, S = 210;

void init(float A[P][Q], float B[Q][R], float C[R][T], float D[T][S]) {
  for (int i = 0; i < P; i++)
    for (int j = 0; j < Q; j++)
      A[i][j] = (float)((i * j + 1) % P) / (5 * P);
  for (int i = 0; i < Q; i++)
    for (int j = 0; j < R; j++)
      B[i][j] = (float)((i * (j + 1) + 2) % R) / (5 * R);
  for (int i = 0; i < R; i++)
    for (int j = 0; j < T; j++)
      C[i][j] = (float)(i * (j + 3) % S) / (5 * S);
  for (int i = 0; i < T; i++)
    for (int j = 0; j < S; j++)
      D[i][j] = (float)((i * (j + 2) + 2) % Q) / (5 * Q);
}

void kernel_3mm(const float A[P][Q], const float B[Q][R], const float C[R][T], const float D[T][S], float G[P][S]) {
  float E[P][R], F[R][S];
  clear<P, R>(E);
  clear<R, S>(F);
  clear<P, S>(G);
  multiply<P, Q, R>(A, B, E);
  multiply<R, T, S>(C, D, F);
  multiply<P, R, S>(E, F, G);
}
