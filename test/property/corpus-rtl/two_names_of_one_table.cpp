// top: k206
// number: 206
// step: kernel k206
// step: buffer_at h206_0:t206 axis=h206_0:i#1
// step: partition t206 kind=cyclic factor=3
static const unsigned t206[3] = {82, 65, 16};
static void h206_0(float X[5][4][2], int n) {
  for (int i = 0; i < 2; ++i) {
    X[n][3 - n][i] = t206[i];
  }
  for (int i = 2; i < 3 - n; ++i) {
    X[n][(t206[i] & 3)][(n * 3) % 2] += n;
  }
}
void k206(float A[5][4][2]) {
  h206_0(A, (20u & 3));
  for (int i = 0; i < 2; i++) {
    A[i][i][1] = t206[i / 2] / 6 + t206[2];
  }
}
