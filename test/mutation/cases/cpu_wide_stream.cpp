// for: cpu_stream_words
// top: w_wide
// step: to T
// step: pack T factor=4
void w_wide(const int A[8], int B[8]) {
  int T[8];
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 4; ++j)
      T[4 * i + j] = A[4 * i + j] * 3;
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 4; ++j)
      B[4 * i + j] = T[4 * i + j] + 1;
}
