// The least remainder of a loop variable is not that of its least value: 2 … 3 modulo 3 is 0 too, and so is half of it.
// top: quotient_of_remainder
// number: 3
void quotient_of_remainder(const int A[2], int B[4]) {
  for (int i = 2; i < 4; ++i)
    B[i] = A[i % 3 / 2];
}
