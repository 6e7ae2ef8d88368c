// for: rtl_bank_of_block
// top: w_blocks
// step: partition T dim=1 kind=block factor=2
void w_blocks(const int X[8], int A[4]) {
  int T[8];
  for (int i = 0; i < 8; ++i)
    T[i] = X[i] * 3;
  for (int i = 0; i < 4; ++i)
    A[i] = T[i + 4];
}
