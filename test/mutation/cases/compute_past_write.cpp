// for: compute_at_reordered
// top: w_past
// step: compute_at p axis=q
void w_past(int A[8], int B[8]) {
  int T[8];
  for (int p = 0; p < 8; ++p)
    T[p] = A[p] * 3;
  for (int m = 0; m < 8; ++m)
    A[m] = m;
  for (int q = 0; q < 8; ++q)
    B[q] = T[q] + 1;
}
