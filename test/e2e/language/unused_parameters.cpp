// RUN: allo run %s --top kernel --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top kernel --target hls --random-inputs 2 | FileCheck %s
// RUN: allo run %s --top kernel --target rtl --random-inputs 3 | FileCheck %s
// RUN: allo run %s --top kernel --target sim --random-inputs 3 | FileCheck %s
// RUN: allo run %s --top "instance<short>" --target cpu --random-inputs 4 | FileCheck %s
// RUN: allo check %s | FileCheck %s --check-prefix=ALL
// CHECK: equal
// ALL: accepted {{.*}}kernel
// Classes that only the parameters name: nothing else makes them from their templates.
#include "ap_fixed.h"
#include "ap_int.h"

template <class T> struct Pair {
  T a, b;
};

void kernel(const ap_fixed<90, 46> in[4], ap_int<20> out[4], Pair<short> pairs[3], Pair<ap_int<3>> &pair) noexcept {
  out[0] = 3;
}

template <class T> void instance(const ap_ufixed<9, 4> (&in)[4][3], T out[4], Pair<T> pairs[3], Pair<ap_int<5>> *pair) {
  out[1] = 7;
}
