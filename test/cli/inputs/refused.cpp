#include <cstdio>
int factorial(int n) { return n <= 1 ? 1 : n * factorial(n - 1); }
void allocation(int A[4]) {
  int *p = new int[4];
  A[0] = p[0];
}
void moved_pointer(float A[4], float B[4]) {
  for (float *p = A; p < A + 2; p = B)
    *p = 1;
}
void runtime_extent(int A[4], int n) {
  int t[n];
  t[0] = n;
  A[0] = t[0];
}
void writes_a_file(int A[4]) {
  std::FILE *file = std::fopen("x", "w");
  A[0] = file != nullptr;
}
void large_parameter(int A[536870912]) { A[0] = 1; }
void large_local(int A[4]) {
  int t[536870912];
  t[A[0]] = 1;
  A[1] = t[A[2]];
}
void copy(int A[4], const int B[4]) {
  for (int i = 0; i < 4; ++i)
    A[i] = B[i];
}
void overlap(int A[4]) { copy(A, A); }
extern "C" {
void from_c(int A[4]) { A[0] = 1; }
}
