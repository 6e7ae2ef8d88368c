// for: footprint_partly_written
// top: w_evens
// step: buffer_at A axis=i
void w_evens(int A[4][8]) {
  for (int i = 0; i < 4; ++i)
    for (int j = 0; j < 4; ++j)
      A[i][2 * j] = i + j;
}
