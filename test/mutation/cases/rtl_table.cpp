// for: rtl_table_order
// top: w_rom
static const int w_square[2][3] = {{11, 22, 33}, {44, 55, 66}};
void w_rom(const int X[2][3], int A[2][3]) {
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 3; ++j)
      A[i][j] = X[i][j] + w_square[i][j];
}
