// for: rtl_unroll_guard
// top: w_unrolled
// range: n 9 11
// step: unroll i factor=4
void w_unrolled(int A[16], int n) {
  for (int i = 0; i < n; ++i)
    A[i] = A[i] * 3 + 1;
}
