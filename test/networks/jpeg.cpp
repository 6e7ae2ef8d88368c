// RUN: mkdir -p %t/in && python3 %S/photograph.py 32 24 %t/in/picture.npy
// RUN: %network %s --top "compressed<32, 24>" --inputs %t/in --unproved "data decides how many codes there are"
// RUN: allo run %s --top "compressed<32, 24>" --inputs %t/in --target cpu --compare none --outputs %t/out
// RUN: c++ -std=c++17 -O1 -Wall -Wextra -Werror -I %S/../../include/hls %S/jpeg_check.cpp -o %t/check
// RUN: %t/check %t
// All of the picture, without what makes no whole block at its edges.
// RUN: mkdir -p %t/whole && python3 %S/photograph.py 488 496 %t/whole/picture.npy
// RUN: allo run %s --top "compressed<488, 496>" --inputs %t/whole --schedule %S/dataflow.allo --target cpu | FileCheck %s
// RUN: allo run %s --top "compressed<488, 496>" --inputs %t/whole --schedule %S/dataflow.allo --target hls | FileCheck %s
// CHECK: equal to the native kernel
// The way of JPEG for the brightness of a picture: blocks of 8 x 8, cosine transform of rows and of columns, quantisation,
// zigzag, and run lengths, of which there are as many as the picture makes necessary. Streams of blocks, then of numbers,
// then of codes, with a count at the end.
#include "hls_stream.h"

constexpr int SIZE = 8, CELLS = SIZE * SIZE;

struct Block {
  short values[SIZE][SIZE];
};
// `run` zeros and a value; a run of END ends the block.
struct Code {
  unsigned char run;
  short value;
};
constexpr unsigned char END = 255;

// Row k is the cosine of frequency k, in 4096ths.
const short cosines[SIZE][SIZE] = {
    {1448, 1448, 1448, 1448, 1448, 1448, 1448, 1448},     {2009, 1703, 1138, 400, -400, -1138, -1703, -2009},
    {1892, 784, -784, -1892, -1892, -784, 784, 1892},     {1703, -400, -2009, -1138, 1138, 2009, 400, -1703},
    {1448, -1448, -1448, 1448, 1448, -1448, -1448, 1448}, {1138, -2009, 400, 1703, -1703, -400, 2009, -1138},
    {784, -1892, 1892, -784, -784, 1892, -1892, 784},     {400, -1138, 1703, -2009, 2009, -1703, 1138, -400}};

// The place of each coefficient on the way from low to high frequencies.
struct Zigzag {
  unsigned char row[CELLS], column[CELLS];
  constexpr Zigzag() : row(), column() {
    int at = 0;
    for (int sum = 0; sum < 2 * SIZE - 1; ++sum)
      for (int step = 0; step < SIZE; ++step) {
        int r = sum % 2 == 0 ? SIZE - 1 - step : step, c = sum - r;
        if (c >= 0 && c < SIZE) {
          row[at] = r;
          column[at++] = c;
        }
      }
  }
};
constexpr Zigzag zigzag;

// Coarser for higher frequencies.
constexpr int step_of(int row, int column) { return 8 + 3 * (row + column); }

template <int W, int H> static void cut(const unsigned char picture[H][W][3], hls::stream<Block, 2> &out) {
  for (int by = 0; by < H / SIZE; ++by)
    for (int bx = 0; bx < W / SIZE; ++bx) {
      Block block;
      for (int y = 0; y < SIZE; ++y)
        for (int x = 0; x < SIZE; ++x) {
          const unsigned char *pixel = picture[SIZE * by + y][SIZE * bx + x];
          block.values[y][x] = ((77 * pixel[0] + 150 * pixel[1] + 29 * pixel[2] + 128) >> 8) - 128;
        }
      out.write(block);
    }
}
template <int BLOCKS> static void transform_rows(hls::stream<Block, 2> &in, hls::stream<Block, 2> &out) {
  for (int b = 0; b < BLOCKS; ++b) {
    Block block = in.read(), result;
    for (int y = 0; y < SIZE; ++y)
      for (int k = 0; k < SIZE; ++k) {
        int sum = 1 << 9;
        for (int x = 0; x < SIZE; ++x)
          sum += cosines[k][x] * block.values[y][x];
        result.values[y][k] = sum >> 10; // two bits more than the pixels
      }
    out.write(result);
  }
}
template <int BLOCKS> static void transform_columns(hls::stream<Block, 2> &in, hls::stream<Block, 2> &out) {
  for (int b = 0; b < BLOCKS; ++b) {
    Block block = in.read(), result;
    for (int k = 0; k < SIZE; ++k)
      for (int x = 0; x < SIZE; ++x) {
        int sum = 1 << 13;
        for (int y = 0; y < SIZE; ++y)
          sum += cosines[k][y] * block.values[y][x];
        result.values[k][x] = sum >> 14;
      }
    out.write(result);
  }
}
template <int BLOCKS> static void quantise(hls::stream<Block, 2> &in, hls::stream<Block, 2> &out) {
  for (int b = 0; b < BLOCKS; ++b) {
    Block block = in.read();
    for (int r = 0; r < SIZE; ++r)
      for (int c = 0; c < SIZE; ++c) {
        int value = block.values[r][c], step = step_of(r, c);
        block.values[r][c] = value < 0 ? -((step / 2 - value) / step) : (step / 2 + value) / step;
      }
    out.write(block);
  }
}
template <int BLOCKS> static void line_up(hls::stream<Block, 2> &in, hls::stream<short, 2> &out) {
  for (int b = 0; b < BLOCKS; ++b) {
    Block block = in.read();
    for (int i = 0; i < CELLS; ++i)
      out.write(block.values[zigzag.row[i]][zigzag.column[i]]);
  }
}
template <int BLOCKS> static void encode(hls::stream<short, 2> &in, hls::stream<Code, 4> &out) {
  short mean = 0;
  for (int b = 0; b < BLOCKS; ++b) {
    short first = in.read();
    out.write({0, static_cast<short>(first - mean)});
    mean = first;
    unsigned char run = 0;
    for (int i = 1; i < CELLS; ++i) {
      short value = in.read();
      if (value == 0) {
        ++run;
      } else {
        out.write({run, value});
        run = 0;
      }
    }
    out.write({END, 0});
  }
}
template <int BLOCKS> static void store(hls::stream<Code, 4> &in, Code codes[BLOCKS * (CELLS + 1)], int count[1]) {
  int at = 0;
  for (int b = 0; b < BLOCKS; ++b) {
    Code code;
    do {
      code = in.read();
      codes[at++] = code;
    } while (code.run != END);
  }
  count[0] = at;
}
template <int W, int H>
void compressed(const unsigned char picture[H][W][3], Code codes[W * H / CELLS * (CELLS + 1)], int count[1]) {
  constexpr int BLOCKS = W * H / CELLS;
  hls::stream<Block, 2> pixels, rows, spectra, coarse;
  hls::stream<short, 2> line;
  hls::stream<Code, 4> runs;
  cut<W, H>(picture, pixels);
  transform_rows<BLOCKS>(pixels, rows);
  transform_columns<BLOCKS>(rows, spectra);
  quantise<BLOCKS>(spectra, coarse);
  line_up<BLOCKS>(coarse, line);
  encode<BLOCKS>(line, runs);
  store<BLOCKS>(runs, codes, count);
}
