// RUN: allo run %s --top kernel --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top kernel --target cpu --random-inputs 2 | FileCheck %s
// CHECK: equal
// A loop that computes in integers of 136 bits beside narrow ones: as vectors, LLVM 22 loses signs on AVX-512.
#include "ap_fixed.h"
#include "ap_int.h"

void kernel(const ap_ufixed<64, 22, AP_RND_MIN_INF, AP_WRAP, 4> a[64], const unsigned b[64], const double c[64],
            const ap_fixed<90, 46, AP_RND, AP_WRAP_SM, 4> d[64], const unsigned e[64], ap_int<20> x[64],
            ap_int<24> y[64], ap_int<24> z[64], double q[64], ap_fixed<24, 12, AP_RND, AP_SAT> r[64],
            ap_fixed<32, 31, AP_RND, AP_SAT_SYM> s[64], ap_fixed<32, 31, AP_RND, AP_SAT_SYM> t[64]) {
  for (int i = 0; i < 64; i++) {
    x[i] = ap_int<20>(double(d[i]));
    y[i] = ap_int<24>(ap_fixed<24, 12, AP_RND, AP_SAT>(c[i]));
    z[i] = (ap_int<24>(ap_fixed<24, 12, AP_RND, AP_SAT>(c[i])) << ap_int<5>(ap_int<20>(e[i])));
    q[i] = float((ap_uint<32>(b[i]) & a[i])) / double(c[i]);
    r[i] = ap_fixed<24, 12, AP_RND, AP_SAT>(q[i]);
    s[i] = (x[i] + z[i]);
    t[i] = (x[i] + z[i]) * r[i];
  }
}
