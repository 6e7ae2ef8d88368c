// Two dense layers with a ReLU between them, written the way one writes them down.
template <typename T, int M, int N, int K> void gemm(const T A[M][K], const T B[K][N], T C[M][N]) {
  for (int i = 0; i < M; ++i)
    for (int j = 0; j < N; ++j) {
      C[i][j] = 0;
      for (int k = 0; k < K; ++k)
        C[i][j] += A[i][k] * B[k][j];
    }
}

template <typename T, int M, int N> void relu(T X[M][N]) {
  for (int row = 0; row < M; ++row)
    for (int column = 0; column < N; ++column)
      X[row][column] = X[row][column] > 0 ? X[row][column] : T(0);
}

void two_layers(const float X[16][32], const float W1[32][32], const float W2[32][16], float Y[16][16]) {
  float H[16][32];
  gemm<float, 16, 32, 32>(X, W1, H);
  relu<float, 16, 32>(H);
  gemm<float, 16, 16, 32>(H, W2, Y);
}
