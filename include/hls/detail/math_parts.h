// Functions on the parts of a number: fmod, remainder, remquo, frexp, ldexp, logb, ilogb, nextafter. All are exact but
// ldexp, which rounds once where the result is subnormal.
#ifndef ALLO_HLS_DETAIL_MATH_PARTS_H
#define ALLO_HLS_DETAIL_MATH_PARTS_H

#include "math_wide.h"

// |x| modulo |y| for numbers, y not 0, and the low bits of the quotient: long division.
static inline allo_wide allo_modulo(allo_wide x, allo_wide y, unsigned int *quotient) {
  *quotient = 0u;
  if (allo_is_below(x, y))
    return allo_magnitude(x);
  unsigned long long rest = x.m, carry = 0ull;
  unsigned int q = 0u;
  for (int i = x.e - y.e; i >= 0; --i) {
    q = q << 1;
    if (carry != 0ull || rest >= y.m) {
      rest = rest - y.m;
      q = q | 1u;
    }
    if (i > 0) {
      carry = rest >> 63;
      rest = rest << 1;
    }
  }
  *quotient = q;
  return allo_normal(rest, y.e, 0);
}

static inline bool allo_is_modulo_invalid(allo_wide x, allo_wide y) {
  return allo_is_special(x) || allo_is_nan(y) || y.m == 0ull;
}

static inline allo_wide allo_fmod(allo_wide x, allo_wide y) {
  if (allo_is_modulo_invalid(x, y))
    return allo_make_nan();
  if (allo_is_special(y) || x.m == 0ull)
    return x;
  unsigned int quotient = 0u;
  allo_wide result = allo_modulo(x, y, &quotient);
  result.s = x.s;
  return result;
}

// The remainder of the nearest quotient, an even one for ties; the quotient's low bits.
static inline allo_wide allo_nearest_remainder(allo_wide x, allo_wide y, unsigned int *quotient) {
  allo_wide rest = allo_modulo(x, y, quotient), size = allo_magnitude(y), twice = allo_scale(rest, 1);
  bool is_above = allo_is_below(size, twice), is_below = allo_is_below(twice, size);
  if (rest.m != 0ull && (is_above || (!is_below && (*quotient & 1u) != 0u))) {
    rest = allo_subtract(rest, size);
    *quotient = *quotient + 1u;
  }
  rest.s = rest.m == 0ull ? x.s : rest.s ^ x.s;
  return rest;
}

static inline allo_wide allo_remainder(allo_wide x, allo_wide y) {
  if (allo_is_modulo_invalid(x, y))
    return allo_make_nan();
  if (allo_is_special(y) || x.m == 0ull)
    return x;
  unsigned int quotient = 0u;
  return allo_nearest_remainder(x, y, &quotient);
}

// Three bits of the quotient with its sign, 0 where there is none.
static inline int allo_remquo_quotient(allo_wide x, allo_wide y) {
  if (allo_is_modulo_invalid(x, y) || allo_is_special(y) || x.m == 0ull)
    return 0;
  unsigned int quotient = 0u;
  allo_nearest_remainder(x, y, &quotient);
  int low = (int)(quotient & 7u);
  return x.s != y.s ? -low : low;
}

static inline allo_wide allo_frexp(allo_wide x) {
  return x.m == 0ull || allo_is_special(x) ? x : allo_make(x.m, -1, x.s);
}

static inline int allo_frexp_exponent(allo_wide x) { return x.m == 0ull || allo_is_special(x) ? 0 : x.e + 1; }

static inline allo_wide allo_ldexp(allo_wide x, int n) {
  int places = n > 10000 ? 10000 : n < -10000 ? -10000 : n;
  return x.m == 0ull || allo_is_special(x) ? x : allo_scale(x, places);
}

static inline allo_wide allo_logb(allo_wide x) {
  if (x.m == 0ull)
    return allo_make_infinity(1);
  return allo_is_special(x) ? allo_magnitude(x) : allo_from_int(x.e);
}

static inline int allo_ilogb(allo_wide x) {
  if (x.m == 0ull || allo_is_nan(x))
    return -2147483647 - 1;
  return allo_is_special(x) ? 2147483647 : x.e;
}

// The next pattern from x in the direction of y, for patterns with the sign at `sign`.
static inline unsigned long long allo_step(unsigned long long x, unsigned long long y, unsigned long long sign,
                                           unsigned long long infinity, unsigned long long nan) {
  unsigned long long size_x = x & (sign - 1ull), size_y = y & (sign - 1ull);
  if (size_x > infinity || size_y > infinity)
    return nan;
  if (x == y || (size_x == 0ull && size_y == 0ull))
    return y;
  if (size_x == 0ull)
    return (y & sign) | 1ull;
  bool shrinks = (x & sign) != (y & sign) || size_x > size_y;
  return shrinks ? x - 1ull : x + 1ull;
}

static inline unsigned long long allo_nextafter_binary64(unsigned long long x, unsigned long long y) {
  return allo_step(x, y, 1ull << 63, 0x7ff0000000000000ull, 0x7ff8000000000000ull);
}

static inline unsigned int allo_nextafter_binary32(unsigned int x, unsigned int y) {
  return (unsigned int)allo_step((unsigned long long)x, (unsigned long long)y, 1ull << 31, 0x7f800000ull,
                                 0x7fc00000ull);
}

#endif
