// C = alpha (A B^T + B A^T) + beta C, the lower triangle of C.
constexpr int N = 240, M = 200;

void init(float *alpha, float *beta, float C[N][N], float A[N][M], float B[N][M]) {
  *alpha = 1.5f;
  *beta = 1.2f;
  for (int i = 0; i < N; i++)
    for (int j = 0; j < M; j++) {
      A[i][j] = (float)((i * j + 1) % N) / N;
      B[i][j] = (float)((i * j + 2) % M) / M;
    }
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++)
      C[i][j] = (float)((i * j + 3) % N) / M;
}

void scale(float beta, float C[N][N]) {
  for (int i = 0; i < N; ++i)
    for (int j = 0; j <= i; ++j)
      C[i][j] *= beta;
}

void update(float alpha, const float A[N][M], const float B[N][M], float C[N][N]) {
  for (int k = 0; k < M; ++k)
    for (int i = 0; i < N; ++i)
      for (int j = 0; j <= i; ++j)
        C[i][j] += A[j][k] * alpha * B[i][k] + B[j][k] * alpha * A[i][k];
}

void kernel_syr2k(float alpha, float beta, float C[N][N], const float A[N][M], const float B[N][M]) {
  scale(beta, C);
  update(alpha, A, B, C);
}
