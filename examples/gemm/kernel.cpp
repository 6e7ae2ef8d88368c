// gemm as PolyBench defines it, written the way one writes it down: k innermost, the sum in the array.
template <typename T, int NI, int NJ, int NK>
void gemm(T alpha, T beta, const T A[NI][NK], const T B[NK][NJ], T C[NI][NJ]) {
  for (int row = 0; row < NI; ++row)
    for (int column = 0; column < NJ; ++column)
      C[row][column] *= beta;
  for (int i = 0; i < NI; ++i)
    for (int j = 0; j < NJ; ++j)
      for (int k = 0; k < NK; ++k)
        C[i][j] += alpha * A[i][k] * B[k][j];
}
