// for: domain_guard_dropped
// top: w_guard
// step: distribute i
void w_guard(int A[8], int B[8]) {
  for (int i = 0; i < 8; ++i) {
    B[i] = A[3] * 5;
    if (i == 0)
      A[3] = 7;
  }
}
