// Loop variables used as values, so that a rewrite computes them between the loops.
void work(const int A[8][6][4], int B[8][6][4]) {
  for (int i = 0; i < 8; ++i)
    for (int j = 0; j < 6; ++j)
      for (int k = 0; k < 4; ++k)
        B[i][j][k] = A[i][j][k] + i - j * k;
}
