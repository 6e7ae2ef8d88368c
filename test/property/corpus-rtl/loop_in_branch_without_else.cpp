// top: k15
// number: 15
// step: kernel k15
void k15(short A[7], short B[7]) {
  for (int i = 0; i < 7; ++i) {
    if (A[i] > 0) {
      short s1 = 0;
      for (int j = 0; j < 7; ++j) {
        s1 += A[j] & 4;
      }
      A[i] = s1;
    }
    if (B[i] < 50) {
      for (int j = 0; j <= i; ++j) {
        B[j] = A[i] & 15;
      }
    }
  }
}
