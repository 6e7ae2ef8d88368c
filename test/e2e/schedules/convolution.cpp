// RUN: split-file %s %t
// RUN: allo run %t/kernels.cpp --top every --schedule %t/every.allo --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %t/kernels.cpp --top every --schedule %t/every.allo --target hls --random-inputs 2 | FileCheck %s
// RUN: allo run %t/kernels.cpp --top every --schedule %t/every.allo --target rtl --random-inputs 3 | FileCheck %s --check-prefixes=EVERY,CHECK
// RUN: allo run %t/kernels.cpp --top second --schedule %t/second.allo --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %t/kernels.cpp --top second --schedule %t/second.allo --target hls --random-inputs 2 | FileCheck %s
// RUN: allo run %t/kernels.cpp --top second --schedule %t/second.allo --target rtl --random-inputs 3 | FileCheck %s --check-prefixes=SECOND,CHECK
// A convolution with line buffers and a window starts an output every cycle, with stride 1 and 2.
// The columns of a row take their number and the depth of the pipeline.
// EVERY: cycles of a call: 880, simulated: 880
// EVERY: rows {{ *}}every {{.*}} 744 {{ *}}-
// EVERY: columns {{ *}}every {{ *}}1 {{ *}}1 {{ *}}10 {{ *}}64 {{ *}}73 {{ *}}-
// SECOND: cycles of a call: 988, simulated: 988
// SECOND: columns {{ *}}second {{ *}}1 {{ *}}1 {{ *}}9 {{ *}}32 {{ *}}40 {{ *}}-
// CHECK: equal to the native kernel

//--- kernels.cpp
void every(const int in[10][66], const int weights[3][3], int out[8][64]) {
rows:
  for (int y = 0; y < 8; ++y)
  columns:
    for (int x = 0; x < 64; ++x) {
      int sum = 0;
      for (int r = 0; r < 3; ++r)
        for (int c = 0; c < 3; ++c)
          sum += weights[r][c] * in[y + r][x + c];
      out[y][x] = sum;
    }
}

void second(const int in[17][66], const int weights[3][3], int out[8][32]) {
rows:
  for (int y = 0; y < 8; ++y)
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
  partition lines dim=1 kind=complete
  partition lines dim=2 kind=cyclic factor=6
  partition in dim=2 kind=cyclic factor=6
  partition window
  partition weights
  split lines.update factor=6
  pipeline lines.fill#2
  pipeline lines.update.outer
  pipeline window.fill#1
  pipeline columns

//--- second.allo
kernel second
  reuse_at in axis=rows as=lines
  reuse_at lines axis=columns as=window
  partition lines dim=1 kind=complete
  partition lines dim=2 kind=cyclic factor=2
  partition in dim=2 kind=cyclic factor=2
  partition window
  partition weights
  pipeline lines.fill#2
  pipeline lines.update
  pipeline window.fill#1
  pipeline columns
