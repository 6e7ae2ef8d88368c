// for: inline_index_of_caller
// top: w_caller
// step: inline w_place
static void w_place(int A[9][5], int k) {
  for (int j = 0; j < 5; ++j)
    A[k + 1][j] += A[k][j] * 3;
}
void w_caller(int A[9][5]) {
  for (int i = 0; i < 8; ++i)
    w_place(A, i);
}
