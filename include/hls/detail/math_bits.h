// What all of hls_math computes with: leading zeros and upper halves of products of 64-bit integers. C11 and C++17, and
// a kernel that the front end of the compiler reads.
#ifndef ALLO_HLS_DETAIL_MATH_BITS_H
#define ALLO_HLS_DETAIL_MATH_BITS_H

// Software on processors with 128-bit products takes them; their results are the same. The front end reads the portable
// text, which is what hardware is made from.
#if defined(__SIZEOF_INT128__) && !defined(__ALLO__)
#define ALLO_MATH_INT128 1
__extension__ typedef unsigned __int128 allo_twice;
#endif

// The number of zeros above the highest one of a value that is not 0.
static inline int allo_count_zeros(unsigned long long value) {
#ifdef ALLO_MATH_INT128
  return __builtin_clzll(value);
#else
  int zeros = 0;
  unsigned long long v = value;
  if ((v >> 32) == 0) {
    zeros += 32;
    v = v << 32;
  }
  if ((v >> 48) == 0) {
    zeros += 16;
    v = v << 16;
  }
  if ((v >> 56) == 0) {
    zeros += 8;
    v = v << 8;
  }
  if ((v >> 60) == 0) {
    zeros += 4;
    v = v << 4;
  }
  if ((v >> 62) == 0) {
    zeros += 2;
    v = v << 2;
  }
  if ((v >> 63) == 0)
    zeros += 1;
  return zeros;
#endif
}

// The upper 64 bits of the product.
static inline unsigned long long allo_high(unsigned long long a, unsigned long long b) {
#ifdef ALLO_MATH_INT128
  return (unsigned long long)(((allo_twice)a * b) >> 64);
#else
  unsigned long long a0 = a & 0xffffffffull, a1 = a >> 32, b0 = b & 0xffffffffull, b1 = b >> 32;
  unsigned long long low = a0 * b0, middle0 = a1 * b0, middle1 = a0 * b1;
  unsigned long long carry = (low >> 32) + (middle0 & 0xffffffffull) + (middle1 & 0xffffffffull);
  return a1 * b1 + (middle0 >> 32) + (middle1 >> 32) + (carry >> 32);
#endif
}

static inline long long allo_high_signed(long long a, long long b) {
  unsigned long long high = allo_high((unsigned long long)a, (unsigned long long)b);
  unsigned long long without = (a < 0 ? (unsigned long long)b : 0ull) + (b < 0 ? (unsigned long long)a : 0ull);
  return (long long)(high - without);
}

#endif
