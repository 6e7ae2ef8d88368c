// for: hls_loop_end hls_condition_constant
// top: w_ends
void w_ends(int A[4][8]) {
  for (int i = 0; i < 4; ++i)
    for (int j = 0; j < i + 3; ++j) {
      A[i][j] += i;
      if (j > i + 1)
        A[i][j] *= 3;
    }
}
