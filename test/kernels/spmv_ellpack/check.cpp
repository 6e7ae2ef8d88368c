// A permutation with seven places of zero in each row permutes.
#include "kernel.cpp"

int main() {
  value_t values[ROWS * PLACES] = {}, x[ROWS], y[ROWS] = {};
  index_t columns[ROWS * PLACES] = {};
  for (int i = 0; i < ROWS; i++) {
    values[i * PLACES + i % PLACES] = 1;
    columns[i * PLACES + i % PLACES] = 11 * i % ROWS;
    x[i] = 3 * i + 1;
  }
  spmv_ellpack(values, columns, x, y);
  for (int i = 0; i < ROWS; i++)
    if (y[i] != 3 * (11 * i % ROWS) + 1)
      return 1;
}
