// for: channel_never_read
// top: w_half
// step: to T
void w_half(const int A[8], int B[4]) {
  int T[8];
  for (int i = 0; i < 8; ++i)
    T[i] = A[i] * 3;
  for (int j = 0; j < 4; ++j)
    B[j] = T[2 * j];
}
