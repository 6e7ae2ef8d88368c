// for: reduction_subtrahend
// top: w_difference
// step: reorder j i
void w_difference(const int X[4][5], int A[1]) {
  for (int i = 0; i < 4; ++i)
    for (int j = 0; j < 5; ++j)
      A[0] = X[i][j] - A[0];
}
