// RUN: allo run %s --target cpu --random-inputs 1 --top mixed | FileCheck %s
// RUN: allo run %s --target hls --random-inputs 1 --top mixed | FileCheck %s
// RUN: allo run %s --target cpu --random-inputs 1 --top into_c_numbers --range n=-100000:100000 --range y=-300:300 | FileCheck %s
// RUN: allo run %s --target hls --random-inputs 1 --top into_c_numbers --range n=-100000:100000 --range y=-300:300 | FileCheck %s
// RUN: allo run %s --target rtl --random-inputs 2 --top with_int | FileCheck %s
// RUN: allo run %s --target rtl --random-inputs 2 --top ap_uint_with | FileCheck %s
// CHECK: {{^}}equal to the native kernel
// Fixed point with C integers, ap_int and ap_uint: integers are fixed point without a fraction.
#include "Arithmetic.h"
using S8_4 = ap_fixed<8, 4>;
using U9_2 = ap_ufixed<9, 2>;
using A5 = ap_int<5>;
using A12 = ap_uint<12>;
ARITHMETIC_KERNEL(with_int, FIXED, S8_4, INTEGER, int)
ARITHMETIC_KERNEL(int_with, INTEGER, int, FIXED, S8_4)
ARITHMETIC_KERNEL(with_unsigned_char, FIXED, S8_4, INTEGER, unsigned char)
ARITHMETIC_KERNEL(short_with_unsigned, INTEGER, short, FIXED, U9_2)
ARITHMETIC_KERNEL(with_bool, FIXED, U9_2, INTEGER, bool)
ARITHMETIC_KERNEL(with_unsigned, FIXED, S8_4, INTEGER, unsigned)
ARITHMETIC_KERNEL(with_ap_int, FIXED, S8_4, INTEGER, A5)
ARITHMETIC_KERNEL(ap_uint_with, INTEGER, A12, FIXED, U9_2)

/// A C number on the left of a compound assignment.
void into_c_numbers(const long long bits[32], const int n[32], const float y[32], int r[32][8], double d[32][5]) {
  for (int i = 0; i < 32; ++i) {
    FIXED(S8_4, x, bits[i])
    FIXED(S8_4, divisor, (x == 0 ? 1ll : bits[i]))
    int sum = n[i], difference = n[i], product = n[i], quotient = n[i], both = n[i];
    sum += x;
    difference -= x;
    product *= x;
    quotient /= divisor;
    both &= x;
    unsigned char small = static_cast<unsigned char>(n[i]);
    small += x;
    short either = static_cast<short>(n[i]), other = either;
    either |= x;
    other ^= x;
    r[i][0] = sum;
    r[i][1] = difference;
    r[i][2] = product;
    r[i][3] = quotient;
    r[i][4] = both;
    r[i][5] = small;
    r[i][6] = either;
    r[i][7] = other;
    float f = y[i], g = y[i];
    f += x;
    g *= x;
    double h = static_cast<double>(y[i]), k = h, l = h;
    h -= x;
    k /= divisor;
    l += x;
    d[i][0] = static_cast<double>(f);
    d[i][1] = static_cast<double>(g);
    d[i][2] = h;
    d[i][3] = k;
    d[i][4] = l;
  }
}

/// All operators.
void mixed(const long long a[32], const long long b[32], long long r[8][32][9]) {
  with_int(a, b, r[0]);
  int_with(a, b, r[1]);
  with_unsigned_char(a, b, r[2]);
  short_with_unsigned(a, b, r[3]);
  with_bool(a, b, r[4]);
  with_unsigned(a, b, r[5]);
  with_ap_int(a, b, r[6]);
  ap_uint_with(a, b, r[7]);
}
