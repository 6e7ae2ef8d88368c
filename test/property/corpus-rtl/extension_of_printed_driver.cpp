// top: k149
// number: 149
// range: alpha 0 1
// step: kernel k149
// step: pipeline i
// step: unroll i factor=3
void k149(const unsigned A[3], unsigned B[3], bool alpha) {
  for (unsigned i = 0; i < 3; ++i) {
    B[i] = (B[i] >> i);
    B[2 - i] = ((((-2) + i) / ((alpha / 9) + 1)) + (-(B[2 - i] + i)));
  }
}
