// for: tile_blocks_inside
// top: w_tile
// step: tile i j factors=4,2
void w_tile(int A[9][8]) {
  for (int i = 1; i < 9; ++i)
    for (int j = 0; j < 8; ++j)
      A[i][j] = A[i - 1][j] * 3 + A[i][j];
}
