// One gemm of several sizes, layers with bias and rectifier over it, and a block of two layers that is called twice.
template <typename T, int M, int N, int K> void gemm(const T A[M][K], const T B[K][N], T C[M][N]) {
  for (int i = 0; i < M; ++i) {
    for (int z = 0; z < N; ++z)
      C[i][z] = 0;
    for (int k = 0; k < K; ++k)
      for (int j = 0; j < N; ++j)
        C[i][j] += A[i][k] * B[k][j];
  }
}
template <typename T, int M, int N, int K>
void layer(const T X[M][K], const T W[K][N], const T bias[N], T Y[M][N]) {
  T S[M][N];
  gemm<T, M, N, K>(X, W, S);
  for (int r = 0; r < M; ++r)
    for (int c = 0; c < N; ++c) {
      T v = S[r][c] + bias[c];
      Y[r][c] = v > 0 ? v : T(0);
    }
}
void block(const float X[4][8], const float W1[8][8], const float b1[8], const float W2[8][12], const float b2[12],
           float Y[4][12]) {
  float H[4][8];
  layer<float, 4, 8, 8>(X, W1, b1, H);
  layer<float, 4, 12, 8>(H, W2, b2, Y);
}
void network(const float X[4][8], const float W1[8][8], const float b1[8], const float W2[8][12], const float b2[12],
             const float V[12][8], const float c[8], float Y[4][12]) {
  float P[4][12], Q[4][8];
  block(X, W1, b1, W2, b2, P);
  layer<float, 4, 8, 12>(P, V, c, Q);
  block(Q, W1, b1, W2, b2, Y);
}
void three(const float X[4][8], const float W1[8][8], const float W2[8][8], const float b[8], float Y[4][8]) {
  float H[4][8], G[4][8];
  layer<float, 4, 8, 8>(X, W1, b, H);
  layer<float, 4, 8, 8>(H, W2, b, G);
  layer<float, 4, 8, 8>(G, W2, b, Y);
}
