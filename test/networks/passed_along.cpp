// RUN: %network %s --top multiplied --random-inputs 7
// A matrix product in loops; the schedule makes a grid of it and passes rows and columns from element to element, through
// streams that it makes.
constexpr int M = 4, N = 6, K = 5;

void multiplied(const short a[M][K], const short b[K][N], int c[M][N]) {
  for (int i = 0; i < M; ++i)
    for (int j = 0; j < N; ++j) {
      int sum = 0;
      for (int k = 0; k < K; ++k)
        sum += a[i][k] * b[k][j];
      c[i][j] = sum;
    }
}
