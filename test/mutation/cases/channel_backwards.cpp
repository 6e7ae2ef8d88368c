// for: channel_order
// top: w_backwards
// step: to T
void w_backwards(const int A[8], int B[8]) {
  int T[8];
  for (int i = 0; i < 8; ++i)
    T[i] = A[i] * 3;
  for (int j = 0; j < 8; ++j)
    B[j] = T[7 - j];
}
