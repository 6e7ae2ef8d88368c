// One element in the first iteration of j, none in the second: what is copied out must be the element itself.
// top: k682
// range: n 0 3
// step: buffer_at A axis=i
int k682(float A[2], int n) {
  for (long j = 0; j < 2; ++j) {
    for (int i = 1 - 1; i >= 0; --i) {
      for (long k = 0; k < 1 - j; ++k) {
        A[k] = ((-6) ^ ((((-4) + k) & 4095) << 3));
      }
    }
  }
  return (n * n);
}
