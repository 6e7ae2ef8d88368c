// for: outline_index_narrow
// top: w_outline
// step: outline j as=part
void w_outline(int A[12][4]) {
  for (int i = 0; i < 12; ++i)
    for (int j = 0; j < 4; ++j)
      A[i][j] += i;
}
