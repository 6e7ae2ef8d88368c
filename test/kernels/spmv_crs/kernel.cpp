// DEFINE: %{run} = allo run %s --top spmv_crs --init fill --target
// RUN: %native %S/check.cpp -o %t && %t
// RUN: %{run} cpu | FileCheck %s
// RUN: %{run} cpu --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} hls | FileCheck %s
// RUN: %{run} hls --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} rtl | FileCheck %s
// RUN: %{run} rtl --schedule %S/schedule.allo | FileCheck %s
// CHECK: equal to the native kernel

// Sparse matrix times vector, the matrix in compressed rows.
#define ROWS 48
#define NONZEROS 240

typedef double value_t;
typedef unsigned short index_t;

void spmv_crs(const value_t values[NONZEROS], const index_t columns[NONZEROS], const index_t row_begin[ROWS + 1],
              const value_t x[ROWS], value_t y[ROWS]) {
rows:
  for (int i = 0; i < ROWS; i++) {
    value_t sum = 0;
  products:
    for (int k = row_begin[i]; k < row_begin[i + 1]; k++) {
#pragma HLS loop_tripcount min = 0 max = 10 avg = 5
      sum += values[k] * x[columns[k]];
    }
    y[i] = sum;
  }
}

// Between none and ten values a row, an empty last row included.
void fill(value_t values[NONZEROS], index_t columns[NONZEROS], index_t row_begin[ROWS + 1], value_t x[ROWS]) {
  unsigned state = 29;
  int at = 0;
  for (int i = 0; i < ROWS; i++) {
    row_begin[i] = at;
    int count = i == ROWS - 1 ? 0 : ((state = state * 1664525u + 1013904223u) >> 16) % 11;
    if (at + count > NONZEROS)
      count = NONZEROS - at;
    for (int k = 0; k < count; k++, at++) {
      columns[at] = ((state = state * 1664525u + 1013904223u) >> 16) % ROWS;
      values[at] = (int)(state >> 8) * 0x1p-24 - 0.5;
    }
    x[i] = (int)((state = state * 1664525u + 1013904223u) >> 8) * 0x1p-24 - 0.5;
  }
  row_begin[ROWS] = at;
  for (; at < NONZEROS; at++) {
    columns[at] = 0;
    values[at] = 0;
  }
}
