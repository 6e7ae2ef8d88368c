// State whose only store stands in a loop that never runs.
// top: state_never_stored
// number: 9
void state_never_stored(long long A[5]) {
  static int kept = 5;
  for (int i = 0; i < 5; ++i)
    A[i] = (A[i] & kept) & 63;
  unsigned short none[4] = {};
  for (int i = 0; i <= -1; i += 3)
    kept = none[i] & 63;
}
