// for: channel_read_twice
// top: w_twice
// step: to T
void w_twice(const int A[4], int B[8]) {
  int T[4];
  for (int i = 0; i < 4; ++i)
    T[i] = A[i] * 3;
  for (int j = 0; j < 8; ++j)
    B[j] = T[j / 2];
}
