// for: distribute_load_sinks
// top: w_distribute
// step: inline w_old
// step: distribute i
static int w_old(const int value, int X[8], const int i) {
  X[i] = 5;
  return value;
}
void w_distribute(int A[8], const int B[8], int C[8], int D[8]) {
  for (int i = 0; i < 8; ++i) {
    C[i] = w_old(A[i], A, i);
    D[i] = B[i] * 2;
  }
}
