// RUN: allo run %s --target cpu --random-inputs 1 --top vectors --range a=-100:100 --range b=-100:100 | FileCheck %s
// RUN: allo run %s --target hls --random-inputs 1 --top vectors --range a=-100:100 --range b=-100:100 | FileCheck %s
// RUN: allo run %s --target cpu --random-inputs 1 --top fixed_vectors | FileCheck %s
// RUN: allo run %s --target hls --random-inputs 1 --top fixed_vectors | FileCheck %s
// RUN: allo run %s --target rtl --random-inputs 2 --top fixed_vectors | FileCheck %s
// CHECK: {{^}}equal to the native kernel
// hls::vector: elementwise operators, scalars, initialiser lists, comparisons, reductions.
#include "ap_fixed.h"
#include "hls_vector.h"

using V = hls::vector<int, 4>;

void vectors(const int a[16][4], const int b[16][4], int r[16][17][4]) {
  for (int i = 0; i < 16; ++i) {
    V x = {a[i][0], a[i][1], a[i][2], a[i][3]}, y, t = 3, z[13];
    for (int k = 0; k < 4; ++k)
      y[k] = b[i][k];
    z[0] = x + y;
    z[1] = x - y * 2;
    z[2] = 100 / (y | 1);
    z[3] = x % 7;
    z[4] = (x & y) | (x ^ 5);
    z[5] = x << 2;
    z[6] = x >> (y & 7);
    z[7] = -x;
    z[8] = ~y;
    z[9] = t++;
    --t;
    t += x;
    t *= y;
    z[10] = t;
    z[11] = ++x;
    z[12] = x--;
    for (int n = 0; n < 13; ++n)
      for (int k = 0; k < 4; ++k)
        r[i][n][k] = z[n][k];
    r[i][13][0] = x.reduce_add();
    r[i][13][1] = x.reduce_mult();
    r[i][13][2] = x.reduce_and();
    r[i][13][3] = x.reduce_or();
    r[i][14][0] = x.reduce_xor();
    r[i][14][1] = x == y;
    r[i][14][2] = x < y;
    r[i][14][3] = x >= y;
    r[i][15][0] = x != y;
    r[i][15][1] = x > y;
    r[i][15][2] = x <= y;
    r[i][15][3] = static_cast<int>(x.size());
    x[2] = y[3];
    y = x;
    r[i][16][0] = y[2];
    r[i][16][1] = x == y;
    r[i][16][2] = x < 5;
    r[i][16][3] = 0;
  }
}

/// Elements keep their type: a fixed-point sum is stored in the modes of the element each time.
void fixed_vectors(const int a[16][3], const int b[16][3], int r[16][5]) {
  using E = ap_fixed<8, 5, AP_RND, AP_SAT>;
  for (int i = 0; i < 16; ++i) {
    hls::vector<E, 3> x, y;
    for (int k = 0; k < 3; ++k) {
      E e = 0, f = 0;
      e.range() = a[i][k];
      f.range() = b[i][k];
      x[k] = e;
      y[k] = f;
    }
    hls::vector<E, 3> z = x * y + 0.5;
    for (int k = 0; k < 3; ++k)
      r[i][k] = z[k].range().to_int();
    r[i][3] = x.reduce_add().range().to_int();
    r[i][4] = y.reduce_mult().range().to_int();
  }
}
