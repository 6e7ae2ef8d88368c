// for: hls_cast_dropped hls_cast_before_float
// top: w_casts
void w_casts(const int X[8], int A[8], float B[8]) {
  for (int i = 0; i < 8; ++i) {
    A[i] = (signed char)(X[i] * 5) * 3;
    B[i] = (float)(unsigned long)X[i];
  }
}
