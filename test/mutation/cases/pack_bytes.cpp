// for: pack_sign_spills
// top: w_packed
// step: pack T factor=4
void w_packed(const signed char X[8], signed char B[8]) {
  signed char T[8];
  for (int i = 7; i >= 0; --i)
    T[i] = X[i];
  for (int i = 0; i < 8; ++i)
    B[i] = T[i];
}
