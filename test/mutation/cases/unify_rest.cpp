// for: unify_mode_of_branch
// top: w_rest
// step: unify w_rest0 with=w_rest1 as=both
static void w_rest0(const int X[8], int Y[8]) {
  for (int i = 0; i < 8; ++i)
    Y[i] = X[i] * 2;
}
static void w_rest1(const int X[8], int Y[8]) {
  for (int i = 0; i < 8; ++i)
    Y[i] = X[i] * 2;
  for (int j = 0; j < 8; ++j)
    Y[j] += 3;
}
void w_rest(const int A[8], int B[8], int C[8]) {
  w_rest0(A, B);
  w_rest1(A, C);
}
