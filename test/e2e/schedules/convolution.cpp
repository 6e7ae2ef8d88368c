// RUN: split-file %s %t
// RUN: allo run %t/kernels.cpp --top every --schedule %t/every.allo --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %t/kernels.cpp --top every --schedule %t/every.allo --target hls --random-inputs 2 | FileCheck %s
// RUN: allo run %t/kernels.cpp --top every --schedule %t/every.allo --target rtl --random-inputs 3 | FileCheck %s --check-prefixes=EVERY,CHECK
// RUN: allo run %t/kernels.cpp --top second --schedule %t/second.allo --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %t/kernels.cpp --top second --schedule %t/second.allo --target hls --random-inputs 2 | FileCheck %s
// RUN: allo run %t/kernels.cpp --top second --schedule %t/second.allo --target rtl --random-inputs 3 | FileCheck %s --check-prefixes=SECOND,CHECK
// A convolution with line buffers and a window gives an output every cycle, with stride 1 and 2, without a pause between
// rows: the line buffers move on in the loop over the columns, two columns (or one) ahead, and what they need before the
// first output of a row becomes part of its first iteration.
//   stride 1: 2048 outputs of 32 x 64 in 2108 cycles, 1.03 for each; 47 of them fill the line buffers.
//   stride 2: 1024 outputs of 32 x 32 in 1067 cycles, 1.04 for each. An output needs 2 x 2 new pixels, and the first of
//   a row 2 more; 2 x 2 banks of `in` with two ports each give 8 in a cycle.
// EVERY: cycles of a call: 2108, simulated: 2108
// EVERY: rows_line {{ *}}every {{ *}}1 {{ *}}1 {{ *}}10 {{ *}}2048 {{ *}}2057 {{ *}}-
// SECOND: cycles of a call: 1067, simulated: 1067
// SECOND: rows_line {{ *}}second {{ *}}1 {{ *}}1 {{ *}}{{[0-9]+}} {{ *}}1024 {{ *}}{{[0-9]+}} {{ *}}-
// CHECK: equal to the native kernel

//--- kernels.cpp
void every(const int in[34][66], const int weights[3][3], int out[32][64]) {
rows:
  for (int y = 0; y < 32; ++y)
  columns:
    for (int x = 0; x < 64; ++x) {
      int sum = 0;
      for (int r = 0; r < 3; ++r)
        for (int c = 0; c < 3; ++c)
          sum += weights[r][c] * in[y + r][x + c];
      out[y][x] = sum;
    }
}

void second(const int in[65][66], const int weights[3][3], int out[32][32]) {
rows:
  for (int y = 0; y < 32; ++y)
  columns:
    for (int x = 0; x < 32; ++x) {
      int sum = 0;
      for (int r = 0; r < 3; ++r)
        for (int c = 0; c < 3; ++c)
          sum += weights[r][c] * in[2 * y + r][2 * x + c];
      out[y][x] = sum;
    }
}

//--- every.allo
kernel every
  reuse_at in axis=rows as=lines
  reuse_at lines axis=columns as=window
  peel lines.update count=2
  merge rows/lines.update columns as=line
  partition in dim=2 kind=cyclic factor=3
  partition lines dim=1 kind=complete
  partition lines dim=2 kind=cyclic factor=3
  partition window
  partition weights
  unroll lines.update.peel
  unroll lines.update.peel/lines.shift
  unroll lines.update.peel/lines.load
  unroll rows/window.fill#1
  unroll rows/window.fill/window.fill
  split lines.fill#2 factor=6
  pipeline lines.fill.outer
  pipeline line

//--- second.allo
kernel second
  reuse_at in axis=rows as=lines
  reuse_at lines axis=columns as=window
  peel lines.update count=1
  split lines.update factor=2
  merge lines.update.outer columns as=line
  partition in dim=1 kind=cyclic factor=2
  partition in dim=2 kind=cyclic factor=2
  partition lines dim=1 kind=complete
  partition lines dim=2 kind=cyclic factor=3
  partition window
  partition weights
  unroll lines.update.peel
  unroll lines.update.peel/lines.shift
  unroll lines.update.peel/lines.load
  unroll rows/window.fill#1
  unroll rows/window.fill/window.fill
  split lines.fill#2 factor=5
  pipeline lines.fill.outer
  pipeline line
