// for: hls_conditional_and hls_branches_swapped hls_branch_value
// top: w_branches
void w_branches(const int X[8], const int Y[8], int A[8], int B[8], int C[8], int D[8]) {
  for (int i = 0; i < 8; ++i) {
    A[i] = X[i] > 0 && 100 / (Y[i] | 1) > 3;
    if (X[i] > Y[i]) {
    } else {
      B[i] = 5;
    }
    const int v = X[i] > 0 ? (C[i] = 3) : D[i]++;
    C[i] += v;
  }
}
