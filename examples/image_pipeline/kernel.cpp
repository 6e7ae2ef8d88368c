// An edge detector: grey, Gaussian blur (rows, then columns), Sobel, threshold. Ordinary C++ that any compiler runs.
// W and H are the width and the height of the image.
#include <cmath>

// Luminance by the weights of BT.601 in 256ths, rounded.
template <int W, int H> void grey(const unsigned char image[H][W][3], unsigned char out[H][W]) {
  for (int y = 0; y < H; ++y)
    for (int x = 0; x < W; ++x)
      out[y][x] = (77 * image[y][x][0] + 150 * image[y][x][1] + 29 * image[y][x][2] + 128) >> 8;
}

// A Gaussian of five taps, sigma 1.
constexpr float weights[5] = {0.06136f, 0.24477f, 0.38774f, 0.24477f, 0.06136f};

// The Gaussian along each row. The two pixels at either end stay as they are.
template <int W, int H> void blur_rows(const unsigned char in[H][W], float out[H][W]) {
  for (int y = 0; y < H; ++y)
    for (int end = 0; end < 2; ++end) {
      out[y][end] = in[y][end];
      out[y][W - 1 - end] = in[y][W - 1 - end];
    }
  for (int y = 0; y < H; ++y)
    for (int centre = 2; centre < W - 2; ++centre) {
      float sum = 0.0f;
      for (int tap = 0; tap < 5; ++tap)
        sum += weights[tap] * in[y][centre + tap - 2];
      out[y][centre] = sum;
    }
}

// The same along each column.
template <int W, int H> void blur_columns(const float in[H][W], float out[H][W]) {
  for (int end = 0; end < 2; ++end)
    for (int x = 0; x < W; ++x) {
      out[end][x] = in[end][x];
      out[H - 1 - end][x] = in[H - 1 - end][x];
    }
  for (int centre = 2; centre < H - 2; ++centre)
    for (int column = 0; column < W; ++column) {
      float sum = 0.0f;
      for (int tap = 0; tap < 5; ++tap)
        sum += weights[tap] * in[centre + tap - 2][column];
      out[centre][column] = sum;
    }
}

template <int W, int H> void blur(const unsigned char in[H][W], float out[H][W]) {
  float rows[H][W];
  blur_rows<W, H>(in, rows);
  blur_columns<W, H>(rows, out);
}

// The magnitude of the gradient, by Sobel's two 3 x 3 masks; 0 on the border.
template <int W, int H> void sobel(const float in[H][W], float gradient[H][W]) {
  for (int i = 0; i < H; ++i)
    gradient[i][0] = gradient[i][W - 1] = 0.0f;
  for (int j = 0; j < W; ++j)
    gradient[0][j] = gradient[H - 1][j] = 0.0f;
  for (int y = 1; y < H - 1; ++y)
    for (int x = 1; x < W - 1; ++x) {
      float across = (in[y - 1][x + 1] - in[y - 1][x - 1]) + 2.0f * (in[y][x + 1] - in[y][x - 1]) +
                     (in[y + 1][x + 1] - in[y + 1][x - 1]);
      float down = (in[y + 1][x - 1] - in[y - 1][x - 1]) + 2.0f * (in[y + 1][x] - in[y - 1][x]) +
                   (in[y + 1][x + 1] - in[y - 1][x + 1]);
      gradient[y][x] = std::sqrt(across * across + down * down);
    }
}

// White where the gradient exceeds the level, black elsewhere; returns how many pixels are white.
template <int W, int H> int threshold(const float gradient[H][W], float level, unsigned char edges[H][W]) {
  int count = 0;
  for (int y = 0; y < H; ++y)
    for (int x = 0; x < W; ++x) {
      bool above = gradient[y][x] > level;
      edges[y][x] = above ? 255 : 0;
      count += above;
    }
  return count;
}

template <int W, int H> int image_pipeline(const unsigned char image[H][W][3], float level, unsigned char edges[H][W]) {
  unsigned char luminance[H][W];
  float smooth[H][W];
  float gradient[H][W];
  grey<W, H>(image, luminance);
  blur<W, H>(luminance, smooth);
  sobel<W, H>(smooth, gradient);
  return threshold<W, H>(gradient, level, edges);
}
