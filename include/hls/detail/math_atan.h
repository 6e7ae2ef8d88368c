// atan, atan2, asin and acos: atan(y/x) = atan(c) + atan((y - c x) / (x + c y)) with c = i/64 next to y/x, and the
// series (J.-M. Muller, Elementary Functions, 3rd edition, 2016, chapter 6). asin x = atan2(x, sqrt(1 - x^2)).
#ifndef ALLO_HLS_DETAIL_MATH_ATAN_H
#define ALLO_HLS_DETAIL_MATH_ATAN_H

#include "math_tables_atan.h"
#include "math_wide.h"

static inline allo_wide allo_half_pi(int e) { return allo_make(0xc90fdaa22168c235ull, e, 0); } // pi/2 2^e

// atan(y/x) for numbers y, x > 0
static inline allo_wide allo_atan_ratio(allo_wide y, allo_wide x) {
  bool swaps = allo_is_below(x, y);
  allo_wide low = swaps ? x : y, high = swaps ? y : x;
  int apart = high.e - low.e;
  unsigned long long aligned = apart > 63 ? 0ull : low.m >> apart;
  int index = (int)(((aligned >> 26) + (high.m >> 33)) / (high.m >> 32));
  allo_wide c = allo_scale(allo_from_int(index), -6);
  allo_wide t = allo_divide(allo_subtract(low, allo_multiply(high, c)), allo_add(high, allo_multiply(low, c)));
  unsigned long long square = allo_fraction(allo_multiply(t, t)), p = allo_atan_terms[6];
  for (int i = 5; i >= 0; --i)
    p = allo_atan_terms[i] - allo_high(p, square); // Q64
  unsigned long long less = allo_high(p, square);
  allo_wide factor = less == 0ull ? allo_make_one() : allo_normal(0ull - less, -1, 0);
  allo_wide result = allo_add(allo_normal(allo_atan_table[index], -1, 0), allo_multiply(t, factor));
  return swaps ? allo_subtract(allo_half_pi(0), result) : result;
}

static inline allo_wide allo_atan(allo_wide x) {
  if (allo_is_nan(x) || x.m == 0ull)
    return x;
  allo_wide result = allo_is_special(x) ? allo_half_pi(0) : allo_atan_ratio(allo_magnitude(x), allo_make_one());
  result.s = x.s;
  return result;
}

static inline allo_wide allo_atan2(allo_wide y, allo_wide x) {
  if (allo_is_nan(x) || allo_is_nan(y))
    return allo_make_nan();
  allo_wide result;
  bool y_ends = y.m != 0ull && allo_is_special(y);
  if (y.m == 0ull || (allo_is_special(x) && !y_ends)) {
    result = x.s != 0 ? allo_half_pi(1) : allo_make_zero(0);
  } else if (allo_is_special(x)) { // both infinite
    result = x.s != 0 ? allo_make(0x96cbe3f9990e91a8ull, 1, 0) : allo_half_pi(-1);
  } else if (y_ends || x.m == 0ull) {
    result = allo_half_pi(0);
  } else {
    result = allo_atan_ratio(allo_magnitude(y), allo_magnitude(x));
    if (x.s != 0)
      result = allo_subtract(allo_half_pi(1), result);
  }
  result.s = y.s;
  return result;
}

// sqrt(1 - x^2) for |x| <= 1
static inline allo_wide allo_cathetus(allo_wide x) {
  allo_wide size = allo_magnitude(x), one = allo_make_one();
  return allo_square_root(allo_multiply(allo_subtract(one, size), allo_add(one, size)));
}

static inline allo_wide allo_asin(allo_wide x) {
  if (allo_is_nan(x) || x.m == 0ull)
    return x;
  if (x.e >= 0 && !(x.e == 0 && x.m == (1ull << 63)))
    return allo_make_nan();
  allo_wide result = x.e == 0 ? allo_half_pi(0) : allo_atan_ratio(allo_magnitude(x), allo_cathetus(x));
  result.s = x.s;
  return result;
}

static inline allo_wide allo_acos(allo_wide x) {
  if (allo_is_nan(x))
    return x;
  if (x.m == 0ull)
    return allo_half_pi(0);
  if (x.e >= 0 && !(x.e == 0 && x.m == (1ull << 63)))
    return allo_make_nan();
  if (x.e == 0)
    return x.s != 0 ? allo_half_pi(1) : allo_make_zero(0);
  allo_wide result = allo_atan_ratio(allo_cathetus(x), allo_magnitude(x));
  return x.s != 0 ? allo_subtract(allo_half_pi(1), result) : result;
}

#endif
