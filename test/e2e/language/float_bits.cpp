// RUN: allo run %s --top kernel --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top kernel --target cpu --random-inputs 2 | FileCheck %s
// CHECK: equal
// Products of numbers that are never negative: 0 * infinity is a NaN of either sign, whose bits are looked at here.
#include "ap_fixed.h"
#include "ap_int.h"
#include "hls_half.h"

bool isNaN(float x) {
  union {
    float number;
    unsigned bits;
  } both;
  both.number = x;
  return (both.bits & 0x7fffffff) > 0x7f800000;
}

void kernel(const ap_uint<48> b[64], const ap_uint<3> c[64], float p[64], ap_fixed<24, 12, AP_RND, AP_SAT> q[64],
            ap_int<20> r[64], bool s[64]) {
  for (int i = 0; i < 64; ++i) {
    float x = float(c[i]) * float(half(b[i])); // 48 bits are beyond half: infinity
    p[i] = x;
    q[i] = x;
    r[i] = x;
    s[i] = isNaN(x);
  }
}
