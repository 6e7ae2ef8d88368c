// sin, cos, tan, sinpi and cospi: reduction to [-pi/4, pi/4] by the bits of 2/pi that matter (M. Payne and R. Hanek,
// Radian reduction for trigonometric functions, SIGNUM Newsletter 18, 1983), exact for arguments of any size, then the
// Taylor series.
#ifndef ALLO_HLS_DETAIL_MATH_TRIG_H
#define ALLO_HLS_DETAIL_MATH_TRIG_H

#include "math_tables_trig.h"
#include "math_wide.h"

// A fraction of the circle's quarter, unsigned of 128 bits: brought to [-1/2, 1/2] (one more quarter then), times pi/2.
static inline allo_wide allo_quarter_to_angle(allo_pair f, int *quadrant) {
  bool is_upper = (f.h >> 63) != 0ull;
  if (is_upper) {
    f = allo_negate_pair(f);
    *quadrant = *quadrant + 1;
  }
  allo_wide part = allo_normal_pair(f, -1, is_upper ? 1 : 0);
  return allo_multiply(part, allo_make(0xc90fdaa22168c235ull, 0, 0));
}

// x = quadrant pi/2 + result for x >= 0
static inline allo_wide allo_reduce_angle(allo_wide x, int *quadrant) {
  *quadrant = 0;
  if (x.m == 0ull || allo_is_below(x, allo_make(0xc90fdaa22168c234ull, -1, 0)))
    return x;
  // Bits of 2/pi from the one whose product with the unit of m is 2: those above give multiples of 4.
  int first = x.e - 63 - 2 + 128, word = first >> 6, bit = first & 63;
  unsigned long long w0 = allo_two_over_pi[word], w1 = allo_two_over_pi[word + 1], w2 = allo_two_over_pi[word + 2];
  unsigned long long w3 = allo_two_over_pi[word + 3];
  if (bit != 0) {
    w0 = (w0 << bit) | (w1 >> (64 - bit));
    w1 = (w1 << bit) | (w2 >> (64 - bit));
    w2 = (w2 << bit) | (w3 >> (64 - bit));
  }
  allo_pair product = allo_make_pair(allo_high(x.m, w1) + x.m * w0, x.m * w1);
  product = allo_add_pairs(product, allo_make_pair(0ull, allo_high(x.m, w2)));
  *quadrant = (int)(product.h >> 62);
  return allo_quarter_to_angle(allo_shift_pair_left(product, 2), quadrant);
}

// For |r| <= pi/4
static inline allo_wide allo_sin_series(allo_wide r) {
  unsigned long long t = allo_fraction(allo_multiply(r, r)), p = allo_sin_terms[10];
  for (int i = 9; i >= 0; --i)
    p = allo_sin_terms[i] - allo_high(p, t); // Q63
  return allo_multiply(r, allo_normal(p, 0, 0));
}

static inline allo_wide allo_cos_series(allo_wide r) {
  unsigned long long t = allo_fraction(allo_multiply(r, r)), p = allo_cos_terms[11];
  for (int i = 10; i >= 0; --i)
    p = allo_cos_terms[i] - allo_high(p, t); // Q63
  return allo_normal(p, 0, 0);
}

// sin(r + quadrant pi/2)
static inline allo_wide allo_sin_quadrant(allo_wide r, int quadrant) {
  allo_wide result = (quadrant & 1) != 0 ? allo_cos_series(r) : allo_sin_series(r);
  return (quadrant & 2) != 0 ? allo_negate(result) : result;
}

static inline allo_wide allo_sin(allo_wide x) {
  if (allo_is_special(x))
    return allo_make_nan();
  if (x.m == 0ull)
    return x;
  int quadrant = 0;
  allo_wide r = allo_reduce_angle(allo_magnitude(x), &quadrant);
  allo_wide result = allo_sin_quadrant(r, quadrant);
  result.s = result.s ^ x.s;
  return result;
}

static inline allo_wide allo_cos(allo_wide x) {
  if (allo_is_special(x))
    return allo_make_nan();
  int quadrant = 0;
  allo_wide r = allo_reduce_angle(allo_magnitude(x), &quadrant);
  return allo_sin_quadrant(r, quadrant + 1);
}

static inline allo_wide allo_tan(allo_wide x) {
  if (allo_is_special(x))
    return allo_make_nan();
  if (x.m == 0ull)
    return x;
  int quadrant = 0;
  allo_wide r = allo_reduce_angle(allo_magnitude(x), &quadrant);
  allo_wide sine = allo_sin_series(r), cosine = allo_cos_series(r);
  bool is_odd = (quadrant & 1) != 0;
  allo_wide result = allo_divide(is_odd ? cosine : sine, is_odd ? sine : cosine);
  result.s = result.s ^ x.s ^ (is_odd ? 1 : 0);
  return result;
}

// The fraction of 2 |x| and the quadrant, |x| finite
static inline allo_wide allo_reduce_turn(allo_wide x, int *quadrant) {
  *quadrant = 0;
  int places = x.e + 1; // of 2 |x|: m 2^(places - 63)
  if (x.m == 0ull || places >= 66)
    return allo_make_zero(0);
  if (places < -1)
    return allo_multiply(allo_scale(allo_magnitude(x), 1), allo_make(0xc90fdaa22168c235ull, 0, 0));
  allo_pair f = allo_make_pair(x.m, 0ull); // at 2^-64 for places = -1
  if (places >= 0) {
    allo_pair whole = allo_shift_pair_right(f, 127 - places);
    *quadrant = (int)(whole.l & 3ull);
    f = allo_shift_pair_left(f, places + 1);
  }
  return allo_quarter_to_angle(f, quadrant);
}

// An integer gives a zero with the sign of the argument.
static inline allo_wide allo_sinpi(allo_wide x) {
  if (allo_is_special(x))
    return allo_make_nan();
  int quadrant = 0;
  allo_wide r = allo_reduce_turn(x, &quadrant);
  if (r.m == 0ull && (quadrant & 1) == 0)
    return allo_make_zero(x.s);
  allo_wide result = allo_sin_quadrant(r, quadrant);
  result.s = result.s ^ x.s;
  return result;
}

static inline allo_wide allo_cospi(allo_wide x) {
  if (allo_is_special(x))
    return allo_make_nan();
  int quadrant = 0;
  allo_wide r = allo_reduce_turn(x, &quadrant);
  if (r.m == 0ull && (quadrant & 1) != 0)
    return allo_make_zero(0);
  return allo_sin_quadrant(r, quadrant + 1);
}

#endif
