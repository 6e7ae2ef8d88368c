// RUN: allo run %s --top kernel --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top kernel --target cpu --random-inputs 2 | FileCheck %s
// CHECK: equal
// LLVM makes a choice between bfloat16 numbers in a loop whose other statements have branches, and goes through float.
#include "ap_fixed.h"
#include "ap_int.h"
#include "hls_half.h"

void kernel(const ap_fixed<8, 1, AP_TRN, AP_SAT> a[4], const ap_int<65> b[4], const ap_int<65> c[4],
            const ap_fixed<65, 3, AP_TRN, AP_SAT_SYM> d[4], const ap_fixed<8, 2, AP_RND_MIN_INF, AP_SAT_SYM> e[4],
            bfloat16 x[4], unsigned y[4]) {
  for (int i = 0; i < 4; ++i) {
    x[i] = bfloat16((ap_uint<1>(b[i] >= b[i]) + double(ap_uint<1>(0))));
    unsigned t = (unsigned)((a[i] - e[3 - i]));
    t = (unsigned)((bool(ap_int<20>(c[i]))
                        ? ap_uint<128>((bool(ap_int<20>(ap_int<9>(100))) ? ap_int<24>(d[i]) : ap_int<24>(b[i])))
                        : ap_uint<128>((double(e[3 - i]) - float(ap_int<9>(-1))))));
    y[i] = t;
  }
}
