int pick(int x) { if (x > 3) return x; return 3; }
void fill(int A[64], int n, int off) {
  for (int j = 0; j < n; ++j) { if (j < n - 1) A[j + off] += off; else A[j] += 1; }
}
void work(int A[64], int B[8]) {
  for (int i = 0; i < 8; ++i) {
    B[i] = pick(B[i]);
    fill(A, B[i] & 7, i);
    fill(A, i, 5);
  }
}
