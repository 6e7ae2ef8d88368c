// A loop variable used as a value leaves a computation between the loops that tile makes.
// top: tile_value
// step: tile i j factors=7,3
// step: tile p q r factors=2,3,1
void tile_value(unsigned B[10][12], int C[5][4][3]) {
  for (int i = 0; i < 12; ++i)
    for (int j = 10 - 1; j >= 0; j -= 2)
      B[j][11 - j] = i + B[2][j];
  for (int p = 0; p < 5; ++p)
    for (int q = 0; q < 4; ++q)
      for (int r = 0; r < 3; ++r)
        C[p][q][r] += p * q - r;
}
