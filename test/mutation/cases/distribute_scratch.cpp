// for: dependence_private
// top: w_scratch
// step: distribute i
void w_scratch(const int X[8], int B[8]) {
  int T[1];
  for (int i = 0; i < 8; ++i) {
    T[0] = X[i] * 3;
    B[i] = T[0] + 1;
  }
}
