// for: compute_at_before compute_at_fill_missing
// top: w_once
// step: compute_at p axis=q recompute=no
void w_once(const int A[10], int B[8]) {
  int T[10];
  for (int p = 0; p < 10; ++p)
    T[p] = A[p] * 3;
  for (int q = 0; q < 8; ++q)
    B[q] = T[q] + 5 * T[q + 1] + 7 * T[q + 2];
}
