// RUN: %network %s --top shaded --random-inputs 6
// Ordinary nests and arrays; the schedule makes streams of the arrays, through calls, and lets the nests run side by side.
constexpr int H = 10, W = 8;

static void grey(const unsigned char colour[H][W][3], int out[H][W]) {
  for (int y = 0; y < H; ++y)
    for (int x = 0; x < W; ++x)
      out[y][x] = 77 * colour[y][x][0] + 150 * colour[y][x][1] + 29 * colour[y][x][2];
}
static void running(const int in[H][W], int out[H][W]) {
  for (int y = 0; y < H; ++y) {
    int sum = 0;
    for (int x = 0; x < W; ++x) {
      sum += in[y][x] >> 4;
      out[y][x] = sum;
    }
  }
}
void shaded(const unsigned char colour[H][W][3], unsigned char result[H][W]) {
  int luminance[H][W], sums[H][W];
  grey(colour, luminance);
  running(luminance, sums);
  for (int y = 0; y < H; ++y)
    for (int x = 0; x < W; ++x)
      result[y][x] = sums[y][x] >> 7;
}
