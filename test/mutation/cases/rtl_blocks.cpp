// for: rtl_bank_of_block
// top: w_blocks
// step: partition T dim=1 kind=block factor=2
void w_blocks(const int X[6], int A[3]) {
  int T[6];
  for (int i = 0; i < 6; ++i)
    T[i] = X[i] * 3;
  for (int i = 0; i < 3; ++i)
    A[i] = T[i + 3];
}
