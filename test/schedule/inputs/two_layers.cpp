template <typename T, int M, int N, int K> void gemm(const T A[M][K], const T B[K][N], T C[M][N]) {
  for (int i = 0; i < M; ++i) {
    for (int z = 0; z < N; ++z)
      C[i][z] = 0;
    for (int k = 0; k < K; ++k)
      for (int j = 0; j < N; ++j)
        C[i][j] += A[i][k] * B[k][j];
  }
}
void two_layers(const float X[32][64], const float W1[64][64], const float W2[64][64], float Y[32][64]) {
  float H[32][64];
  gemm<float, 32, 64, 64>(X, W1, H);
  gemm<float, 32, 64, 64>(H, W2, Y);
}
