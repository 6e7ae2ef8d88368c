// for: rtl_add_rounding rtl_mul_ties rtl_convert_ties rtl_integer_rounding rtl_compare_zero rtl_multiply_sign rtl_divide_remainder
// top: w_operators
void w_operators(const float X[16], const float Y[16], const double Z[16], const int P[16], const int Q[16], float A[16],
                 float B[16], float C[16], float D[16], int E[16], int F[16], int G[16], long H[16]) {
  for (int i = 0; i < 16; ++i) {
    A[i] = X[i] + Y[i];
    B[i] = X[i] * Y[i];
    C[i] = (float)Z[i];
    D[i] = (float)(P[i] * 12345679);
    E[i] = X[i] < Y[i];
    F[i] = P[i] * Q[i];
    H[i] = (long)P[i] * Q[i];
    G[i] = P[i] / ((Q[i] & 7) - 9);
  }
}
