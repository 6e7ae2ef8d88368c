// for: inline_result_of_constant
// top: w_offset
// step: inline w_shifted
static void w_shifted(int A[10], int offset) {
  for (int i = 1; i < 9; ++i)
    A[i] += A[i + offset];
}
void w_offset(int A[10]) {
  constexpr int back = -1;
  w_shifted(A, back);
}
