// RUN: split-file %s %t
// RUN: allo run %t/blur.cpp --top blur --schedule %t/plain.allo --target rtl --random-inputs 1 | FileCheck %s --check-prefixes=PLAIN,CHECK
// RUN: allo run %t/blur.cpp --top blur --schedule %t/rows.allo --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %t/blur.cpp --top blur --schedule %t/rows.allo --target hls --random-inputs 2 | FileCheck %s
// RUN: allo run %t/blur.cpp --top blur --schedule %t/rows.allo --target rtl --random-inputs 3 | FileCheck %s --check-prefixes=ROWS,CHECK
// RUN: allo run %t/blur.cpp --top blur --schedule %t/columns.allo --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %t/blur.cpp --top blur --schedule %t/columns.allo --target hls --random-inputs 2 | FileCheck %s
// RUN: allo run %t/blur.cpp --top blur --schedule %t/columns.allo --target rtl --random-inputs 3 | FileCheck %s --check-prefixes=COLUMNS,CHECK
// RUN: allo run %t/blur.cpp --top blur --schedule %t/once.allo --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %t/blur.cpp --top blur --schedule %t/once.allo --target hls --random-inputs 2 | FileCheck %s
// RUN: allo run %t/blur.cpp --top blur --schedule %t/once.allo --target rtl --random-inputs 3 | FileCheck %s --check-prefixes=ONCE,CHECK
// A blur of a whole image in two passes, 2048 outputs. How often an element of the first pass is computed:
//   plain    pass after pass                          2176 times   4231 cycles
//   rows     in every row, with recomputation         6144 times   8385 cycles
//   columns  in every column, with recomputation      6144 times   2054 cycles, nine times the additions in a cycle
//   once     in every row, without recomputation      2176 times   2184 cycles, one pipeline with the second pass
// The number of times is that of the iterations of the first pass, below.
// PLAIN: cycles of a call: 4231, simulated: 4231
// ROWS: cycles of a call: 8385, simulated: 8385
// ROWS: produce_x {{ *}}blur {{ *}}1 {{ *}}1 {{ *}}4 {{ *}}192
// COLUMNS: cycles of a call: 2054, simulated: 2054
// COLUMNS: rows_x {{ *}}blur {{ *}}1 {{ *}}1 {{ *}}6 {{ *}}2048
// ONCE: cycles of a call: 2184, simulated: 2184
// ONCE: produce.fill_x {{ *}}blur {{ *}}1 {{ *}}1 {{ *}}4 {{ *}}128
// ONCE: rows_x {{ *}}blur {{ *}}1 {{ *}}1 {{ *}}5 {{ *}}2048
// CHECK: equal to the native kernel

//--- blur.cpp
void blur(const int in[34][66], int out[32][64]) {
  int bx[34][64];
produce:
  for (int y = 0; y < 34; ++y)
    for (int x = 0; x < 64; ++x)
      bx[y][x] = in[y][x] + in[y][x + 1] + in[y][x + 2];
rows:
  for (int y = 0; y < 32; ++y)
    for (int x = 0; x < 64; ++x) {
      int sum = 0;
      for (int r = 0; r < 3; ++r)
        sum += bx[y + r][x];
      out[y][x] = sum;
    }
}

//--- plain.allo
kernel blur
  partition bx dim=1 kind=cyclic factor=4
  partition in dim=2 kind=cyclic factor=4
  pipeline produce/x
  pipeline rows/x

//--- rows.allo
kernel blur
  compute_at produce axis=rows
  partition bx dim=1 kind=complete
  partition in dim=2 kind=cyclic factor=4
  pipeline produce/x
  pipeline rows/x

//--- columns.allo
kernel blur
  compute_at produce axis=rows/x
  partition bx kind=complete
  partition in dim=1 kind=cyclic factor=3
  partition in dim=2 kind=cyclic factor=2
  pipeline rows/x

//--- once.allo
kernel blur
  compute_at produce axis=rows recompute=no
  merge produce rows/x as=x
  partition bx dim=1 kind=cyclic factor=4
  partition in dim=2 kind=cyclic factor=4
  pipeline produce.fill/x
  pipeline rows/x
