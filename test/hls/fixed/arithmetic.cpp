// RUN: allo run %s --target cpu --random-inputs 1 --top arithmetic | FileCheck %s
// RUN: allo run %s --target hls --random-inputs 1 --top arithmetic | FileCheck %s
// RUN: allo run %s --target cpu --random-inputs 1 --top unary --range count=-12:12 | FileCheck %s
// RUN: allo run %s --target hls --random-inputs 1 --top unary --range count=-12:12 | FileCheck %s
// RUN: allo run %s --target rtl --random-inputs 2 --top same_signed | FileCheck %s
// RUN: allo run %s --target rtl --random-inputs 2 --top signed_unsigned | FileCheck %s
// RUN: allo run %s --target rtl --random-inputs 2 --top far_points | FileCheck %s
// RUN: allo run %s --target rtl --random-inputs 2 --top unary_signed --range count=-12:12 | FileCheck %s
// RUN: allo run %s --target rtl --random-inputs 2 --top unary_left --range count=-12:12 | FileCheck %s
// CHECK: {{^}}equal to the native kernel
// Operators on fixed point of different widths, points and signs.
#include "Arithmetic.h"
using S8_4 = ap_fixed<8, 4>;
using U8_4 = ap_ufixed<8, 4>;
using S6_9 = ap_fixed<6, 9>;
using U7_m2 = ap_ufixed<7, -2>;
using S20_8 = ap_fixed<20, 8, AP_RND, AP_SAT>;
using U17_3 = ap_ufixed<17, 3>;
using S31_16 = ap_fixed<31, 16>;
using U30_1 = ap_ufixed<30, 1>;
ARITHMETIC_KERNEL(same_signed, FIXED, S8_4, FIXED, S8_4)
ARITHMETIC_KERNEL(same_unsigned, FIXED, U8_4, FIXED, U8_4)
ARITHMETIC_KERNEL(signed_unsigned, FIXED, S8_4, FIXED, U8_4)
ARITHMETIC_KERNEL(unsigned_signed, FIXED, U8_4, FIXED, S8_4)
ARITHMETIC_KERNEL(far_points, FIXED, S6_9, FIXED, U7_m2)
ARITHMETIC_KERNEL(far_points_turned, FIXED, U7_m2, FIXED, S6_9)
ARITHMETIC_KERNEL(middle, FIXED, S20_8, FIXED, U17_3)
ARITHMETIC_KERNEL(broad, FIXED, S31_16, FIXED, U30_1)
UNARY_KERNEL(unary_signed, S8_4)
UNARY_KERNEL(unary_unsigned, U8_4)
UNARY_KERNEL(unary_left, U7_m2)
UNARY_KERNEL(unary_right, S6_9)
UNARY_KERNEL(unary_broad, S31_16)

/// All of them.
void arithmetic(const long long a[32], const long long b[32], long long r[8][32][9]) {
  same_signed(a, b, r[0]);
  same_unsigned(a, b, r[1]);
  signed_unsigned(a, b, r[2]);
  unsigned_signed(a, b, r[3]);
  far_points(a, b, r[4]);
  far_points_turned(a, b, r[5]);
  middle(a, b, r[6]);
  broad(a, b, r[7]);
}

/// And on one operand.
void unary(const long long a[32], const long long count[32], long long r[5][32][14]) {
  unary_signed(a, count, r[0]);
  unary_unsigned(a, count, r[1]);
  unary_left(a, count, r[2]);
  unary_right(a, count, r[3]);
  unary_broad(a, count, r[4]);
}
