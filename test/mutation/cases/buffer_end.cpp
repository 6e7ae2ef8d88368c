// for: footprint_not_clipped buffer_copy_unclipped
// top: w_end
// step: buffer_at A axis=i
void w_end(const int A[10], int B[10]) {
  for (int i = 0; i < 10; ++i)
    for (int j = 0; j < 4; ++j)
      if (i + j < 10)
        B[i] += A[i + j];
}
