// Kernels whose steps cannot be proved, and are wrong.
void last(const unsigned char at[3][4], int A[16]) {
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 4; ++j)
      A[at[i][j] & 15] = i * 10 + j;
}

void chase(const unsigned char p[6], const unsigned char q[6], const int x[6], int A[8], int y[6]) {
  for (int i = 0; i < 6; ++i)
    A[p[i] & 7] = x[i];
  for (int j = 0; j < 6; ++j)
    y[j] = A[q[j] & 7];
}

void total(const signed char a[16], int sum[1]) {
  int s = 0;
  for (int i = 0; i < 16; ++i)
    s += a[i];
  sum[0] = s;
}
