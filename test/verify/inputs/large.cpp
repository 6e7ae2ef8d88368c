// Kernels of millions of expressions, of which most can be dropped before the end.
const int N = 128;

void product(const float A[N][N], const float B[N][N], float C[N][N]) {
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < N; ++j) {
      C[i][j] = 0;
      for (int k = 0; k < N; ++k)
        C[i][j] += A[i][k] * B[k][j];
    }
}
// One product of two million is another one.
void one_is_wrong(const float A[N][N], const float B[N][N], float C[N][N]) {
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < N; ++j)
      C[i][j] = 0;
  for (int i = 0; i < N; ++i)
    for (int k = 0; k < N; ++k)
      for (int j = 0; j < N; ++j)
        C[i][j] += A[i][k] * B[k][i == 100 && k == 64 && j == 3 ? 4 : j];
}

// Sums that are needed at the end: kept, or computed once more.
void sums_of(const float A[N][N], float sums[N]) {
  for (int i = 0; i < N; ++i) {
    sums[i] = 0;
    for (int k = 0; k < N; ++k)
      sums[i] += A[i][k];
  }
}
void kept(const float A[N][N], const float B[N][N], float C[N][N]) {
  float sums[N];
  sums_of(A, sums);
  product(A, B, C);
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < N; ++j)
      C[i][j] += sums[j];
}
void computed_again(const float A[N][N], const float B[N][N], float C[N][N]) {
  float sums[N];
  sums_of(A, sums);
  product(A, B, C);
  float again[N];
  sums_of(A, again);
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < N; ++j)
      C[i][j] += again[j];
}

// By columns: what is finished is never the same until the end.
void by_columns(const float A[N][N], const float B[N][N], float C[N][N]) {
  for (int j = 0; j < N; ++j)
    for (int i = 0; i < N; ++i) {
      C[i][j] = 0;
      for (int k = 0; k < N; ++k)
        C[i][j] += A[i][k] * B[k][j];
    }
}
