// Exact arithmetic on numbers m * 2^e with wide integers, and one rounding into any floating-point format: what the
// operators are compared with where the processor has no such format. Written apart from the operators: no shared
// steps.
#pragma once

#include <cstdint>

namespace exact {

using Wide = unsigned _BitInt(1216);

struct Format {
  int exponent, mantissa;
  int bias() const { return (1 << (exponent - 1)) - 1; }
  int width() const { return 1 + exponent + mantissa; }
  uint64_t infinity() const { return ((uint64_t(1) << exponent) - 1) << mantissa; }
  uint64_t nan() const { return infinity() | uint64_t(1) << (mantissa - 1); }
  uint64_t sign() const { return uint64_t(1) << (exponent + mantissa); }
  bool isNaN(uint64_t bits) const { return (bits & (sign() - 1)) > infinity(); }
  bool isInfinite(uint64_t bits) const { return (bits & (sign() - 1)) == infinity(); }
  bool isZero(uint64_t bits) const { return (bits & (sign() - 1)) == 0; }
};

// A finite number; `more`: a little more in magnitude than m * 2^e says, by less than 2^e.
struct Number {
  bool negative = false;
  Wide m = 0;
  int e = 0;
  bool more = false;
};

inline int bitLength(Wide value) {
  int length = 0;
  for (; value >= (Wide(1) << 64); value >>= 64)
    length += 64;
  return length + (uint64_t(value) ? 64 - __builtin_clzll(uint64_t(value)) : 0);
}

inline Number unpack(Format format, uint64_t bits) {
  uint64_t field = (bits & (format.sign() - 1)) >> format.mantissa;
  uint64_t fraction = bits & ((uint64_t(1) << format.mantissa) - 1);
  Number number;
  number.negative = bits & format.sign();
  number.m = field ? fraction | uint64_t(1) << format.mantissa : fraction;
  number.e = int(field ? field : 1) - format.bias() - format.mantissa;
  return number;
}

// To nearest even. `unbounded`: as if the exponent had no lower end, then zero where the result is below the smallest
// normal number.
inline uint64_t round(Format format, Number number, bool unbounded = false) {
  uint64_t sign = number.negative ? format.sign() : 0;
  if (number.m == 0)
    return sign; // `more` of nothing does not occur
  int smallest = 1 - format.bias();
  // Two more bits than any rounding needs, so that `more` is below the half.
  number.m <<= 4;
  number.e -= 4;
  int lowest = bitLength(number.m) - 1 + number.e - format.mantissa; // weight of the last bit kept
  if (!unbounded && lowest < smallest - format.mantissa)
    lowest = smallest - format.mantissa;
  Wide kept = 0;
  if (lowest <= number.e) {
    kept = number.m << (number.e - lowest);
  } else if (lowest - number.e < 1200) {
    int drop = lowest - number.e;
    kept = number.m >> drop;
    Wide rest = number.m & ((Wide(1) << drop) - 1), half = Wide(1) << (drop - 1);
    if (rest > half || (rest == half && (number.more || (kept & 1))))
      kept += 1;
  }
  if (kept == 0)
    return sign;
  int top = bitLength(kept) - 1 + lowest;
  if (top > format.bias())
    return sign | format.infinity();
  if (top < smallest)
    return unbounded ? sign : sign | uint64_t(kept);
  int length = bitLength(kept);
  uint64_t significand = length > format.mantissa + 1 ? uint64_t(kept >> (length - format.mantissa - 1))
                                                      : uint64_t(kept << (format.mantissa + 1 - length));
  return sign | (uint64_t(top + format.bias()) << format.mantissa) |
         (significand & ((uint64_t(1) << format.mantissa) - 1));
}

// x + y, for exponents at most 1100 bits apart.
inline Number add(Number x, Number y) {
  int e = x.e < y.e ? x.e : y.e;
  Wide mx = x.m << (x.e - e), my = y.m << (y.e - e);
  Number sum;
  sum.e = e;
  if (x.negative == y.negative) {
    sum.negative = x.negative;
    sum.m = mx + my;
  } else {
    bool xLarger = mx > my;
    sum.m = xLarger ? mx - my : my - mx;
    sum.negative = mx == my ? false : xLarger ? x.negative : y.negative;
  }
  return sum;
}
inline Number multiply(Number x, Number y) { return {x.negative != y.negative, x.m * y.m, x.e + y.e, false}; }
inline Number divide(Number x, Number y) {
  Wide shifted = x.m << 256;
  return {x.negative != y.negative, shifted / y.m, x.e - y.e - 256, shifted % y.m != 0};
}
inline Number squareRoot(Number x) {
  int shift = 200 + ((x.e - 200) % 2 != 0);
  Wide radicand = x.m << shift, root = 0;
  for (int bit = 160; bit >= 0; bit--) {
    Wide trial = root | (Wide(1) << bit);
    if (trial * trial <= radicand)
      root = trial;
  }
  return {false, root, (x.e - shift) / 2, root * root != radicand};
}

} // namespace exact
