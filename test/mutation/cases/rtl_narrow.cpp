// for: rtl_resize_sign
// top: w_sums
void w_sums(const signed char X[8], const signed char Y[8], long A[8]) {
  for (int i = 0; i < 8; ++i)
    A[i] = X[i] * Y[i] + X[i];
}
