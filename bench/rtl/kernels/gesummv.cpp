// y = alpha A x + beta B x.
constexpr int N = 250;

void init(float *alpha, float *beta, float A[N][N], float B[N][N], float x[N]) {
  *alpha = 1.5f;
  *beta = 1.2f;
  for (int i = 0; i < N; i++) {
    x[i] = (float)(i % N) / N;
    for (int j = 0; j < N; j++) {
      A[i][j] = (float)((i * j + 1) % N) / N;
      B[i][j] = (float)((i * j + 2) % N) / N;
    }
  }
}

void compute_sums(const float A[N][N], const float B[N][N], const float x[N], float tmp[N], float y[N]) {
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < N; ++j) {
      tmp[i] += A[i][j] * x[j];
      y[i] += B[i][j] * x[j];
    }
}

void combine(float alpha, float beta, const float tmp[N], float y[N]) {
  for (int i = 0; i < N; ++i)
    y[i] = alpha * tmp[i] + beta * y[i];
}

void kernel_gesummv(float alpha, float beta, const float A[N][N], const float B[N][N], float tmp[N], const float x[N],
                    float y[N]) {
  for (int i = 0; i < N; ++i) {
    tmp[i] = 0;
    y[i] = 0;
  }
  compute_sums(A, B, x, tmp, y);
  combine(alpha, beta, tmp, y);
}
