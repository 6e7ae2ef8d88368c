// for: rtl_forward_dead
// top: w_forward
void w_forward(const int X[8], int A[2], int B[8]) {
  for (int i = 0; i < 8; ++i) {
    A[1] = X[i] * 3;
    B[i] = A[X[i] & 1];
    A[1] = i;
  }
}
