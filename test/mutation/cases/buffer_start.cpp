// for: footprint_before_not_clipped
// top: w_start
// step: buffer_at A axis=i
void w_start(const int A[10], int B[10]) {
  for (int i = 0; i < 10; ++i)
    for (int j = 0; j < 4; ++j)
      if (i - j >= 0)
        B[i] += A[i - j];
}
