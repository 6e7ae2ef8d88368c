// for: pack_stream_lanes pack_stream_lane_of_loop
// top: w_channel
// step: to T
// step: pack T factor=2
void w_channel(const int A[8], int B[8]) {
  int T[8];
  for (int i = 0; i < 4; ++i)
    for (int j = 0; j < 2; ++j)
      T[2 * i + j] = A[2 * i + j] * 3;
  for (int i = 0; i < 4; ++i) {
    B[2 * i] = T[2 * i] + 1;
    B[2 * i + 1] = T[2 * i + 1] * 5;
  }
}
