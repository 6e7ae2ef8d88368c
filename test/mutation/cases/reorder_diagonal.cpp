// for: dependence_one_instance dependence_reads_ignored
// top: w_wave
// step: reorder j i
void w_wave(int A[8][8]) {
  for (int i = 1; i < 8; ++i)
    for (int j = 0; j < 7; ++j)
      A[i][j] = A[i - 1][j + 1] * 3 + A[i][j];
}
