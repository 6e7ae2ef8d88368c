// for: peel_back_lost_where_unknown
// top: w_peel
// range: n 0 12
// step: peel i count=2 side=back
void w_peel(int A[12], int n) {
  for (int i = 0; i < n; ++i)
    A[i] = A[i] * 5 + 1;
}
