// for: unify_bounds_of_shared
// top: w_bounds
// step: unify w_bounds0 with=w_bounds1 as=both
static void w_bounds0(const int X[8], int Y[8]) {
  for (int i = 0; i < 4; ++i)
    Y[i] = X[i] * 2;
}
static void w_bounds1(const int X[8], int Y[8]) {
  for (int i = 0; i < 8; ++i)
    Y[i] = X[i] * 2;
}
void w_bounds(const int A[8], int B[8], int C[8]) {
  w_bounds0(A, B);
  w_bounds1(A, C);
}
