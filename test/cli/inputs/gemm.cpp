template <typename T, int M, int N, int K>
void gemm(const T A[M][K], const T B[K][N], T C[M][N]) {
  for (int i = 0; i < M; ++i) {
    for (int z = 0; z < N; ++z)
      C[i][z] = 0;
    for (int k = 0; k < K; ++k)
      for (int j = 0; j < N; ++j)
        C[i][j] += A[i][k] * B[k][j];
  }
}
void two_layers(const float X[8][16], const float W1[16][16], const float W2[16][16], float Y[8][16]) {
  float H[8][16];
  gemm<float, 8, 16, 16>(X, W1, H);
  gemm<float, 8, 16, 16>(H, W2, Y);
}
