// cbrt, rsqrt and hypot. The cube root by Newton's iteration for m^(-1/3), which needs no division.
#ifndef ALLO_HLS_DETAIL_MATH_ROOT_H
#define ALLO_HLS_DETAIL_MATH_ROOT_H

#include "math_tables_root.h"
#include "math_wide.h"

static inline allo_wide allo_cbrt(allo_wide x) {
  if (x.m == 0ull || allo_is_special(x))
    return x;
  int third = (x.e + 3000) / 3 - 1000, rest = x.e - 3 * third;
  unsigned long long m = x.m >> (3 - rest); // Q60, in [1, 8)
  unsigned long long z = allo_cube_table[(int)(m >> 57) - 8];
  for (int i = 0; i < 3; ++i) {                                               // z += z (1 - m z^3) / 3
    unsigned long long product = allo_high(allo_high(allo_high(z, z), z), m); // Q57
    long long step = allo_high_signed((long long)(z >> 1), (long long)((1ull << 57) - product)); // Q55
    step = allo_high_signed(step, 0x5555555555555555ll);
    z = z + ((unsigned long long)step << 8);
  }
  allo_wide w = allo_normal(z, 0, 0), number = allo_make(x.m, rest, 0), square = allo_multiply(w, w);
  allo_wide gap = allo_subtract(allo_make_one(), allo_multiply(number, allo_multiply(square, w)));
  w = allo_add(w, allo_multiply(allo_multiply(w, gap), allo_make(0xaaaaaaaaaaaaaaabull, -2, 0)));
  allo_wide result = allo_multiply(number, allo_multiply(w, w));
  return allo_make(result.m, result.e + third, x.s);
}

static inline allo_wide allo_rsqrt(allo_wide x) {
  if (x.m == 0ull)
    return allo_make_infinity(x.s);
  if (allo_is_nan(x) || x.s != 0)
    return allo_make_nan();
  return allo_is_special(x) ? allo_make_zero(0) : allo_divide(allo_make_one(), allo_square_root(x));
}

static inline allo_wide allo_hypot(allo_wide x, allo_wide y) {
  if ((allo_is_special(x) && !allo_is_nan(x)) || (allo_is_special(y) && !allo_is_nan(y)))
    return allo_make_infinity(0);
  if (allo_is_nan(x) || allo_is_nan(y))
    return allo_make_nan();
  if (x.m == 0ull || y.m == 0ull)
    return allo_magnitude(x.m == 0ull ? y : x);
  return allo_square_root(allo_magnitude(allo_add(allo_multiply(x, x), allo_multiply(y, y))));
}

#endif
