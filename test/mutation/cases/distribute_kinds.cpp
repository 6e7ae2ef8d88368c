// for: reduction_kinds_mixed
// top: w_kinds
// step: distribute i
void w_kinds(const int X[8], int A[1]) {
  for (int i = 0; i < 8; ++i) {
    A[0] += X[i];
    A[0] *= 3;
  }
}
