// for: reuse_boxes_overlap
// top: w_diagonal
// step: reuse_at A axis=i
void w_diagonal(const int A[9][9], int B[8]) {
  for (int i = 0; i < 8; ++i)
    B[i] = A[i][i] + 3 * A[i + 1][i] + 5 * A[i][i + 1] + 7 * A[i + 1][i + 1];
}
