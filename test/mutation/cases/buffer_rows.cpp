// for: footprint_extent footprint_count coverage_order
// top: w_rows
// step: buffer_at A axis=i
void w_rows(int A[4][6], int B[4]) {
  for (int i = 0; i < 4; ++i)
    for (int j = 0; j < 6; ++j) {
      B[i] += A[i][j];
      A[i][j] = B[i] * 3;
    }
}
