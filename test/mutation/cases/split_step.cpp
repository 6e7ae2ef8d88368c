// for: trip_count_rounded_down
// top: w_trips
// range: n 0 20
// step: split i factor=2
void w_trips(int A[20], int n) {
  for (int i = 0; i < n; i += 3)
    A[i] = A[i] * 5 + 1;
}
