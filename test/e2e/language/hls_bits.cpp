// RUN: allo run %s --top bits --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top bits --target hls --random-inputs 2 | FileCheck %s
// RUN: allo run %s --top bits --target rtl --random-inputs 3 | FileCheck %s
// RUN: allo run %s --top bits --target sim --random-inputs 3 | FileCheck %s
// CHECK: equal
// Bits, slices and concatenations, read and written, with constant, affine and arbitrary positions.
#include "ap_int.h"

void bits(const ap_int<20> a[8], const ap_uint<13> b[8], const ap_uint<5> p[8], ap_uint<40> r[8][14], ap_int<20> w[8][8]) {
  for (int i = 0; i < 8; ++i) {
    ap_int<20> x = a[i];
    r[i][0] = a[i][3];
    r[i][1] = a[i].range(11, 4);
    r[i][2] = a[i](4, 11);
    r[i][3] = b[i].range(i + 4, i);
    r[i][4] = a[i][p[i]];
    r[i][5] = a[i].range(p[i], 2);
    r[i][6] = (a[i], b[i]);
    r[i][7] = (b[i].range(5, 2), a[i][0], b[i]);
    r[i][8] = x.range(7, 0) + x.range(3, 0) * 2;
    r[i][9] = x[1] ? x.range(19, 10) : x.range(9, 0);
    r[i][10] = a[i].range(p[i], b[i]);
    r[i][11] = x.range(9, 3).length() + x.range(p[i], 1).and_reduce();
    r[i][12] = b[i].test(p[i]);
    r[i][13] = ~b[i].range(6, 1);
    x[4] = b[i][0];
    w[i][0] = x;
    x.range(15, 8) = b[i];
    w[i][1] = x;
    x(2, 5) = b[i];
    w[i][2] = x;
    x[p[i]] = 1;
    w[i][3] = x;
    x.range(p[i], 3) = a[7 - i];
    w[i][4] = x;
    x.range(i + 3, i) ^= 5;
    w[i][5] = x;
    ap_uint<7> h;
    ap_uint<9> l;
    (h, l) = b[i] * 7;
    w[i][6] = h * 3 + l;
    w[i][7] = a[i];
    w[i][7].range(9, 5) = w[i][6].range(4, 0);
    w[i][7][19] = x[0];
  }
}
