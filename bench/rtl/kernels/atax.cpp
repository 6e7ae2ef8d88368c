// y = A^T (A x).
constexpr int M = 390, N = 410;

void init(float A[M][N], float x[N]) {
  float fn = (float)N;
  for (int i = 0; i < N; i++)
    x[i] = 1 + (i / fn);
  for (int i = 0; i < M; i++)
    for (int j = 0; j < N; j++)
      A[i][j] = (float)((i + j) % N) / (5 * M);
}

// tmp = A x
void apply(const float A[M][N], const float x[N], float tmp[M]) {
  for (int m = 0; m < M; ++m)
    for (int r = 0; r < N; ++r)
      tmp[m] += A[m][r] * x[r];
}

// y = A^T tmp
void apply_transposed(const float A[M][N], const float tmp[M], float y[N]) {
  for (int n = 0; n < N; ++n)
    for (int k = 0; k < M; ++k)
      y[n] += A[k][n] * tmp[k];
}

void kernel_atax(const float A[M][N], const float x[N], float y[N]) {
  float tmp[M];
  for (int i = 0; i < M; ++i)
    tmp[i] = 0;
  for (int j = 0; j < N; ++j)
    y[j] = 0;
  apply(A, x, tmp);
  apply_transposed(A, tmp, y);
}
