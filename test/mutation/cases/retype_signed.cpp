// for: retype_zero_extension retype_to_floating
// top: w_signed
// step: retype T type=short
void w_signed(const int A[8], int B[8]) {
  int T[8];
  for (int i = 0; i < 8; ++i)
    T[i] = (A[i] & 15) - 8;
  for (int i = 0; i < 8; ++i)
    B[i] = T[i] * 3;
}
