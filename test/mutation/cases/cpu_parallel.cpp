// for: cpu_parallel_end
// top: w_parallel
// step: parallel i
void w_parallel(int A[100000]) {
  for (int i = 0; i < 100000; ++i)
    A[i] = A[i] * 3 + 1;
}
