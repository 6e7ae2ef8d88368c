// for: pack_word_reversed
// top: w_pairs
// step: pack T factor=2
void w_pairs(const int A[8], int B[8]) {
  int T[8];
  for (int i = 0; i < 4; ++i) {
    T[2 * i] = A[2 * i] + 1;
    T[2 * i + 1] = A[2 * i + 1] * 2;
  }
  for (int i = 0; i < 8; ++i)
    B[i] = T[i];
}
