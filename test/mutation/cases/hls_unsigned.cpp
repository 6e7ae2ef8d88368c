// for: rtl_comparison_sign rtl_shift_sign hls_shift_sign hls_unsigned_to_float hls_division_sign hls_comparison_sign hls_common_type
// top: w_unsigned
void w_unsigned(const unsigned X[8], unsigned A[8], float B[8], unsigned C[8], int D[8], int E[8]) {
  for (int i = 0; i < 8; ++i) {
    const unsigned x = X[i] * 2654435761u + 2147483648u;
    A[i] = x >> 3;
    B[i] = (float)x;
    C[i] = x / 7u;
    D[i] = x < 1000u;
    E[i] = (int)x < i;
  }
}
