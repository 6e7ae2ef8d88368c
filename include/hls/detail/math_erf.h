// erf and erfc: the series of erf below 1; beyond, exp(-x^2) times exp(x^2) erfc(x), which is smooth in 4/(4 + x) (M.
// M. Shepherd and J. G. Laframboise, Chebyshev approximation of (1 + 2x) exp(x^2) erfc x, Math. Comp. 36, 1981), here
// by one polynomial for each sixteenth.
#ifndef ALLO_HLS_DETAIL_MATH_ERF_H
#define ALLO_HLS_DETAIL_MATH_ERF_H

#include "math_exp.h"
#include "math_tables_erf.h"

// For |x| < 1
static inline allo_wide allo_erf_series(allo_wide x) {
  unsigned long long t = allo_fraction(allo_multiply(x, x)), p = allo_erf_terms[20];
  for (int i = 19; i >= 0; --i)
    p = allo_erf_terms[i] - allo_high(p, t); // Q62
  return allo_multiply(x, allo_normal(p, 1, 0));
}

// erfc for 1/2 <= x < 28
static inline allo_wide allo_erfc_large(allo_wide x) {
  allo_wide four = allo_make(1ull << 63, 2, 0);
  allo_wide ratio = allo_divide(four, allo_add(four, x));
  unsigned long long v = allo_fraction(ratio);
  int piece = ((int)(v >> 60) - 2) * 19;
  long long t = (long long)((v << 4) ^ (1ull << 63)), p = allo_erfc_terms[piece + 18];
  for (int i = 17; i >= 0; --i)
    p = allo_erfc_terms[piece + i] + allo_high_signed(p, t); // Q63
  allo_wide square = allo_multiply(x, x);
  unsigned long long low = x.m * x.m; // what the 64 bits of the square leave out
  allo_wide rest = square.e == 2 * x.e ? allo_normal(low << 1, square.e - 64, 0) : allo_normal(low, square.e - 64, 0);
  allo_wide result = allo_multiply(allo_exp_number(allo_negate(square)), allo_multiply(ratio, allo_from_fixed(p, 63)));
  return allo_subtract(result, allo_multiply(result, rest));
}

static inline allo_wide allo_erf(allo_wide x) {
  if (allo_is_nan(x) || x.m == 0ull)
    return x;
  if (x.e < 0)
    return allo_erf_series(x);
  allo_wide result = x.e >= 3 ? allo_make_one() : allo_subtract(allo_make_one(), allo_erfc_large(allo_magnitude(x)));
  result.s = x.s;
  return result;
}

static inline allo_wide allo_erfc(allo_wide x) {
  if (allo_is_nan(x))
    return x;
  if (x.m == 0ull || x.e < -1)
    return allo_subtract(allo_make_one(), allo_erf_series(x));
  if (x.s == 0)
    return x.e >= 5 || (x.e == 4 && x.m >= 0xe000000000000000ull) ? allo_make_zero(0) : allo_erfc_large(x);
  if (x.e >= 3)
    return allo_make(1ull << 63, 1, 0);
  return allo_subtract(allo_make(1ull << 63, 1, 0), allo_erfc_large(allo_magnitude(x)));
}

#endif
