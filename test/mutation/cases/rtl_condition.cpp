// for: rtl_write_guard
// top: w_stores
// step: pipeline i
void w_stores(const int X[8], int A[8]) {
  for (int i = 0; i < 8; ++i)
    if (X[i] > 0)
      A[i] = X[i] * 3;
}
