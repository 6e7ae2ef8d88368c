// for: merge_counts_unchecked
// top: w_counts
// step: merge i j
void w_counts(int A[8], int B[8]) {
  for (int i = 0; i < 6; ++i)
    A[i] = A[i] * 3 + 1;
  for (int j = 0; j < 8; ++j)
    B[j] = B[j] * 5 + 2;
}
