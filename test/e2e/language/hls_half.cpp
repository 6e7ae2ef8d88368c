// RUN: allo run %s --top narrow --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top narrow --target hls --random-inputs 2 | FileCheck %s
// RUN: allo run %s --top narrow --target rtl --random-inputs 3 | FileCheck %s
// RUN: allo run %s --top narrow --target sim --random-inputs 3 | FileCheck %s
// CHECK: equal
// half and bfloat16: arithmetic, conversions and comparisons, mixed with every other kind of number.
#include "ap_fixed.h"
#include "ap_int.h"
#include "hls_half.h"

void narrow(const half a[8], const half b[8], const bfloat16 c[8], const int n[8], const ap_int<20> m[8],
            const ap_fixed<16, 6> f[8], half r[8][9], bfloat16 s[8][5], float x[8][4], int k[8][3], bool z[8][5],
            half p[8], bfloat16 q[8]) {
  for (int i = 0; i < 8; ++i) {
    r[i][0] = a[i] + b[i];
    p[i] = n[i] > 0 ? half(m[i] / 3) : half(m[i] % ap_int<7>(n[i] | 1)); // one branch is computed
    q[i] = n[i] > 0 ? bfloat16(m[i] / 3) : bfloat16(m[i] % ap_int<7>(n[i] | 1));
    r[i][1] = a[i] - b[i] * half(2.5f);
    r[i][2] = a[i] / b[i];
    r[i][3] = n[i] * a[i];
    r[i][4] = half(m[i]);
    r[i][5] = half(f[i]);
    r[i][6] = -a[i];
    half t = a[i];
    t += 1;
    t *= 3.7;
    r[i][7] = t++;
    r[i][8] = half(float(c[i]));
    s[i][0] = c[i] + c[7 - i];
    s[i][1] = c[i] * bfloat16(3);
    s[i][2] = c[i] / (c[7 - i] + bfloat16(2));
    s[i][3] = bfloat16(n[i]);
    s[i][4] = bfloat16(a[i]);
    x[i][0] = a[i];
    x[i][1] = a[i] * 0.1f;
    x[i][2] = c[i];
    x[i][3] = a[i] * a[i] + t;
    k[i][0] = a[i] * half(100);
    k[i][1] = int(c[i] * bfloat16(50));
    k[i][2] = ap_int<12>(a[i] * half(1000));
    z[i][0] = a[i] < b[i];
    z[i][1] = a[i] > 0.25;
    z[i][2] = a[i] == n[i];
    z[i][3] = c[i] != c[7 - i];
    z[i][4] = a[i] - b[i];
  }
}
