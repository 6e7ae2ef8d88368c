// for: distribute_one_element
// top: w_local
// step: distribute i
void w_local(const int X[8], int B[8], int C[8]) {
  for (int i = 0; i < 8; ++i) {
    int t = X[i];
    t *= 3;
    B[i] = t;
    C[i] = t + 1;
  }
}
