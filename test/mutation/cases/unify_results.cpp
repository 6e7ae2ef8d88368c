// for: unify_mode_of_result
// top: w_results
// step: unify w_results0 with=w_results1 as=both
static int w_results0(int a) { return a + 1; }
static int w_results1(int a) { return a * 3; }
void w_results(const int A[8], int B[8], int C[8]) {
  for (int i = 0; i < 8; ++i) {
    B[i] = w_results0(A[i]);
    C[i] = w_results1(A[i]);
  }
}
