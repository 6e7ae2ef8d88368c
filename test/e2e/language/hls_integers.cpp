// RUN: allo run %s --top integers --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top integers --target hls --random-inputs 2 | FileCheck %s
// RUN: allo run %s --top integers --target rtl --random-inputs 3 | FileCheck %s
// RUN: allo run %s --top integers --target sim --random-inputs 3 | FileCheck %s
// CHECK: equal
// ap_int and ap_uint: operators with their exact results, shifts by any count, division, comparisons, reductions.
#include "ap_int.h"

void integers(const ap_int<17> a[12], const ap_uint<9> b[12], const ap_int<5> n[12], const int c[12], ap_int<40> r[12][14],
              ap_uint<23> u[12][6], bool z[12][10]) {
  for (int i = 0; i < 12; ++i) {
    r[i][0] = a[i] + b[i];
    r[i][1] = b[i] - a[i];
    r[i][2] = a[i] * b[i] * c[i];
    r[i][3] = a[i] / b[i];
    r[i][4] = a[i] % b[i];
    r[i][5] = b[i] / n[i];
    r[i][6] = -a[i] + ~b[i];
    r[i][7] = (a[i] & b[i]) | (c[i] ^ a[i]);
    r[i][8] = a[i] << n[i];
    r[i][9] = a[i] >> n[i];
    r[i][10] = b[i] << 40;
    r[i][11] = a[i] >> b[i];
    r[i][12] = c[i] - a[i] + 5;
    r[i][13] = n[i];
    r[i][13] *= a[i];
    r[i][13] -= 3;
    r[i][13] <<= 2;
    r[i][13] %= 1000;
    ap_uint<23> t = c[i];
    u[i][0] = t++;
    u[i][1] = --t;
    t += a[i];
    u[i][2] = t;
    t /= 3;
    u[i][3] = t ^ n[i];
    u[i][4] = t.countLeadingZeros();
    u[i][5] = (c[i] > 0 ? ap_uint<23>(a[i]) : t) + t.length();
    z[i][0] = a[i] < b[i];
    z[i][1] = b[i] >= n[i];
    z[i][2] = n[i] == -1 || a[i] != c[i];
    z[i][3] = t.and_reduce();
    z[i][4] = t.xor_reduce();
    z[i][5] = a[i].or_reduce() && !n[i];
    z[i][6] = a[i].sign();
    z[i][7] = n[i];
    z[i][8] = t > 0.5 && a[i] < 100.25f;
    z[i][9] = b[i].nor_reduce();
  }
}
