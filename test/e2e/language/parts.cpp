// RUN: allo run %s --top parts --target cpu --random-inputs 1 --range a=-9:9 | FileCheck %s
// RUN: allo run %s --top parts --target hls --random-inputs 2 --range a=-9:9 | FileCheck %s
// RUN: allo run %s --top parts --target rtl --random-inputs 3 --range a=-9:9 | FileCheck %s
// RUN: allo run %s --top parts --target sim --random-inputs 3 --range a=-9:9 | FileCheck %s
// CHECK: equal
// Parts of arrays passed to functions that stay functions, pointers into arrays, bit casts, unions, bit-fields.
#include <cstdint>
#include <cstring>
static int rowSum(const int row[8]) {
  int sum = 0;
  for (int i = 0; i < 8; ++i)
    sum += row[i];
  return sum;
}
static void rowAdd(int *row, int n, int by) {
  for (int i = 0; i < n; ++i)
    row[i] += by;
}
static int corner(const int block[4][8]) { return block[0][0] + block[1][7]; }
static int strict(const int (&row)[8]) { return row[7] - row[0]; }
union Word {
  float f;
  uint32_t u;
};
struct Packed {
  unsigned low : 3;
  int high : 5;
};

void parts(const int a[6][8], int o[6][8]) {
  int b[6][8], cube[2][3][8];
  for (int i = 0; i < 6; ++i)
    for (int j = 0; j < 8; ++j)
      cube[i / 3][i % 3][j] = b[i][j] = a[i][j];
  for (int i = 0; i < 6; ++i) {
    rowAdd(b[i], 8, i);
    rowAdd(&b[i][2], 3, 1);
    rowAdd(b[i] + 1, 2, 10);
    const int *row = b[i], *later = row + 4;
    int (&line)[8] = b[i];
    Word word;
    word.f = a[i][0] * 0.5f;
    float f = a[i][1];
    uint32_t bits;
    std::memcpy(&bits, &f, sizeof bits);
    Packed packed;
    packed.low = a[i][2];
    packed.high = a[i][3] * 3;
    o[i][0] = rowSum(b[i]) + rowSum(a[i]);
    o[i][1] = corner(&b[i & 1]) + corner(b + 1);
    o[i][2] = strict(b[i]) + strict(line) + rowSum(cube[i / 3][i % 3]);
    o[i][3] = later[2] + *(later - 3) + *row;
    o[i][4] = word.u >> 20;
    o[i][5] = bits >> 16;
    o[i][6] = packed.low * 100 + packed.high;
    o[i][7] = *reinterpret_cast<const uint32_t *>(&f) & 0xffff;
  }
}
