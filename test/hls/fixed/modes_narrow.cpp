// RUN: allo run %s --target cpu --random-inputs 1 --top modes_narrow | FileCheck %s
// RUN: allo run %s --target hls --random-inputs 1 --top modes_narrow | FileCheck %s
// RUN: allo run %s --target rtl --random-inputs 2 --top signed_to_signed | FileCheck %s
// RUN: allo run %s --target rtl --random-inputs 2 --top signed_to_unsigned | FileCheck %s
// RUN: allo run %s --target rtl --random-inputs 2 --top point_right_of_bits | FileCheck %s
// RUN: allo run %s --target rtl --random-inputs 2 --top to_one_signed_bit | FileCheck %s
// CHECK: {{^}}equal to the native kernel
// Conversions between narrow formats: quantisation and overflow with every pair of signs, points far away, one bit.
#include "Modes.h"
using Signed10 = ap_fixed<10, 6>;
using Unsigned10 = ap_ufixed<10, 6>;
using Signed12 = ap_fixed<12, -2>;
MODES_KERNEL(signed_to_signed, Signed10, ap_fixed, 5, 3, 0)
MODES_KERNEL(signed_to_unsigned, Signed10, ap_ufixed, 5, 3, 0)
MODES_KERNEL(unsigned_to_signed, Unsigned10, ap_fixed, 5, 3, 0)
MODES_KERNEL(unsigned_to_unsigned, Unsigned10, ap_ufixed, 5, 3, 0)
MODES_KERNEL(point_left_of_bits, Signed12, ap_fixed, 6, -3, 0)
MODES_KERNEL(point_right_of_bits, Signed10, ap_fixed, 3, 5, 0)
MODES_KERNEL(everything_below, Signed12, ap_fixed, 4, 20, 0)
MODES_KERNEL(everything_above, Signed10, ap_fixed, 5, -40, 0)
MODES_KERNEL(to_one_signed_bit, Signed10, ap_fixed, 1, 1, 0)
MODES_KERNEL(to_one_unsigned_bit, Signed10, ap_ufixed, 1, 2, 0)
MODES_KERNEL(to_more_fraction, Signed10, ap_fixed, 9, 3, 0)
MODES_KERNEL(to_more_of_both, Unsigned10, ap_fixed, 16, 8, 0)

/// All of them.
void modes_narrow(const long long in[32], long long r[12][32][35]) {
  signed_to_signed(in, r[0]);
  signed_to_unsigned(in, r[1]);
  unsigned_to_signed(in, r[2]);
  unsigned_to_unsigned(in, r[3]);
  point_left_of_bits(in, r[4]);
  point_right_of_bits(in, r[5]);
  everything_below(in, r[6]);
  everything_above(in, r[7]);
  to_one_signed_bit(in, r[8]);
  to_one_unsigned_bit(in, r[9]);
  to_more_fraction(in, r[10]);
  to_more_of_both(in, r[11]);
}
