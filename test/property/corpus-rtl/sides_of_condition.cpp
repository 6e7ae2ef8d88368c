// Both sides use the element that is read and written behind them.
// top: k
// number: 75
// step: kernel k
// step: pipeline i
void k(int A[4], int n) {
  for (int i = 0; i < 4; i += 3) {
    if (n >= 3 && A[0] < A[2]) {
      A[2] = 0;
      A[3 - i] = 10 + (16 != A[i] ? A[3] : 5);
    } else {
      A[i] = 0;
    }
    A[i] = n - A[i];
  }
}
