// The number that the functions of hls_math compute with: sign, exponent and 64 significant bits, in integer arithmetic
// only, so that software and hardware give the same bits. Eleven bits more than binary64 and forty more than binary32
// carry the rounding errors of a whole function. C11 and C++17, and a kernel that the front end of the compiler reads.
//
// Results are cut off, not rounded; only allo_to_binary32 and allo_to_binary64 round (to nearest, ties to even).
#ifndef ALLO_HLS_DETAIL_MATH_WIDE_H
#define ALLO_HLS_DETAIL_MATH_WIDE_H

#include "math_bits.h"

#ifndef __cplusplus
#include <stdbool.h>
#endif

// (-1)^s * m * 2^(e - 63), m >= 2^63; zero is m = 0; infinity and NaN are exponents that no number has.
typedef struct {
  unsigned long long m;
  int e, s;
} allo_wide;

enum { allo_infinite = 1 << 20, allo_nan = 1 << 21 };

// A 128-bit number.
typedef struct {
  unsigned long long h, l;
} allo_pair;

static inline allo_pair allo_make_pair(unsigned long long h, unsigned long long l) {
  allo_pair r;
  r.h = h;
  r.l = l;
  return r;
}

static inline allo_wide allo_make(unsigned long long m, int e, int s) {
  allo_wide r;
  r.m = m;
  r.e = e;
  r.s = s;
  return r;
}

static inline allo_wide allo_make_infinity(int s) { return allo_make(1ull << 63, allo_infinite, s); }
static inline allo_wide allo_make_nan(void) { return allo_make(1ull << 63, allo_nan, 0); }
static inline allo_wide allo_make_zero(int s) { return allo_make(0ull, 0, s); }
static inline allo_wide allo_make_one(void) { return allo_make(1ull << 63, 0, 0); }

// floor((h 2^64 + l) / d) for h < d.
static inline unsigned long long allo_divide_words(unsigned long long h, unsigned long long l, unsigned long long d) {
#ifdef ALLO_MATH_INT128
  return (unsigned long long)((((allo_twice)h << 64) | l) / d);
#else
  unsigned long long rest = h, next = l, quotient = 0ull;
  for (int i = 0; i < 64; ++i) {
    unsigned long long carry = rest >> 63;
    rest = (rest << 1) | (next >> 63);
    next = next << 1;
    quotient = quotient << 1;
    if (carry != 0ull || rest >= d) {
      rest = rest - d;
      quotient = quotient | 1ull;
    }
  }
  return quotient;
#endif
}

static inline allo_pair allo_add_pairs(allo_pair a, allo_pair b) {
  unsigned long long l = a.l + b.l;
  return allo_make_pair(a.h + b.h + (l < a.l ? 1ull : 0ull), l);
}

static inline allo_pair allo_negate_pair(allo_pair a) {
  return allo_make_pair(~a.h + (a.l == 0ull ? 1ull : 0ull), 0ull - a.l);
}

// Logical; n >= 0.
static inline allo_pair allo_shift_pair_right(allo_pair a, int n) {
  if (n >= 128)
    return allo_make_pair(0ull, 0ull);
  if (n >= 64)
    return allo_make_pair(0ull, a.h >> (n - 64));
  if (n == 0)
    return a;
  return allo_make_pair(a.h >> n, (a.h << (64 - n)) | (a.l >> n));
}

static inline allo_pair allo_shift_pair_left(allo_pair a, int n) {
  if (n >= 64)
    return allo_make_pair(n >= 128 ? 0ull : a.l << (n - 64), 0ull);
  if (n == 0)
    return a;
  return allo_make_pair((a.h << n) | (a.l >> (64 - n)), a.l << n);
}

// The upper 128 bits of a 192-bit product.
static inline allo_pair allo_multiply_pair(allo_pair a, unsigned long long b) {
  return allo_add_pairs(allo_make_pair(allo_high(a.h, b), a.h * b), allo_make_pair(0ull, allo_high(a.l, b)));
}

// The upper 128 bits of a 256-bit product, at most 2 too small.
static inline allo_pair allo_multiply_pairs(allo_pair a, allo_pair b) {
  return allo_add_pairs(allo_multiply_pair(a, b.h), allo_make_pair(0ull, allo_high(a.h, b.l)));
}

// The sign and the 128 bits at 2^(e - 127), with the highest one brought to the top.
static inline allo_wide allo_normal_pair(allo_pair a, int e, int s) {
  if (a.h == 0ull && a.l == 0ull)
    return allo_make_zero(s);
  int zeros = a.h != 0ull ? allo_count_zeros(a.h) : 64 + allo_count_zeros(a.l);
  allo_pair shifted = allo_shift_pair_left(a, zeros);
  return allo_make(shifted.h, e - zeros, s);
}

// m 2^(e - 63)
static inline allo_wide allo_normal(unsigned long long m, int e, int s) {
  if (m == 0ull)
    return allo_make_zero(s);
  int zeros = allo_count_zeros(m);
  return allo_make(m << zeros, e - zeros, s);
}

static inline bool allo_is_special(allo_wide x) { return x.e >= allo_infinite; } // infinity or NaN
static inline bool allo_is_nan(allo_wide x) { return x.e >= allo_nan; }

static inline allo_wide allo_negate(allo_wide x) { return allo_make(x.m, x.e, 1 - x.s); }
static inline allo_wide allo_magnitude(allo_wide x) { return allo_make(x.m, x.e, 0); }
// x 2^n for numbers
static inline allo_wide allo_scale(allo_wide x, int n) { return allo_make(x.m, x.e + n, x.s); }

// |a| < |b| for numbers
static inline bool allo_is_below(allo_wide a, allo_wide b) {
  if (a.m == 0ull || b.m == 0ull)
    return a.m == 0ull && b.m != 0ull;
  return a.e < b.e || (a.e == b.e && a.m < b.m);
}

// Of numbers, as are the next four.
static inline allo_wide allo_multiply(allo_wide a, allo_wide b) {
  int s = a.s ^ b.s;
  if (a.m == 0ull || b.m == 0ull)
    return allo_make_zero(s);
  unsigned long long h = allo_high(a.m, b.m);
  if ((h >> 63) != 0ull)
    return allo_make(h, a.e + b.e + 1, s);
  return allo_make((h << 1) | ((a.m * b.m) >> 63), a.e + b.e, s);
}

static inline allo_wide allo_add(allo_wide first, allo_wide second) {
  if (first.m == 0ull && second.m == 0ull)
    return allo_make_zero(first.s & second.s);
  bool swap = allo_is_below(first, second);
  allo_wide a = first, b = second;
  if (swap) {
    a = second;
    b = first;
  }
  if (b.m == 0ull)
    return a;
  allo_pair small = allo_shift_pair_right(allo_make_pair(b.m, 0ull), a.e - b.e);
  if (a.s != b.s) {
    allo_pair difference = allo_add_pairs(allo_make_pair(a.m, 0ull), allo_negate_pair(small));
    return allo_normal_pair(difference, a.e, difference.h == 0ull && difference.l == 0ull ? 0 : a.s);
  }
  unsigned long long h = a.m + small.h;
  if (h < a.m)
    return allo_make((h >> 1) | (1ull << 63), a.e + 1, a.s);
  return allo_make(h, a.e, a.s);
}

static inline allo_wide allo_subtract(allo_wide a, allo_wide b) { return allo_add(a, allo_negate(b)); }

static inline allo_wide allo_divide(allo_wide a, allo_wide b) {
  int s = a.s ^ b.s;
  if (a.m == 0ull)
    return allo_make_zero(s);
  bool wraps = a.m < b.m; // the quotient of the significands is below 1
  unsigned long long q = wraps ? allo_divide_words(a.m, 0ull, b.m) : allo_divide_words(a.m >> 1, a.m << 63, b.m);
  return allo_make(q, wraps ? a.e - b.e - 1 : a.e - b.e, s);
}

// Of a number that is not negative: 62 bits of the root, one by one, and a half when they are not all.
static inline allo_wide allo_square_root(allo_wide x) {
  if (x.m == 0ull)
    return x;
  bool odd = (x.e & 1) != 0;
  unsigned long long h = odd ? x.m : x.m >> 1, l = odd ? 0ull : x.m << 63, rest = 0ull, root = 0ull;
  for (int i = 0; i < 62; ++i) {
    rest = (rest << 2) | (h >> 62);
    h = (h << 2) | (l >> 62);
    l = l << 2;
    unsigned long long trial = (root << 2) | 1ull;
    root = root << 1;
    if (rest >= trial) {
      rest = rest - trial;
      root = root | 1ull;
    }
  }
  return allo_make((root << 2) | (rest != 0ull ? 2ull : 0ull), (x.e - (odd ? 1 : 0)) / 2, 0);
}

static inline allo_wide allo_from_int(int value) {
  int s = value < 0 ? 1 : 0;
  return allo_normal((unsigned long long)(s != 0 ? -(long long)value : (long long)value), 63, s);
}

// A two's complement number of `bits` fraction bits.
static inline allo_wide allo_from_fixed(long long value, int bits) {
  int s = value < 0 ? 1 : 0;
  return allo_normal(s != 0 ? 0ull - (unsigned long long)value : (unsigned long long)value, 63 - bits, s);
}

// |x| as an unsigned fraction of 64 bits, for |x| < 1.
static inline unsigned long long allo_fraction(allo_wide x) {
  int shift = -1 - x.e;
  return x.m == 0ull || shift > 63 ? 0ull : x.m >> shift;
}

static inline allo_wide allo_from_binary64(unsigned long long bits) {
  int s = (int)(bits >> 63), e = (int)((bits >> 52) & 0x7ffull);
  unsigned long long f = bits & 0xfffffffffffffull;
  if (e == 0x7ff)
    return f != 0ull ? allo_make_nan() : allo_make_infinity(s);
  if (e == 0)
    return allo_normal(f, -1011, s);
  return allo_make((1ull << 63) | (f << 11), e - 1023, s);
}

static inline allo_wide allo_from_binary32(unsigned int bits) {
  int s = (int)(bits >> 31), e = (int)((bits >> 23) & 0xffu);
  unsigned long long f = (unsigned long long)(bits & 0x7fffffu);
  if (e == 0xff)
    return f != 0ull ? allo_make_nan() : allo_make_infinity(s);
  if (e == 0)
    return allo_normal(f, -86, s);
  return allo_make((1ull << 63) | (f << 40), e - 127, s);
}

// The upper bits of m, `shift` of the lower ones rounded away; 0 < shift.
static inline unsigned long long allo_round_off(unsigned long long m, int shift) {
  if (shift > 64)
    return 0ull;
  unsigned long long kept = shift == 64 ? 0ull : m >> shift, below = shift == 64 ? m : m << (64 - shift);
  bool up = below > (1ull << 63) || (below == (1ull << 63) && (kept & 1ull) != 0ull);
  return up ? kept + 1ull : kept;
}

static inline unsigned long long allo_to_binary64(allo_wide x) {
  unsigned long long sign = (unsigned long long)x.s << 63;
  if (allo_is_nan(x))
    return 0x7ff8000000000000ull;
  if (x.m == 0ull)
    return sign;
  if (x.e > 1023)
    return sign | 0x7ff0000000000000ull;
  bool is_normal = x.e >= -1022;
  unsigned long long kept = allo_round_off(x.m, is_normal ? 11 : -1011 - x.e);
  return sign | ((is_normal ? (unsigned long long)(x.e + 1022) << 52 : 0ull) + kept);
}

static inline unsigned int allo_to_binary32(allo_wide x) {
  unsigned int sign = (unsigned int)x.s << 31;
  if (allo_is_nan(x))
    return 0x7fc00000u;
  if (x.m == 0ull)
    return sign;
  if (x.e > 127)
    return sign | 0x7f800000u;
  bool is_normal = x.e >= -126;
  unsigned int kept = (unsigned int)allo_round_off(x.m, is_normal ? 40 : -86 - x.e);
  return sign | ((is_normal ? (unsigned int)(x.e + 126) << 23 : 0u) + kept);
}

#endif
