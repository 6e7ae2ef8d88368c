// top: k67
// number: 67
// step: kernel k67
// step: split L1.init factor=2
void k67(short A[8][6], int B[8][8], short C[8][6], unsigned long long alpha) {
  int L1[3] = {};
  for (int i = 0; i < 8; ++i) {
    B[i][(i * 1) % 8] += (B[i][7 - i] % 1000) + (L1[0] & C[i][(i * 2) % 6]);
  }
}
