// RUN: allo run %s --target cpu --random-inputs 1 --top modes_saturated_bits | FileCheck %s
// RUN: allo run %s --target hls --random-inputs 1 --top modes_saturated_bits | FileCheck %s
// RUN: allo run %s --target rtl --random-inputs 2 --top signed_two_bits | FileCheck %s
// RUN: allo run %s --target rtl --random-inputs 2 --top unsigned_all_bits | FileCheck %s
// CHECK: {{^}}equal to the native kernel
// The wrapping modes with saturated bits.
#include "Modes.h"
using Signed10 = ap_fixed<10, 6>;
using Unsigned10 = ap_ufixed<10, 6>;
MODES_KERNEL(signed_one_bit, Signed10, ap_fixed, 5, 3, 1)
MODES_KERNEL(signed_two_bits, Signed10, ap_fixed, 5, 3, 2)
MODES_KERNEL(signed_three_bits, Signed10, ap_fixed, 5, 3, 3)
MODES_KERNEL(signed_all_bits, Signed10, ap_fixed, 5, 3, 5)
MODES_KERNEL(unsigned_one_bit, Signed10, ap_ufixed, 5, 3, 1)
MODES_KERNEL(unsigned_two_bits, Signed10, ap_ufixed, 5, 3, 2)
MODES_KERNEL(unsigned_all_bits, Signed10, ap_ufixed, 5, 3, 5)
MODES_KERNEL(from_unsigned_two_bits, Unsigned10, ap_fixed, 5, 3, 2)

/// All of them.
void modes_saturated_bits(const long long in[32], long long r[8][32][35]) {
  signed_one_bit(in, r[0]);
  signed_two_bits(in, r[1]);
  signed_three_bits(in, r[2]);
  signed_all_bits(in, r[3]);
  unsigned_one_bit(in, r[4]);
  unsigned_two_bits(in, r[5]);
  unsigned_all_bits(in, r[6]);
  from_unsigned_two_bits(in, r[7]);
}
