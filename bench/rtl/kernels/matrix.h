// Stages that several kernels share. Each is scheduled alone and composed into the kernels.
#pragma once

template <int P, int R> void clear(float C[P][R]) {
  for (int i = 0; i < P; ++i)
    for (int j = 0; j < R; ++j)
      C[i][j] = 0;
}

template <int P, int R> void scale(float factor, float C[P][R]) {
  for (int i = 0; i < P; ++i)
    for (int j = 0; j < R; ++j)
      C[i][j] *= factor;
}

// C += A B
template <int P, int Q, int R> void multiply(const float A[P][Q], const float B[Q][R], float C[P][R]) {
  for (int i = 0; i < P; ++i)
    for (int k = 0; k < Q; ++k)
      for (int j = 0; j < R; ++j)
        C[i][j] += A[i][k] * B[k][j];
}

// C += alpha A B
template <int P, int Q, int R>
void multiply_scaled(float alpha, const float A[P][Q], const float B[Q][R], float C[P][R]) {
  for (int i = 0; i < P; ++i)
    for (int k = 0; k < Q; ++k)
      for (int j = 0; j < R; ++j)
        C[i][j] += alpha * A[i][k] * B[k][j];
}
