// for: unify_operands_of_shared
// top: w_operands
// step: unify w_operands0 with=w_operands1 as=both
static void w_operands0(const int X[8], const int Z[8], int Y[8]) {
  for (int i = 0; i < 8; ++i)
    Y[i] = X[i] - Z[i];
}
static void w_operands1(const int X[8], const int Z[8], int Y[8]) {
  for (int i = 0; i < 8; ++i)
    Y[i] = Z[i] - X[i];
}
void w_operands(const int A[8], const int B[8], int C[8], int D[8]) {
  w_operands0(A, B, C);
  w_operands1(A, B, D);
}
