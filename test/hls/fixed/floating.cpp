// RUN: allo run %s --target cpu --random-inputs 1 --top from_floating --range x=-40:40 --range y=-20000:20000 | FileCheck %s
// RUN: allo run %s --target hls --random-inputs 1 --top from_floating --range x=-40:40 --range y=-20000:20000 | FileCheck %s
// RUN: allo run %s --target cpu --random-inputs 1 --top to_floating | FileCheck %s
// RUN: allo run %s --target hls --random-inputs 1 --top to_floating | FileCheck %s
// RUN: allo run %s --target cpu --random-inputs 1 --top with_floating --range y=-300:300 | FileCheck %s
// RUN: allo run %s --target hls --random-inputs 1 --top with_floating --range y=-300:300 | FileCheck %s
// RUN: allo run %s --target rtl --random-inputs 2 --top float_to_signed --range in=-1:1 | FileCheck %s
// RUN: allo run %s --target rtl --random-inputs 2 --top small_to_floating | FileCheck %s
// CHECK: {{^}}equal to the native kernel
// Fixed point from and to floating types, and mixed with them.
#include "Modes.h"

/// As MODES_KERNEL, from a floating type.
#define FLOATING_KERNEL(name, Source, Fixed, W, I, N)                                                                  \
  void name(const Source in[32], long long r[32][35]) {                                                                \
    for (int i = 0; i < 32; ++i) {                                                                                     \
      Source x = in[i];                                                                                                \
      ALL_MODES(Fixed, W, I, N)                                                                                        \
    }                                                                                                                  \
  }
FLOATING_KERNEL(double_to_signed, double, ap_fixed, 9, 4, 0)
FLOATING_KERNEL(double_to_unsigned, double, ap_ufixed, 8, 5, 0)
FLOATING_KERNEL(double_to_saturated_bits, double, ap_fixed, 9, 4, 3)
FLOATING_KERNEL(double_to_64, double, ap_fixed, 64, 20, 0)
FLOATING_KERNEL(float_to_signed, float, ap_fixed, 12, -1, 0)
FLOATING_KERNEL(float_to_coarse, float, ap_fixed, 8, 14, 2)

#define TO_FLOATING_KERNEL(name, T)                                                                                    \
  void name(const long long in[32], double d[32], float f[32]) {                                                       \
    for (int i = 0; i < 32; ++i) {                                                                                     \
      T x = 0;                                                                                                         \
      x.range() = in[i];                                                                                               \
      d[i] = x.to_double();                                                                                            \
      f[i] = x;                                                                                                        \
    }                                                                                                                  \
  }
using S12_4 = ap_fixed<12, 4>;
using U64_30 = ap_ufixed<64, 30>;
using S64_70 = ap_fixed<64, 70>;
using S40_m5 = ap_fixed<40, -5>;
TO_FLOATING_KERNEL(small_to_floating, S12_4)
TO_FLOATING_KERNEL(unsigned_64_to_floating, U64_30)
TO_FLOATING_KERNEL(signed_64_to_floating, S64_70)
TO_FLOATING_KERNEL(signed_40_to_floating, S40_m5)

void with_floating(const long long in[32], const double y[32], double d[32][8], float f[32][4], int c[32]) {
  for (int i = 0; i < 32; ++i) {
    ap_fixed<20, 9> x = 0;
    x.range() = in[i];
    float z = static_cast<float>(y[i]);
    d[i][0] = x + y[i];
    d[i][1] = y[i] - x;
    d[i][2] = x * y[i];
    d[i][3] = y[i] / (x == 0 ? ap_fixed<20, 9>(1) : x);
    ap_fixed<16, 8, AP_RND, AP_SAT> t = x;
    t += y[i];
    d[i][4] = t;
    t = x;
    t *= z;
    d[i][5] = t;
    double e = y[i];
    e += x.to_double();
    d[i][6] = e;
    d[i][7] = -x;
    f[i][0] = x + z;
    f[i][1] = z - x;
    f[i][2] = z * x;
    f[i][3] = x / (z == 0 ? 1.0f : z);
    c[i] = (x == y[i]) + 2 * (x < y[i]) + 4 * (y[i] <= x) + 8 * (x != z) + 16 * (z > x) + 32 * (x >= 1.5);
  }
}

/// All from floating types.
void from_floating(const double x[32], const float y[32], long long r[6][32][35]) {
  double_to_signed(x, r[0]);
  double_to_unsigned(x, r[1]);
  double_to_saturated_bits(x, r[2]);
  double_to_64(x, r[3]);
  float_to_signed(y, r[4]);
  float_to_coarse(y, r[5]);
}

/// All to floating types.
void to_floating(const long long in[32], double d[4][32], float f[4][32]) {
  small_to_floating(in, d[0], f[0]);
  unsigned_64_to_floating(in, d[1], f[1]);
  signed_64_to_floating(in, d[2], f[2]);
  signed_40_to_floating(in, d[3], f[3]);
}
