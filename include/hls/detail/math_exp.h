// exp, exp2, exp10, expm1, sinh, cosh and tanh. 2^(k + f): table of 2^(i/64) and the series of e^z for the rest (P. T.
// P. Tang, Table-driven implementation of the exponential function, ACM TOMS 15, 1989); near 0 the series of expm1 and
// sinh. tanh x = expm1(2x) / (expm1(2x) + 2).
#ifndef ALLO_HLS_DETAIL_MATH_EXP_H
#define ALLO_HLS_DETAIL_MATH_EXP_H

#include "math_tables_exp.h"
#include "math_wide.h"

// 2^(k + f / 2^64)
static inline allo_wide allo_power_of_two(int k, unsigned long long f) {
  unsigned long long t = allo_power_table[(int)(f >> 58)];
  unsigned long long z = allo_high(f << 6, 0xb17217f7d1cf79abull); // times ln 2: Q70
  unsigned long long p = allo_exp_terms[8];
  for (int i = 7; i >= 0; --i)
    p = allo_exp_terms[i] + (allo_high(p, z) >> 6); // Q63
  return allo_make(t + (allo_high(t, allo_high(p, z)) >> 5), k, 0);
}

// 2^(x c), c in Q127 with `places` binary places more; x is a number. Overflow and underflow show in the exponent.
static inline allo_wide allo_power_scaled(allo_wide x, allo_pair c, int places) {
  if (x.e > 16)
    return x.s != 0 ? allo_make(1ull << 63, -(1 << 19), 0) : allo_make(1ull << 63, 1 << 19, 0);
  allo_pair product = allo_multiply_pair(c, x.m); // at 2^(e - 126)
  allo_pair t = allo_shift_pair_right(product, 62 - places - x.e);
  if (x.m == 0ull)
    t = allo_make_pair(0ull, 0ull);
  if (x.s != 0)
    t = allo_negate_pair(t);
  return allo_power_of_two((int)(long long)t.h, t.l);
}

static inline allo_wide allo_exp_number(allo_wide x) {
  return allo_power_scaled(x, allo_make_pair(allo_exp_factors[0], allo_exp_factors[1]), 0);
}

// e^x - 1 for numbers of any size
static inline allo_wide allo_expm1_number(allo_wide x) {
  if (x.e >= -2 && x.m != 0ull)
    return allo_subtract(allo_exp_number(x), allo_make_one());
  long long t = (long long)allo_fraction(x); // below 2^62, Q64
  if (x.s != 0)
    t = -t;
  long long p = allo_expm1_terms[15];
  for (int i = 14; i >= 0; --i)
    p = allo_expm1_terms[i] + allo_high_signed(p, t); // Q62
  return allo_multiply(x, allo_from_fixed(p, 62));
}

static inline allo_wide allo_exp(allo_wide x) {
  if (allo_is_special(x))
    return x.s != 0 ? allo_make_zero(0) : x;
  return allo_exp_number(x);
}

static inline allo_wide allo_exp2(allo_wide x) {
  if (allo_is_special(x))
    return x.s != 0 ? allo_make_zero(0) : x;
  return allo_power_scaled(x, allo_make_pair(allo_exp_factors[4], allo_exp_factors[5]), 0);
}

static inline allo_wide allo_exp10(allo_wide x) {
  if (allo_is_special(x))
    return x.s != 0 ? allo_make_zero(0) : x;
  return allo_power_scaled(x, allo_make_pair(allo_exp_factors[2], allo_exp_factors[3]), 1);
}

static inline allo_wide allo_expm1(allo_wide x) {
  if (allo_is_special(x))
    return x.s != 0 ? allo_make(1ull << 63, 0, 1) : x;
  if (x.m == 0ull)
    return x;
  return allo_expm1_number(x);
}

static inline allo_wide allo_sinh(allo_wide x) {
  if (allo_is_special(x) || x.m == 0ull)
    return x;
  allo_wide size = allo_magnitude(x), result;
  if (x.e >= -1) {
    allo_wide e = allo_exp_number(size);
    result = x.e >= 6 ? e : allo_subtract(e, allo_divide(allo_make_one(), e));
    result = allo_scale(result, -1);
  } else {
    unsigned long long t = allo_fraction(allo_multiply(size, size)), p = allo_sinh_terms[10];
    for (int i = 9; i >= 0; --i)
      p = allo_sinh_terms[i] + allo_high(p, t); // Q63
    result = allo_multiply(size, allo_normal(p, 0, 0));
  }
  result.s = x.s;
  return result;
}

static inline allo_wide allo_cosh(allo_wide x) {
  if (allo_is_special(x))
    return allo_magnitude(x);
  allo_wide e = allo_exp_number(allo_magnitude(x));
  return allo_scale(x.e >= 6 && x.m != 0ull ? e : allo_add(e, allo_divide(allo_make_one(), e)), -1);
}

static inline allo_wide allo_tanh(allo_wide x) {
  if (allo_is_nan(x) || x.m == 0ull)
    return x;
  if (x.e >= 5)
    return allo_make(1ull << 63, 0, x.s);
  allo_wide t = allo_expm1_number(allo_make(x.m, x.e + 1, 0));
  allo_wide result = allo_divide(t, allo_add(t, allo_make(1ull << 63, 1, 0)));
  result.s = x.s;
  return result;
}

#endif
