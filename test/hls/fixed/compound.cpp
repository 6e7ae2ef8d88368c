// RUN: allo run %s --target cpu --random-inputs 1 --top compound | FileCheck %s
// RUN: allo run %s --target hls --random-inputs 1 --top compound | FileCheck %s
// RUN: allo run %s --target rtl --random-inputs 2 --top compound_rounded | FileCheck %s
// RUN: allo run %s --target rtl --random-inputs 2 --top compound_wrapped | FileCheck %s
// CHECK: {{^}}equal to the native kernel
// Compound assignment, ++ and --, in the modes of the target.
#include "Arithmetic.h"
using S8_4 = ap_fixed<8, 4>;
using Rounded = ap_fixed<10, 5, AP_RND_CONV, AP_SAT>;
using Symmetric = ap_fixed<9, 3, AP_RND_ZERO, AP_SAT_SYM>;
using Zeroed = ap_ufixed<8, 3, AP_TRN_ZERO, AP_SAT_ZERO>;
using Wrapped = ap_fixed<8, 5, AP_RND_INF, AP_WRAP_SM, 2>;
using Fraction = ap_ufixed<7, 0, AP_RND, AP_SAT>;
COMPOUND_KERNEL(compound_default, S8_4, FIXED, S8_4)
COMPOUND_KERNEL(compound_rounded, Rounded, FIXED, Symmetric)
COMPOUND_KERNEL(compound_symmetric, Symmetric, FIXED, Zeroed)
COMPOUND_KERNEL(compound_zeroed, Zeroed, FIXED, Rounded)
COMPOUND_KERNEL(compound_wrapped, Wrapped, FIXED, Symmetric)
COMPOUND_KERNEL(compound_fraction, Fraction, FIXED, Symmetric)
COMPOUND_KERNEL(compound_int, Rounded, INTEGER, int)

/// All of them.
void compound(const long long a[32], const long long b[32], long long r[7][32][13]) {
  compound_default(a, b, r[0]);
  compound_rounded(a, b, r[1]);
  compound_symmetric(a, b, r[2]);
  compound_zeroed(a, b, r[3]);
  compound_wrapped(a, b, r[4]);
  compound_fraction(a, b, r[5]);
  compound_int(a, b, r[6]);
}
