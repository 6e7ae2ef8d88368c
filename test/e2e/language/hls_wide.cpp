// RUN: allo run %s --top wide --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top wide --target hls --random-inputs 2 | FileCheck %s
// RUN: allo run %s --top wide --target rtl --random-inputs 3 | FileCheck %s
// RUN: allo run %s --top wide --target sim --random-inputs 3 | FileCheck %s
// CHECK: equal
// Integers beyond 64 and 128 bits: in memory, in constants and tables, in arithmetic and as slices.
#include "ap_int.h"

constexpr ap_uint<100> table[3] = {ap_uint<100>(1) << 99, ap_uint<100>(-1), ap_uint<100>("0x123456789abcdef0123456789")};

void wide(const ap_int<90> a[6], const ap_uint<200> b[6], const ap_uint<8> n[6], ap_int<300> r[6][6], ap_uint<65> s[6][4],
          double d[6][2], ap_uint<200> *last) {
  for (int i = 0; i < 6; ++i) {
    r[i][0] = a[i] * b[i];
    r[i][1] = (b[i] << n[i]) - a[i];
    r[i][2] = b[i] >> n[i];
    r[i][3] = (b[i] / (a[i] | 1)) ^ (b[i] % 1000003);
    r[i][4] = (a[i], b[i]);
    r[i][5] = table[i % 3] + b[i].range(150, 20);
    s[i][0] = b[i];
    s[i][1] = a[i] > b[i] ? 1 : 2;
    s[i][2] = b[i].countLeadingZeros() + b[i].xor_reduce();
    s[i][3] = s[i][0] * s[i][0] + a[i].to_int();
    d[i][0] = a[i].to_double();
    d[i][1] = b[i].to_double() / 3;
  }
  *last = b[5];
  last->range(199, 100) = a[0];
  (*last)[0] = a[1][89];
}
