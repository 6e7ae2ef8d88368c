// for: pack_lane_of_computed
// top: w_gather
// step: pack T factor=4
void w_gather(const int X[8], int B[8]) {
  int T[8];
  for (int i = 0; i < 8; ++i)
    T[i] = X[i] * 3;
  for (int i = 0; i < 8; ++i)
    B[i] = T[X[i] & 7];
}
