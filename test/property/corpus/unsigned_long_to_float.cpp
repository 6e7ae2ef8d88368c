// LLVM 22 narrows the maximum and gives 2^32 for the largest unsigned values.
// top: unsigned_long_to_float
void unsigned_long_to_float(const short A[6], float B[6]) {
  for (int i = 0; i < 6; ++i) {
    unsigned long long wide = (long long)(A[i] >> 7);
    unsigned long long most = 1 < wide ? wide : 1;
    B[i] = most;
  }
}
