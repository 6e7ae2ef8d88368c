// for: count_from_zero_without_start
// top: w_steps
// step: reorder j i
void w_steps(int A[6][14]) {
  for (int i = 0; i < 6; ++i)
    for (int j = i; j < 14; j += 2)
      A[i][j] = A[i][j] * 3 + i;
}
