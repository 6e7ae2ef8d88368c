// tgamma and lgamma: polynomials in [1, 2], the recurrence below 16, Stirling's series beyond, the reflection formula
// for negative arguments (W. J. Cody and K. E. Hillstrom, Chebyshev approximations for the natural logarithm of the
// gamma function, Math. Comp. 21, 1967, gives this division; the polynomials are our own).
#ifndef ALLO_HLS_DETAIL_MATH_GAMMA_H
#define ALLO_HLS_DETAIL_MATH_GAMMA_H

#include "math_pow.h"
#include "math_tables_gamma.h"
#include "math_trig.h"

// The series of lgamma(x) - (x - 1/2) ln x + x - ln(2 pi)/2 for x >= 16
static inline allo_wide allo_stirling(allo_wide x) {
  allo_wide inverse = allo_divide(allo_make_one(), x);
  long long t = (long long)allo_fraction(allo_multiply(inverse, inverse)), p = allo_stirling_terms[9];
  for (int i = 8; i >= 0; --i)
    p = allo_stirling_terms[i] + allo_high_signed(p, t); // Q62
  return allo_multiply(inverse, allo_from_fixed(p, 62));
}

// x in [1, 16) = z + 1 + n: the product (x - 1) (x - 2) … (z + 1), and z in Q64 (the digits of x below 2^-64 are lost,
// those of the formats are not).
static inline allo_wide allo_descend(allo_wide x, unsigned long long *z) {
  allo_wide product = allo_make_one(), factor = x;
  int n = (int)(x.m >> (63 - x.e)) - 1;
  *z = x.m << (x.e + 1);
  for (int i = 0; i < 14; ++i)
    if (i < n) {
      factor = allo_subtract(factor, allo_make_one());
      product = allo_multiply(product, factor);
    }
  return product;
}

// gamma for numbers above 0
static inline allo_wide allo_gamma_positive(allo_wide x) {
  if (x.e >= 8)
    return allo_make(1ull << 63, 1 << 19, 0);
  if (x.e >= 4) { // sqrt(2 pi) x^(x - 1/2) e^-x e^s
    allo_wide power = allo_power_number(x, allo_subtract(x, allo_make(1ull << 63, -1, 0)));
    allo_wide scale = allo_multiply(allo_exp_number(allo_negate(x)), allo_exp_number(allo_stirling(x)));
    return allo_multiply(allo_multiply(power, scale), allo_make(0xa06c98ffb1382cb3ull, 1, 0));
  }
  bool is_low = x.e < 0; // gamma(x) = gamma(1 + x) / x
  unsigned long long z = 0ull;
  allo_wide product = allo_make_one();
  if (is_low)
    z = allo_fraction(x);
  else
    product = allo_descend(x, &z);
  long long t = (long long)(z ^ (1ull << 63)), p = allo_rgamma_terms[20];
  for (int i = 19; i >= 0; --i)
    p = allo_rgamma_terms[i] + allo_high_signed(p, t); // Q61
  allo_wide inverse = allo_from_fixed(p, 61);
  return allo_divide(product, is_low ? allo_multiply(inverse, x) : inverse);
}

static inline allo_wide allo_tgamma(allo_wide x) {
  if (allo_is_nan(x))
    return x;
  if (x.m == 0ull)
    return allo_make_infinity(x.s);
  if (x.s == 0)
    return allo_is_special(x) ? x : allo_gamma_positive(x);
  if (allo_is_special(x) || allo_parity_of(x) != 0)
    return allo_make_nan();
  // -pi / (y sin(pi y) gamma(y)) for y = -x
  allo_wide y = allo_magnitude(x);
  allo_wide below = allo_multiply(allo_multiply(y, allo_sinpi(y)), allo_gamma_positive(y));
  return allo_negate(allo_divide(allo_make(0xc90fdaa22168c235ull, 1, 0), below));
}

// lgamma(1 + z) for z in Q64
static inline allo_wide allo_lgamma_core(unsigned long long z) {
  int piece = (int)(z >> 62) * 16;
  long long t = (long long)((z << 2) ^ (1ull << 63)), p = allo_lgamma_terms[piece + 15];
  for (int i = 14; i >= 0; --i)
    p = allo_lgamma_terms[piece + i] + allo_high_signed(p, t); // Q62
  if (z == 0ull)
    return allo_make_zero(0);
  allo_wide ends = allo_multiply(allo_normal(z, -1, 0), allo_normal(0ull - z, -1, 0));
  return allo_negate(allo_multiply(ends, allo_from_fixed(p, 62)));
}

static inline allo_wide allo_lgamma_positive(allo_wide x) {
  if (x.e >= 4) {
    allo_wide half = allo_make(1ull << 63, -1, 0), ln = allo_shorten(allo_ln_number(x));
    allo_wide sum = allo_subtract(allo_multiply(allo_subtract(x, half), ln), x);
    if (x.e >= 70)
      return sum;
    return allo_add(sum, allo_add(allo_make(0xeb3f8e4325f5a535ull, -1, 0), allo_stirling(x)));
  }
  unsigned long long z = 0ull;
  if (x.e < 0) {
    z = allo_fraction(x);
    return allo_subtract(allo_lgamma_core(z), allo_shorten(allo_ln_number(x)));
  }
  allo_wide product = allo_descend(x, &z);
  return allo_add(allo_lgamma_core(z), allo_shorten(allo_ln_number(product)));
}

// ln |gamma(x)|
static inline allo_wide allo_lgamma(allo_wide x) {
  if (allo_is_nan(x))
    return x;
  if (x.m == 0ull || allo_is_special(x))
    return allo_make_infinity(0);
  if (x.s == 0)
    return allo_lgamma_positive(x);
  if (allo_parity_of(x) != 0)
    return allo_make_infinity(0);
  allo_wide y = allo_magnitude(x);
  if (y.e < -70)
    return allo_negate(allo_shorten(allo_ln_number(y)));
  allo_wide ratio = allo_divide(allo_make(0xc90fdaa22168c235ull, 1, 0), allo_multiply(y, allo_sinpi(y)));
  return allo_subtract(allo_shorten(allo_ln_number(allo_magnitude(ratio))), allo_lgamma_positive(y));
}

#endif
