// C = alpha A B + beta C, A symmetric with its lower triangle stored.
constexpr int M = 200, N = 240;

void init(float *alpha, float *beta, float C[M][N], float A[M][M], float B[M][N]) {
  *alpha = 1.5f;
  *beta = 1.2f;
  for (int i = 0; i < M; i++)
    for (int j = 0; j < N; j++) {
      C[i][j] = (float)((i + j) % 100) / M;
      B[i][j] = (float)((N + i - j) % 100) / M;
    }
  for (int i = 0; i < M; i++) {
    for (int j = 0; j <= i; j++)
      A[i][j] = (float)((i + j) % 100) / M;
    for (int j = i + 1; j < M; j++)
      A[i][j] = -999; // never read
  }
}

void kernel_symm(float alpha, float beta, float C[M][N], const float A[M][M], const float B[M][N]) {
  for (int i = 0; i < M; ++i) {
    float sum[N];
    for (int z = 0; z < N; ++z)
      sum[z] = 0;
    for (int k = 0; k < i; ++k)
      for (int j = 0; j < N; ++j) {
        C[k][j] += alpha * B[i][j] * A[i][k];
        sum[j] += B[k][j] * A[i][k];
      }
    for (int l = 0; l < N; ++l)
      C[i][l] = beta * C[i][l] + alpha * B[i][l] * A[i][i] + alpha * sum[l];
  }
}
