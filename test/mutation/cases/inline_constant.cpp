// for: inline_constant_index
// top: w_constant
// step: inline w_row
static void w_row(int A[4][8], int k) {
  for (int i = 0; i < 8; ++i)
    A[k][i] = A[k][i] * 3 + 1;
}
void w_constant(int A[4][8]) {
  w_row(A, 2);
}
