// for: front_shift_sign front_remainder_sign front_conversion_sign
// top: w_signs
void w_signs(const int X[8], const float F[8], int A[8], int B[8], int C[8]) {
  for (int i = 0; i < 8; ++i) {
    A[i] = (X[i] - 200) >> 2;
    B[i] = (X[i] - 200) % 7;
    C[i] = (int)(F[i] - 20.0f);
  }
}
