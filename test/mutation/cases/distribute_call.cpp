// for: access_of_call
// top: w_call
// step: distribute i
static void w_put(int X[8], int i) {
  X[i] = X[0] * 3 + i;
}
void w_call(int A[8], int B[8]) {
  for (int i = 0; i < 8; ++i) {
    w_put(A, i);
    B[i] = A[7 - i];
  }
}
