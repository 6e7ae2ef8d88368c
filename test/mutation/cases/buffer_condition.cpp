// for: coverage_conditional
// top: w_condition
// step: buffer_at A axis=i
void w_condition(int A[4][6], const int X[6], int B[4][6]) {
  for (int i = 0; i < 4; ++i)
    for (int j = 0; j < 6; ++j) {
      if (X[j] > 0)
        A[i][j] = 1;
      B[i][j] = A[i][j] * 3;
    }
}
