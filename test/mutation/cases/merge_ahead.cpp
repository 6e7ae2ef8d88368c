// for: dependence_merge_sign
// top: w_ahead
// step: merge i j
void w_ahead(int A[10], int B[8]) {
  for (int i = 0; i < 8; ++i)
    A[i] = A[i] * 3 + 1;
  for (int j = 0; j < 8; ++j)
    B[j] = A[j + 1];
}
