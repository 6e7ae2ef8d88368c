// The least remainder of a loop variable is not that of its least value: 2 … 3 modulo 3 is 0 too.
// top: remainder
// step: pack packed_table factor=2
static const char packed_table[3] = {41, 60, 17};
void remainder(const long long A[4], long long B[4]) {
  for (int i = 0; i < 4; ++i)
    B[i] = A[i];
  for (int i = 2; i < 4; ++i)
    B[i] = packed_table[i % 3] & A[i];
}
