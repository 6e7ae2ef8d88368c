// RUN: allo run %s --target cpu --random-inputs 1 --top half_conversions --range x=-100000:100000 --range y=-70000:70000 | FileCheck %s
// RUN: allo run %s --target hls --random-inputs 1 --top half_conversions --range x=-100000:100000 --range y=-70000:70000 | FileCheck %s
// RUN: allo run %s --target cpu --random-inputs 1 --top bfloat16_conversions | FileCheck %s
// RUN: allo run %s --target hls --random-inputs 1 --top bfloat16_conversions | FileCheck %s
// RUN: allo run %s --target cpu --random-inputs 1 --top half_arithmetic | FileCheck %s
// RUN: allo run %s --target hls --random-inputs 1 --top half_arithmetic | FileCheck %s
// RUN: allo run %s --target cpu --random-inputs 1 --top bfloat16_arithmetic | FileCheck %s
// RUN: allo run %s --target hls --random-inputs 1 --top bfloat16_arithmetic | FileCheck %s
// RUN: allo run %s --target cpu --random-inputs 1 --top half_mixed --range x=-3000:3000 --range n=-3000:3000 | FileCheck %s
// RUN: allo run %s --target hls --random-inputs 1 --top half_mixed --range x=-3000:3000 --range n=-3000:3000 | FileCheck %s
// RUN: allo run %s --target cpu --random-inputs 1 --top bfloat16_mixed --range x=-3000:3000 | FileCheck %s
// RUN: allo run %s --target hls --random-inputs 1 --top bfloat16_mixed --range x=-3000:3000 | FileCheck %s
// RUN: allo run %s --target rtl --random-inputs 2 --top half_arithmetic | FileCheck %s
// RUN: allo run %s --target rtl --random-inputs 2 --top bfloat16_conversions | FileCheck %s
// CHECK: {{^}}equal to the native kernel
// half and bfloat16, given and returned by their bits: conversions, arithmetic, comparisons, mixed operands.
#include "ap_fixed.h"
#include "hls_half.h"

/// The bits; one pattern for every NaN, whose sign and payload IEEE 754 leaves open.
template <class T> unsigned short patternOf(T value) {
  return value != value ? static_cast<unsigned short>(0x7fff) : value.to_bits();
}

#define NARROW_KERNELS(T)                                                                                              \
  void T##_conversions(const unsigned short in[32], const float x[32], const double y[32], const int n[32],            \
                       float out[32], unsigned short r[32][8]) {                                                       \
    for (int i = 0; i < 32; ++i) {                                                                                     \
      T value = T::from_bits(in[i]);                                                                                   \
      out[i] = value;                                                                                                  \
      T a = x[i], b = y[i], c = n[i], d = static_cast<unsigned char>(n[i]),                                            \
        e = static_cast<long long>(n[i]) * (1ll << 30);                                                                \
      ap_fixed<20, 10> fixed = 0;                                                                                      \
      fixed.range() = n[i];                                                                                            \
      ap_int<24> integer = n[i];                                                                                       \
      T f = fixed, g = integer;                                                                                        \
      r[i][0] = patternOf(a);                                                                                             \
      r[i][1] = patternOf(b);                                                                                             \
      r[i][2] = patternOf(c);                                                                                             \
      r[i][3] = patternOf(d);                                                                                             \
      r[i][4] = patternOf(e);                                                                                             \
      r[i][5] = patternOf(f);                                                                                             \
      r[i][6] = patternOf(g);                                                                                             \
      r[i][7] = patternOf(-value);                                                                                        \
    }                                                                                                                  \
  }                                                                                                                    \
  void T##_arithmetic(const unsigned short a[32], const unsigned short b[32], unsigned short r[32][6]) {               \
    for (int i = 0; i < 32; ++i) {                                                                                     \
      T x = T::from_bits(a[i]), y = T::from_bits(b[i]);                                                                \
      r[i][0] = patternOf(x + y);                                                                                         \
      r[i][1] = patternOf(x - y);                                                                                         \
      r[i][2] = patternOf(x * y);                                                                                         \
      r[i][3] = patternOf(x / y);                                                                                         \
      T t = x;                                                                                                         \
      t += y;                                                                                                          \
      t *= y;                                                                                                          \
      ++t;                                                                                                             \
      r[i][4] = patternOf(t);                                                                                             \
      r[i][5] = static_cast<unsigned short>((x == y) + 2 * (x != y) + 4 * (x < y) + 8 * (x <= y) + 16 * (x > y) +      \
                                            32 * (x >= y));                                                            \
    }                                                                                                                  \
  }                                                                                                                    \
  void T##_mixed(const unsigned short a[32], const float x[32], const int n[32], float f[32][3], double d[32][2],      \
                 unsigned short r[32][4]) {                                                                            \
    for (int i = 0; i < 32; ++i) {                                                                                     \
      T v = T::from_bits(a[i]);                                                                                        \
      f[i][0] = v * x[i];                                                                                              \
      f[i][1] = x[i] - v;                                                                                              \
      f[i][2] = v;                                                                                                     \
      d[i][0] = v + static_cast<double>(x[i]);                                                                         \
      d[i][1] = 1.0 / v;                                                                                               \
      r[i][0] = patternOf(v + n[i]);                                                                                      \
      r[i][1] = patternOf(n[i] * v);                                                                                      \
      T t = v;                                                                                                         \
      t -= x[i];                                                                                                       \
      r[i][2] = patternOf(t);                                                                                             \
      r[i][3] = static_cast<unsigned short>((v < x[i]) + 2 * (v == n[i]) + 4 * (n[i] >= v) + (v ? 8 : 0));             \
    }                                                                                                                  \
  }
NARROW_KERNELS(half)
NARROW_KERNELS(bfloat16)
