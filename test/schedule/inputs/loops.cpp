// Loops that are peeled, distributed and merged: symbolic and empty ones, larger steps, scalars between statements.
void work(int n, const int A[24], int B[24], int C[24], int D[24][6]) {
head:
  for (int i = 0; i < n; ++i) {
    int t = A[i] * 3;
    if (t > 20)
      t -= i;
    B[i] = t;
  }
wide:
  for (int i = 2; i < n; i += 3)
    B[i] += i;
tail:
  for (int i = 0; i < n; ++i)
    C[i] = B[i] - A[i];
rows:
  for (int i = 0; i < 24; ++i) {
    int sum = C[i];
  columns:
    for (int j = 0; j < 6; ++j) {
      D[i][j] += sum;
      sum += D[i][j];
    }
    C[i] = sum;
  }
triangle:
  for (int i = 0; i < 6; ++i)
  side:
    for (int j = 0; j < i; ++j)
      D[i][j] -= D[j][i];
both:
  for (int i = 0; i < n; ++i) {
    B[i] = B[i] * 2 + 1;
    int v = A[i];
    C[i] += v - B[i];
    D[i][0] = v;
  }
fixed:
  for (int i = 23; i >= 0; --i) {
    int v = A[i] + B[i];
    B[i] = 7;
    C[i] = v ^ i;
  }
}
