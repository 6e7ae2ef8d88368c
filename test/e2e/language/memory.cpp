// RUN: allo run %s --top memory --target cpu --random-inputs 1 --range at=0:4 | FileCheck %s
// RUN: allo run %s --top memory --target hls --random-inputs 2 --range at=0:4 | FileCheck %s
// RUN: allo run %s --top memory --target rtl --random-inputs 3 --range at=0:4 | FileCheck %s
// RUN: allo run %s --top memory --target sim --random-inputs 3 --range at=0:4 | FileCheck %s
// RUN: allo run %s --top window --target cpu --random-inputs 4 | FileCheck %s
// RUN: allo run %s --top window --target hls --random-inputs 5 | FileCheck %s
// CHECK: equal
// memcpy and memset of objects, of parts of arrays and of rows; places that member functions give, of HLS types too.
#include "ap_int.h"
#include <cstdint>
#include <cstring>

typedef struct {
  uint8_t buffer[16];
  uint32_t state[4];
  ap_uint<9> count;
} context_t;

template <int R, int C, typename T> class Window {
  T val[R][C];

public:
  void clear() { memset(val, 0, sizeof(val)); }
  T &operator()(int r, int c) { return val[r][c]; }
  const T &at(int r, int c) const { return val[r][c]; }
  T *row(int r) { return val[r]; }
};

static const uint8_t padding[16] = {0x80};

void memory(const uint8_t a[12], const int m[8][4], int at, uint32_t r[4], int rows[4][4], int line[32]) {
  context_t context, kept;
  memset(&context, 0, sizeof(context));
  memcpy(context.buffer, a, 12);
  memcpy(&context.buffer[12], padding, 4);
  context.count += 500;
  memcpy(&kept, &context, sizeof kept);
  memset(context.buffer + 3, 0, 5);
  for (int i = 0; i < 4; i++)
    kept.state[i] = kept.buffer[i + 9] * kept.count + context.buffer[3 * i];
  memcpy(r, kept.state, sizeof kept.state);

  int local[4][4], burst[8];
  memcpy(local, &m[at], sizeof local);
  memcpy(rows, local, sizeof local);
  memcpy(rows[3], m[0], 2 * sizeof(int));
  memcpy(line + 4, line + at + 16, sizeof(int) * 8);
  memcpy(burst, &line[2 * at], sizeof(burst));
  memcpy(&line[24], burst + 4, 4 * sizeof burst[0]);

  Window<2, 3, ap_int<13>> window;
  window.clear();
  for (int i = 0; i < 6; i++) {
    window(i & 1, i % 3) = a[i] * 11;
    window(0, 0) += window(1, 2) - window.at(1, 0);
    window.row(1)[i % 3] ^= i;
  }
  ap_int<13> corner = window(0, 0);
  line[0] = corner * window.at(0, 1) + window(1, 1);
}

// GCC 12 gets this one wrong at -O1 and -O2 with its analysis of what functions modify.
struct Square {
  ap_uint<8> val[3][3];
  void shift_left() {
    for (int i = 0; i < 3; i++)
      for (int j = 0; j < 2; j++)
        val[i][j] = val[i][j + 1];
  }
  ap_uint<8> &operator()(int r, int c) { return val[r][c]; }
};
void window(const ap_uint<8> in[8][12], int out[8][12]) {
  Square square;
  memset(&square, 0, sizeof(square));
  for (int r = 0; r < 8; r++)
    for (int c = 0; c < 12; c++) {
      ap_uint<8> pixel = in[r][c];
      square.shift_left();
      square(0, 2) = pixel;
      square(1, 2) = pixel;
      square(2, 2) = pixel;
      out[r][c] = square(1, 1);
    }
}
