// DEFINE: %{run} = allo run %s --top spmv_ellpack --random-inputs 1 --range columns=0:31 --target
// RUN: %native %S/check.cpp -o %t && %t
// RUN: %{run} cpu | FileCheck %s
// RUN: %{run} cpu --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} hls | FileCheck %s
// RUN: %{run} hls --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} rtl | FileCheck %s
// RUN: %{run} rtl --schedule %S/schedule.allo | FileCheck %s
// CHECK: equal to the native kernel

// Sparse matrix times vector, the matrix as ELLPACK: as many places in each row as its longest row has values.
#define ROWS 32
#define PLACES 8

typedef double value_t;
typedef int index_t;

void spmv_ellpack(const value_t values[ROWS * PLACES], const index_t columns[ROWS * PLACES], const value_t x[ROWS],
                  value_t y[ROWS]) {
rows:
  for (int i = 0; i < ROWS; i++) {
    value_t sum = y[i];
  places:
    for (int k = 0; k < PLACES; k++)
      sum += values[k + i * PLACES] * x[columns[k + i * PLACES]];
    y[i] = sum;
  }
}
