// x1 += A y1 and x2 += A^T y2.
constexpr int N = 400;

void init(float x1[N], float x2[N], float y1[N], float y2[N], float A[N][N]) {
  for (int i = 0; i < N; i++) {
    x1[i] = (float)(i % N) / N;
    x2[i] = (float)((i + 1) % N) / N;
    y1[i] = (float)((i + 3) % N) / N;
    y2[i] = (float)((i + 4) % N) / N;
    for (int j = 0; j < N; j++)
      A[i][j] = (float)(i * j % N) / N;
  }
}

void apply(const float A[N][N], const float y1[N], float x1[N]) {
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < N; ++j)
      x1[i] += A[i][j] * y1[j];
}

void apply_transposed(const float A[N][N], const float y2[N], float x2[N]) {
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < N; ++j)
      x2[i] += A[j][i] * y2[j];
}

void kernel_mvt(const float A[N][N], const float y1[N], const float y2[N], float x1[N], float x2[N]) {
  apply(A, y1, x1);
  apply_transposed(A, y2, x2);
}
