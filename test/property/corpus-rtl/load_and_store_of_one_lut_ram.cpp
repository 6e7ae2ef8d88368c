// top: k567
// number: 567
// step: kernel k567
// step: buffer_at A axis=i
// step: partition A_buffer dim=2 kind=cyclic factor=4
void k567(double A[4][6]) {
  for (int i = 0; i < 4; ++i) {
    unsigned s1 = 1;
    A[i][5 - i] = s1;
    A[i][i] = (i & 18) < A[i][(i * 1) % 6] ? A[i][(i * 1) % 6] : 2;
    A[i][i] = A[(i * 1) % 4][i] < A[i][i] ? A[i][i] : 7;
  }
}
