// pow, powr, pown and rootn: 2^(y log2 |x|) with a logarithm of 76 bits. Squares and reciprocals are exact before they
// are rounded, since compilers replace pow(x, 2) and pow(x, -1) by a product and a quotient.
#ifndef ALLO_HLS_DETAIL_MATH_POW_H
#define ALLO_HLS_DETAIL_MATH_POW_H

#include "math_log.h"

// 0: not an integer, 1: odd, 2: even
static inline int allo_parity_of(allo_wide x) {
  if (x.m == 0ull || x.e >= 64)
    return 2;
  if (x.e < 0)
    return 0;
  if (x.e < 63 && (x.m << (x.e + 1)) != 0ull)
    return 0;
  return ((x.m >> (63 - x.e)) & 1ull) != 0ull ? 1 : 2;
}

// 2 to the power of |l| m 2^(e - 63), negative for s = 1
static inline allo_wide allo_power_of_log(allo_long l, unsigned long long m, int e, int s) {
  if (l.h == 0ull)
    return allo_make_one();
  if (l.e + e > 16)
    return allo_make(1ull << 63, s != 0 ? -(1 << 19) : 1 << 19, 0);
  allo_pair t = allo_shift_pair_right(allo_multiply_pair(allo_make_pair(l.h, l.l), m), 62 - l.e - e);
  if (s != 0)
    t = allo_negate_pair(t);
  return allo_power_of_two((int)(long long)t.h, t.l);
}

// |x|^y for numbers other than 0
static inline allo_wide allo_power_number(allo_wide x, allo_wide y) {
  bool is_square = y.m == (1ull << 63) && y.e == 1 && y.s == 0, is_unit = y.m == (1ull << 63) && y.e == 0;
  allo_wide size = allo_magnitude(x);
  if (is_square) {
    allo_wide square = allo_multiply(size, size);
    unsigned long long low = size.m * size.m;
    if ((square.e == 2 * size.e ? low << 1 : low) != 0ull)
      square.m = square.m | 1ull; // more than a tie
    return square;
  }
  if (is_unit && y.s == 0)
    return size;
  if (is_unit) {
    allo_wide inverse = allo_divide(allo_make_one(), size);
    if (size.m != (1ull << 63))
      inverse.m = inverse.m | 1ull;
    return inverse;
  }
  allo_long l = allo_log2_number(size);
  return allo_power_of_log(l, y.m, y.e, l.s ^ y.s);
}

static inline allo_wide allo_pow(allo_wide x, allo_wide y) {
  bool x_is_one = x.m == (1ull << 63) && x.e == 0;
  if ((x_is_one && x.s == 0) || y.m == 0ull)
    return allo_make_one();
  if (allo_is_nan(x) || allo_is_nan(y))
    return allo_make_nan();
  if (allo_is_special(y)) {
    if (x_is_one)
      return allo_make_one();
    bool grows = (x.m != 0ull && x.e >= 0) != (y.s != 0);
    return grows ? allo_make_infinity(0) : allo_make_zero(0);
  }
  int parity = allo_parity_of(y);
  int s = parity == 1 ? x.s : 0;
  if (x.m == 0ull || allo_is_special(x))
    return (x.m == 0ull) == (y.s != 0) ? allo_make_infinity(s) : allo_make_zero(s);
  if (x.s != 0 && parity == 0)
    return allo_make_nan();
  allo_wide result = allo_power_number(x, y);
  result.s = s;
  return result;
}

// For x >= 0, by exp(y log x) in the special cases (IEEE 754-2019, 9.2.1)
static inline allo_wide allo_powr(allo_wide x, allo_wide y) {
  bool x_is_one = x.m == (1ull << 63) && x.e == 0;
  bool x_is_end = x.m == 0ull || allo_is_special(x);
  if (allo_is_nan(x) || allo_is_nan(y) || (x.s != 0 && x.m != 0ull) || (x_is_end && y.m == 0ull) ||
      (x_is_one && allo_is_special(y)))
    return allo_make_nan();
  return allo_pow(allo_magnitude(x), y);
}

static inline allo_wide allo_pown(allo_wide x, int n) { return allo_pow(x, allo_from_int(n)); }

// The n-th root
static inline allo_wide allo_rootn(allo_wide x, int n) {
  bool is_odd = (n & 1) != 0;
  if (n == 0 || allo_is_nan(x) || (x.s != 0 && !is_odd && x.m != 0ull))
    return allo_make_nan();
  int s = is_odd ? x.s : 0;
  if (x.m == 0ull || allo_is_special(x))
    return (x.m == 0ull) == (n < 0) ? allo_make_infinity(s) : allo_make_zero(s);
  unsigned long long size = (unsigned long long)(n < 0 ? -(long long)n : (long long)n);
  allo_long l = allo_log2_number(allo_magnitude(x));
  unsigned long long h = l.h / size, rest = l.h - h * size;
  allo_long part = allo_make_long(allo_make_pair(h, allo_divide_words(rest, l.l, size)), l.e, l.s);
  allo_wide result =
      size == 1ull && n > 0 ? allo_magnitude(x) : allo_power_of_log(part, 1ull << 63, 0, l.s ^ (n < 0 ? 1 : 0));
  result.s = s;
  return result;
}

#endif
