// Two products of one template, the second with a number of columns that four does not divide.
template <typename T, int M, int N, int K> void gemm(const T A[M][K], const T B[K][N], T C[M][N]) {
  for (int i = 0; i < M; ++i) {
    for (int z = 0; z < N; ++z)
      C[i][z] = 0;
    for (int k = 0; k < K; ++k)
      for (int j = 0; j < N; ++j)
        C[i][j] += A[i][k] * B[k][j];
  }
}
void classifier(const float X[8][16], const float W1[16][16], const float W2[16][10], float Y[8][10]) {
  float H[8][16];
  gemm<float, 8, 16, 16>(X, W1, H);
  for (int r = 0; r < 8; ++r)
    for (int c = 0; c < 16; ++c)
      H[r][c] = H[r][c] > 0 ? H[r][c] : 0.0f;
  gemm<float, 8, 10, 16>(H, W2, Y);
}
