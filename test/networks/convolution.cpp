// RUN: %network %s --top convolved --random-inputs 1
// A 3 x 3 convolution of a picture that comes pixel by pixel: two rows are kept, and a window moves over them.
#include "hls_stream.h"

constexpr int W = 16, H = 12;
typedef unsigned char pixel;
constexpr int mask[3][3] = {{1, 2, 1}, {2, 4, 2}, {1, 2, 1}};

static void load(const pixel picture[H][W], hls::stream<pixel, 2> &out) {
  for (int y = 0; y < H; ++y)
    for (int x = 0; x < W; ++x)
      out.write(picture[y][x]);
}
static void convolve(hls::stream<pixel, 2> &in, hls::stream<pixel, 2> &out) {
  pixel rows[2][W];
  pixel window[3][3];
  for (int y = 0; y < H; ++y)
    for (int x = 0; x < W; ++x) {
      pixel newest = in.read();
      pixel above = y > 0 ? rows[1][x] : pixel(0), top = y > 1 ? rows[0][x] : pixel(0);
      for (int r = 0; r < 3; ++r)
        for (int c = 0; c < 2; ++c)
          window[r][c] = x > 0 ? window[r][c + 1] : pixel(0);
      window[0][2] = top;
      window[1][2] = above;
      window[2][2] = newest;
      rows[0][x] = above;
      rows[1][x] = newest;
      if (y >= 2 && x >= 2) {
        int sum = 8;
        for (int r = 0; r < 3; ++r)
          for (int c = 0; c < 3; ++c)
            sum += mask[r][c] * window[r][c];
        out.write(sum >> 4);
      }
    }
}
static void store(hls::stream<pixel, 2> &in, pixel result[H - 2][W - 2]) {
  for (int y = 0; y < H - 2; ++y)
    for (int x = 0; x < W - 2; ++x)
      result[y][x] = in.read();
}
void convolved(const pixel picture[H][W], pixel result[H - 2][W - 2]) {
  hls::stream<pixel, 2> in, out;
  load(picture, in);
  convolve(in, out);
  store(out, result);
}
