// Logarithms, to 76 bits where the power functions need them, and what is made of them: asinh, acosh, atanh, pow,
// rootn. ln(2^k m) = k ln 2 - ln c + ln(1 + u), u = m c - 1 exact, c from a table (P. T. P. Tang, Table-driven
// implementation of the logarithm function, ACM TOMS 16, 1990); ln(1 + u) by its series.
#ifndef ALLO_HLS_DETAIL_MATH_LOG_H
#define ALLO_HLS_DETAIL_MATH_LOG_H

#include "math_exp.h"
#include "math_tables_log.h"

// A number of 128 significant bits: (-1)^s (h 2^64 + l) 2^(e - 127).
typedef struct {
  unsigned long long h, l;
  int e, s;
} allo_long;

static inline allo_long allo_make_long(allo_pair a, int e, int s) {
  allo_long r;
  int zeros = a.h != 0ull ? allo_count_zeros(a.h) : a.l != 0ull ? 64 + allo_count_zeros(a.l) : 0;
  allo_pair b = allo_shift_pair_left(a, zeros);
  r.h = b.h;
  r.l = b.l;
  r.e = e - zeros;
  r.s = s;
  return r;
}

static inline allo_wide allo_shorten(allo_long x) {
  return x.h == 0ull ? allo_make_zero(x.s) : allo_make(x.h, x.e, x.s);
}

// ln(1 + u) for |u| < 2^-6, not 0: u (1 - u/2 + u^2 (1/3 - u/4 + …)).
static inline allo_long allo_ln_near_one(allo_wide u) {
  int far = -u.e; // at least 7
  long long t64 = far > 64 ? 0ll : (long long)(u.m >> (far - 1));
  long long t69 = far > 69 ? 0ll : (long long)(far >= 6 ? u.m >> (far - 6) : u.m);
  if (u.s != 0)
    t64 = -t64;
  long long g = allo_ln_terms[10];
  for (int i = 9; i >= 0; --i)
    g = allo_ln_terms[i] + allo_high_signed(g, t64);                                       // Q62
  unsigned long long square = allo_high((unsigned long long)t69, (unsigned long long)t69); // Q74
  unsigned long long correction = allo_high(square, (unsigned long long)g << 1);           // Q73, positive
  allo_pair half = allo_shift_pair_right(allo_make_pair(u.m, 0ull), far + 1);              // |u| / 2 in Q127
  allo_pair factor = allo_make_pair(1ull << 63, 0ull);                                     // Q127
  factor = allo_add_pairs(factor, u.s != 0 ? half : allo_negate_pair(half));
  factor = allo_add_pairs(factor, allo_make_pair(correction >> 10, correction << 54));
  return allo_make_long(allo_multiply_pair(factor, u.m), u.e + 1, u.s);
}

// x = 2^k m, m in [0.707, 1.415); u = m c - 1.
static inline allo_long allo_ln_number(allo_wide x) {
  bool is_upper = x.m > 0xb504f333f9de6484ull;
  int k = is_upper ? x.e + 1 : x.e;
  int index = (int)(x.m >> (is_upper ? 57 : 56)) - 90;
  unsigned long long c = (unsigned long long)allo_inverse_table[index];
  if (k == 0 && c == 512ull) {
    allo_wide near = allo_subtract(x, allo_make_one());
    if (near.m == 0ull)
      return allo_make_long(allo_make_pair(0ull, 0ull), 0, 0);
    return allo_ln_near_one(near);
  }
  // m c / 512 has its unit at bit 9 of the upper word for m in [1/2, 1), else at bit 8.
  allo_pair product = allo_make_pair(allo_high(x.m, c), x.m * c);
  product = allo_shift_pair_left(product, is_upper ? 55 : 56); // Q128, the unit gone: u as a signed fraction
  bool is_negative = (product.h >> 63) != 0ull;
  if (is_negative)
    product = allo_negate_pair(product);
  allo_wide u = allo_normal_pair(product, -1, is_negative ? 1 : 0);
  allo_pair sum = allo_make_pair((unsigned long long)allo_ln_table_high[index], allo_ln_table_low[index]); // Q117
  unsigned long long size = (unsigned long long)(k < 0 ? -k : k);
  allo_pair whole =
      allo_make_pair(allo_ln_constants[0] * size + allo_high(allo_ln_constants[1], size), allo_ln_constants[1] * size);
  sum = allo_add_pairs(sum, k < 0 ? allo_negate_pair(whole) : whole);
  if (u.m != 0ull) {
    allo_long near = allo_ln_near_one(u);
    allo_pair part = allo_shift_pair_right(allo_make_pair(near.h, near.l), 10 - near.e);
    sum = allo_add_pairs(sum, near.s != 0 ? allo_negate_pair(part) : part);
  }
  bool below = (sum.h >> 63) != 0ull;
  if (below)
    sum = allo_negate_pair(sum);
  return allo_make_long(sum, 10, below ? 1 : 0);
}

static inline allo_long allo_log2_number(allo_wide x) {
  allo_long ln = allo_ln_number(x);
  allo_pair product =
      allo_multiply_pairs(allo_make_pair(ln.h, ln.l), allo_make_pair(allo_ln_constants[2], allo_ln_constants[3]));
  return allo_make_long(product, ln.e + 1, ln.s);
}

// What every logarithm gives for 0, negative numbers, infinity and NaN.
static inline bool allo_is_log_special(allo_wide x) { return x.m == 0ull || x.s != 0 || allo_is_special(x); }
static inline allo_wide allo_log_special(allo_wide x) {
  if (allo_is_nan(x))
    return x;
  if (x.m == 0ull)
    return allo_make_infinity(1);
  return x.s != 0 ? allo_make_nan() : x;
}

static inline allo_wide allo_log(allo_wide x) {
  if (allo_is_log_special(x))
    return allo_log_special(x);
  return allo_shorten(allo_ln_number(x));
}

static inline allo_wide allo_log2(allo_wide x) {
  if (allo_is_log_special(x))
    return allo_log_special(x);
  if (x.m == (1ull << 63))
    return allo_from_int(x.e);
  return allo_shorten(allo_log2_number(x));
}

static inline allo_wide allo_log10(allo_wide x) {
  if (allo_is_log_special(x))
    return allo_log_special(x);
  allo_long ln = allo_ln_number(x);
  allo_pair product =
      allo_multiply_pairs(allo_make_pair(ln.h, ln.l), allo_make_pair(allo_ln_constants[4], allo_ln_constants[5]));
  return allo_shorten(allo_make_long(product, ln.e, ln.s));
}

// ln(1 + x) for numbers above -1
static inline allo_wide allo_log1p_number(allo_wide x) {
  if (x.m == 0ull)
    return x;
  if (x.e < -7)
    return allo_shorten(allo_ln_near_one(x));
  allo_wide sum = allo_add(x, allo_make_one());
  allo_wide lost = allo_subtract(x, allo_subtract(sum, allo_make_one())); // 0 for x of 53 bits below 2^63
  allo_wide result = allo_shorten(allo_ln_number(sum));
  return lost.m == 0ull ? result : allo_add(result, allo_divide(lost, sum));
}

static inline allo_wide allo_log1p(allo_wide x) {
  if (x.m == 0ull || allo_is_nan(x))
    return x;
  if (x.s != 0 && x.e >= 0)
    return x.e == 0 && x.m == (1ull << 63) ? allo_make_infinity(1) : allo_make_nan();
  return allo_is_special(x) ? x : allo_log1p_number(x);
}

// asinh x = ln(1 + x + x^2 / (1 + sqrt(x^2 + 1)))
static inline allo_wide allo_asinh(allo_wide x) {
  if (allo_is_special(x) || x.m == 0ull)
    return x;
  allo_wide size = allo_magnitude(x), result;
  if (x.e >= 40) {
    result = allo_shorten(allo_ln_number(allo_scale(size, 1)));
  } else {
    allo_wide square = allo_multiply(size, size);
    allo_wide root = allo_square_root(allo_add(square, allo_make_one()));
    result = allo_log1p_number(allo_add(size, allo_divide(square, allo_add(root, allo_make_one()))));
  }
  result.s = x.s;
  return result;
}

// acosh x = ln(1 + t + sqrt(2 t + t^2)), t = x - 1
static inline allo_wide allo_acosh(allo_wide x) {
  if (allo_is_nan(x) || x.m == 0ull || x.s != 0 || x.e < 0)
    return allo_make_nan();
  if (allo_is_special(x))
    return x;
  if (x.e >= 40)
    return allo_shorten(allo_ln_number(allo_scale(x, 1)));
  allo_wide t = allo_subtract(x, allo_make_one());
  allo_wide root = allo_square_root(allo_multiply(t, allo_add(x, allo_make_one())));
  return allo_log1p_number(allo_add(t, root));
}

// atanh x = ln(1 + 2x / (1 - x)) / 2
static inline allo_wide allo_atanh(allo_wide x) {
  if (x.m == 0ull || allo_is_nan(x))
    return x;
  if (x.e >= 0)
    return x.e == 0 && x.m == (1ull << 63) ? allo_make_infinity(x.s) : allo_make_nan();
  allo_wide size = allo_magnitude(x);
  allo_wide ratio = allo_divide(allo_scale(size, 1), allo_subtract(allo_make_one(), size));
  allo_wide result = allo_scale(allo_log1p_number(ratio), -1);
  result.s = x.s;
  return result;
}

#endif
