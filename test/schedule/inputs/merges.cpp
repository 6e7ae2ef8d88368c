// Pairs of loops to merge: symbolic counts, different starts and steps, a statement between, a neighbourhood.
void work(int n, const int A[26], int B[26], int C[26], int D[26]) {
first:
  for (int i = 0; i < n; ++i)
    B[i] = A[i] * 3;
  D[25] = A[25];
second:
  for (int j = 0; j < n; ++j)
    C[j] = B[j] - A[j];
fill:
  for (int i = 0; i < 26; ++i)
    B[i] += C[i];
blur:
  for (int i = 1; i < 25; ++i)
    D[i] = B[i - 1] + B[i] + B[i + 1];
produce:
  for (int i = 1; i < n; ++i)
    C[i] = B[i] * 2;
consume:
  for (int i = 0; i < n - 1; ++i)
    D[i] += C[i + 2] ^ C[i];
even:
  for (int i = 0; i < 26; i += 2)
    B[i] = D[i];
odd:
  for (int i = 12; i >= 0; --i)
    C[i] = B[24 - 2 * i] + D[2 * i + 1];
}
