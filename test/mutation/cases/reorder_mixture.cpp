// for: reduction_truncated_minimum
// top: w_mixture
// step: reorder j i
void w_mixture(const unsigned X[4][5], unsigned A[1]) {
  for (int i = 0; i < 4; ++i)
    for (int j = 0; j < 5; ++j)
      A[0] = (A[0] + X[i][j]) * X[i][j];
}
