// s = A^T r and q = A p.
constexpr int M = 390, N = 410;

void init(float A[N][M], float r[N], float p[M]) {
  for (int i = 0; i < M; i++)
    p[i] = (float)(i % M) / M;
  for (int i = 0; i < N; i++) {
    r[i] = (float)(i % N) / N;
    for (int j = 0; j < M; j++)
      A[i][j] = (float)(i * (j + 1) % N) / N;
  }
}

void stage_s(const float A[N][M], const float r[N], float s[M]) {
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < M; ++j)
      s[j] += r[i] * A[i][j];
}

void stage_q(const float A[N][M], const float p[M], float q[N]) {
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < M; ++j)
      q[i] += A[i][j] * p[j];
}

void kernel_bicg(const float A[N][M], const float p[M], const float r[N], float q[N], float s[M]) {
  for (int j = 0; j < M; ++j)
    s[j] = 0;
  for (int i = 0; i < N; ++i)
    q[i] = 0;
  stage_s(A, r, s);
  stage_q(A, p, q);
}
