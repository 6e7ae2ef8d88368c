// for: reuse_motion_of_one
// top: w_window
// step: reuse_at A axis=i
void w_window(const int A[16], int B[7]) {
  for (int i = 0; i < 14; i += 2)
    B[i / 2] = A[i] + 3 * A[i + 1] + 5 * A[i + 2];
}
