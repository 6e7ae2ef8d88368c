// C = alpha A A^T + beta C, the lower triangle of C.
constexpr int N = 240, M = 200;

void init(float *alpha, float *beta, float C[N][N], float A[N][M]) {
  *alpha = 1.5f;
  *beta = 1.2f;
  for (int i = 0; i < N; i++)
    for (int j = 0; j < M; j++)
      A[i][j] = (float)((i * j + 1) % N) / N;
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++)
      C[i][j] = (float)((i * j + 2) % M) / M;
}

void scale(float beta, float C[N][N]) {
  for (int i = 0; i < N; ++i)
    for (int j = 0; j <= i; ++j)
      C[i][j] *= beta;
}

void update(float alpha, const float A[N][M], float C[N][N]) {
  for (int k = 0; k < M; ++k)
    for (int i = 0; i < N; ++i)
      for (int j = 0; j <= i; ++j)
        C[i][j] += alpha * A[i][k] * A[j][k];
}

void kernel_syrk(float alpha, float beta, float C[N][N], const float A[N][M]) {
  scale(beta, C);
  update(alpha, A, C);
}
