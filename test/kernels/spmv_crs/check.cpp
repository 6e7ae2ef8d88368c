// Against the product with the matrix written out.
#include "kernel.cpp"

#include <math.h>

int main() {
  static value_t values[NONZEROS], x[ROWS], y[ROWS], full[ROWS][ROWS];
  static index_t columns[NONZEROS], row_begin[ROWS + 1];
  fill(values, columns, row_begin, x);
  for (int i = 0; i < ROWS; i++)
    for (int k = row_begin[i]; k < row_begin[i + 1]; k++)
      full[i][columns[k]] += values[k];
  spmv_crs(values, columns, row_begin, x, y);
  for (int i = 0; i < ROWS; i++) {
    value_t sum = 0;
    for (int j = 0; j < ROWS; j++)
      sum += full[i][j] * x[j];
    if (fabs(sum - y[i]) > 1e-12)
      return 1;
  }
  return row_begin[ROWS] < NONZEROS / 2;
}
