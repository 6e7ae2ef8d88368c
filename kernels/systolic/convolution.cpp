// A layer of convolution, as loops say it: O maps of H x W from I maps of (H + S - 1) x (W + S - 1), with S x S weights
// for each pair of maps. The schedule makes a grid of output maps and columns.
template <typename T, typename R, int O, int I, int H, int W, int S>
void convolution(const T in[I][H + S - 1][W + S - 1], const T weights[O][I][S][S], R out[O][H][W]) {
  for (int o = 0; o < O; ++o)
    for (int x = 0; x < W; ++x)
      for (int y = 0; y < H; ++y) {
        R sum = 0;
        for (int i = 0; i < I; ++i)
          for (int ky = 0; ky < S; ++ky)
            for (int kx = 0; kx < S; ++kx)
              sum += R(in[i][y + ky][x + kx]) * R(weights[o][i][ky][kx]);
        out[o][y][x] = sum;
      }
}
