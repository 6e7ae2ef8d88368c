// for: reuse_load_unclipped
// top: w_last
// step: reuse_at A axis=i
void w_last(const int A[10], int B[10]) {
  for (int i = 0; i < 10; ++i)
    for (int j = 0; j < 4; ++j)
      if (i + j < 10)
        B[i] += A[i + j];
}
