// for: reduction_floating_unmarked
// top: w_sum
// step: reorder j i
void w_sum(const float X[4][5], float A[1]) {
  for (int i = 0; i < 4; ++i)
    for (int j = 0; j < 5; ++j)
      A[0] += X[i][j];
}
