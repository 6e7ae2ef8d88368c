// One pair of operands under every operator: row i of `r` holds the bits of the results.
#ifndef FIXED_ARITHMETIC_H
#define FIXED_ARITHMETIC_H
#include "Modes.h"

// An operand from its bits: of fixed point, or of any integer type. Zero becomes one unit where it is a divisor.
#define FIXED(T, x, bits)                                                                                              \
  T x = 0;                                                                                                             \
  x.range() = bits;
#define INTEGER(T, x, bits) T x = static_cast<T>(bits);

#define ARITHMETIC_KERNEL(name, loadA, A, loadB, B)                                                                    \
  void name(const long long a[32], const long long b[32], long long r[32][9]) {                                        \
    for (int i = 0; i < 32; ++i) {                                                                                     \
      loadA(A, x, a[i]) loadB(B, y, b[i]) loadB(B, divisor, (y == 0 ? 1ll : b[i])) r[i][0] = raw(x + y);               \
      r[i][1] = raw(x - y);                                                                                            \
      r[i][2] = raw(x * y);                                                                                            \
      r[i][3] = raw(x / divisor);                                                                                      \
      r[i][4] = raw(x & y);                                                                                            \
      r[i][5] = raw(x | y);                                                                                            \
      r[i][6] = raw(x ^ y);                                                                                            \
      r[i][7] = (x == y) + 2 * (x != y) + 4 * (x < y) + 8 * (x <= y) + 16 * (x > y) + 32 * (x >= y);                   \
      r[i][8] = x < y ? 1 : x > y ? 2 : 3;                                                                             \
    }                                                                                                                  \
  }

/// What one operand alone is under: unary operators, shifts both ways, members.
#define UNARY_KERNEL(name, T)                                                                                          \
  void name(const long long a[32], const long long count[32], long long r[32][14]) {                                   \
    for (int i = 0; i < 32; ++i) {                                                                                     \
      FIXED(T, x, a[i])                                                                                                \
      int n = static_cast<int>(count[i]);                                                                              \
      r[i][0] = raw(-x);                                                                                               \
      r[i][1] = raw(+x);                                                                                               \
      r[i][2] = raw(~x);                                                                                               \
      r[i][3] = !x;                                                                                                    \
      r[i][4] = raw(x << n);                                                                                           \
      r[i][5] = raw(x >> n);                                                                                           \
      r[i][6] = x.to_int();                                                                                            \
      r[i][7] = static_cast<long long>(x);                                                                             \
      r[i][8] = static_cast<unsigned char>(x);                                                                         \
      r[i][9] = x.is_neg();                                                                                            \
      r[i][10] = x.length();                                                                                           \
      r[i][11] = x[2] + 2 * x.get_bit(0);                                                                              \
      r[i][12] = x(4, 1).to_int();                                                                                     \
      r[i][13] = x ? 1 : 0;                                                                                            \
    }                                                                                                                  \
  }

/// Compound assignment: T is quantised and overflows in its own modes each time.
#define COMPOUND_KERNEL(name, T, loadB, B)                                                                             \
  void name(const long long a[32], const long long b[32], long long r[32][13]) {                                       \
    for (int i = 0; i < 32; ++i) {                                                                                     \
      FIXED(T, x, a[i])                                                                                                \
      loadB(B, y, b[i]) loadB(B, divisor, (y == 0 ? 1ll : b[i])) T t = x;                                              \
      t += y;                                                                                                          \
      r[i][0] = raw(t);                                                                                                \
      t = x;                                                                                                           \
      t -= y;                                                                                                          \
      r[i][1] = raw(t);                                                                                                \
      t = x;                                                                                                           \
      t *= y;                                                                                                          \
      r[i][2] = raw(t);                                                                                                \
      t = x;                                                                                                           \
      t /= divisor;                                                                                                    \
      r[i][3] = raw(t);                                                                                                \
      t = x;                                                                                                           \
      t &= y;                                                                                                          \
      r[i][4] = raw(t);                                                                                                \
      t = x;                                                                                                           \
      t |= y;                                                                                                          \
      r[i][5] = raw(t);                                                                                                \
      t = x;                                                                                                           \
      t ^= y;                                                                                                          \
      r[i][6] = raw(t);                                                                                                \
      t = x;                                                                                                           \
      t <<= 2;                                                                                                         \
      r[i][7] = raw(t);                                                                                                \
      t = x;                                                                                                           \
      t >>= 3;                                                                                                         \
      r[i][8] = raw(t);                                                                                                \
      t = x;                                                                                                           \
      ++t;                                                                                                             \
      r[i][9] = raw(t);                                                                                                \
      r[i][10] = raw(t--);                                                                                             \
      r[i][11] = raw(t);                                                                                               \
      --t;                                                                                                             \
      r[i][12] = raw(t);                                                                                               \
    }                                                                                                                  \
  }
#endif
