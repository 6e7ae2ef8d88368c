// for: retype_capacity
// top: w_bytes
// step: retype T type=(signed char)
void w_bytes(const int A[8], int B[8]) {
  int T[8];
  for (int i = 0; i < 8; ++i)
    T[i] = A[i] & 255;
  for (int j = 0; j < 8; ++j)
    B[j] = T[j] * 3;
}
