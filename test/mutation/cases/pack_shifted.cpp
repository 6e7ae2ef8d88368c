// for: pack_word_of_negative
// top: w_previous
// step: pack T factor=2
void w_previous(const int X[8], int B[8]) {
  int T[8];
  for (int i = 0; i < 8; ++i)
    T[i] = X[i] * 3;
  for (int i = 1; i < 8; ++i)
    B[i] = T[i - 1];
}
