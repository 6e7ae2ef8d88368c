// B = alpha A^T B, A unit lower triangular.
constexpr int M = 200, N = 240;

void init(float *alpha, float A[M][M], float B[M][N]) {
  *alpha = 1.5f;
  for (int i = 0; i < M; i++) {
    for (int j = 0; j < i; j++)
      A[i][j] = (float)((i + j) % M) / M;
    A[i][i] = 1;
    for (int j = i + 1; j < M; j++)
      A[i][j] = 0; // never read
    for (int j = 0; j < N; j++)
      B[i][j] = (float)((N + (i - j)) % N) / N;
  }
}

void copy(const float B[M][N], float T[M][N]) {
  for (int i = 0; i < M; ++i)
    for (int j = 0; j < N; ++j)
      T[i][j] = B[i][j];
}

// Rows below are not changed before they are read, so that the sums may have an array of their own.
void update(const float A[M][M], const float B[M][N], float T[M][N]) {
  for (int i = 0; i < M - 1; ++i)
    for (int k = i + 1; k < M; ++k)
      for (int j = 0; j < N; ++j)
        T[i][j] += A[k][i] * B[k][j];
}

void scale(float alpha, const float T[M][N], float B[M][N]) {
  for (int i = 0; i < M; ++i)
    for (int j = 0; j < N; ++j)
      B[i][j] = alpha * T[i][j];
}

void kernel_trmm(float alpha, const float A[M][M], float B[M][N]) {
  float T[M][N];
  copy(B, T);
  update(A, B, T);
  scale(alpha, T, B);
}
