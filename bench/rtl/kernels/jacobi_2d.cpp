// A five-point stencil between two grids.
constexpr int steps = 100, N = 250;

void init(float A[N][N], float B[N][N]) {
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++) {
      A[i][j] = ((float)i * (j + 2) + 2) / N;
      B[i][j] = ((float)i * (j + 3) + 3) / N;
    }
}

void sweep(const float from[N][N], float to[N][N]) {
  for (int i = 1; i < N - 1; ++i)
    for (int j = 1; j < N - 1; ++j)
      to[i][j] = 0.2f * (from[i][j] + from[i][j - 1] + from[i][j + 1] + from[i + 1][j] + from[i - 1][j]);
}

void kernel_jacobi_2d(float A[N][N], float B[N][N]) {
  for (int t = 0; t < steps; ++t) {
    sweep(A, B);
    sweep(B, A);
  }
}
