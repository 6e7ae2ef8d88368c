// for: rtl_state_splat
// top: w_state
void w_state(const int X[4], int A[4]) {
  static int S[4] = {1, 2, 3, 4};
  for (int i = 0; i < 4; ++i) {
    S[i] += X[i];
    A[i] = S[i];
  }
}
