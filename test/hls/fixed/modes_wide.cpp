// RUN: allo run %s --target cpu --random-inputs 1 --top modes_wide | FileCheck %s
// RUN: allo run %s --target hls --random-inputs 1 --top modes_wide | FileCheck %s
// RUN: allo run %s --target rtl --random-inputs 2 --top from_40_to_24 | FileCheck %s
// RUN: allo run %s --target rtl --random-inputs 2 --top from_64_to_64 | FileCheck %s
// CHECK: {{^}}equal to the native kernel
// Conversions whose numbers need 64 bits, 128 bits and more.
#include "Modes.h"
using Signed40 = ap_fixed<40, 20>;
using Signed64 = ap_fixed<64, 32>;
using Unsigned64 = ap_ufixed<64, 32>;
MODES_KERNEL(from_40_to_24, Signed40, ap_fixed, 24, 12, 0)
MODES_KERNEL(from_64_to_40, Signed64, ap_fixed, 40, 18, 0)
MODES_KERNEL(from_64_to_64, Signed64, ap_fixed, 64, 28, 0)
MODES_KERNEL(from_unsigned_64, Unsigned64, ap_ufixed, 63, 40, 0)
MODES_KERNEL(from_unsigned_64_to_signed, Unsigned64, ap_fixed, 62, 29, 3)
MODES_KERNEL(from_64_far_left, Signed64, ap_fixed, 60, -20, 2)

/// All of them.
void modes_wide(const long long in[32], long long r[6][32][35]) {
  from_40_to_24(in, r[0]);
  from_64_to_40(in, r[1]);
  from_64_to_64(in, r[2]);
  from_unsigned_64(in, r[3]);
  from_unsigned_64_to_signed(in, r[4]);
  from_64_far_left(in, r[5]);
}
