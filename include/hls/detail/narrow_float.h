// Binary floating-point formats of 16 bits in software: conversion to and from binary64, each correctly rounded to
// nearest, ties to even (IEEE 754-2019, 4.3.1 and 5.4.2), with subnormal numbers, infinities and NaN.
#ifndef ALLO_HLS_DETAIL_NARROW_FLOAT_H
#define ALLO_HLS_DETAIL_NARROW_FLOAT_H

#include "int_traits.h"
#include <cstdint>
#include <type_traits>

namespace hls {
namespace detail {

/// The double nearest to `value` whose last bit also says that something was lost: rounding such a number again to a
/// narrower format gives what one rounding of `value` gives ("round to odd", S. Boldo and G. Melquiond, Emulation of
/// FMA and correctly rounded sums, IEEE Trans. Computers 57, 2008).
constexpr double oddDouble(double value) { return value; }
constexpr double oddDouble(float value) { return static_cast<double>(value); }
constexpr double oddDouble(long double value) {
  double nearest = static_cast<double>(value);
  long double lost = value - static_cast<long double>(nearest);
  std::uint64_t bits = __builtin_bit_cast(std::uint64_t, nearest);
  if (!(lost < 0 || lost > 0) || (bits & 1) != 0 || !(nearest < 0 || nearest > 0))
    return nearest;
  return __builtin_bit_cast(double, (lost > 0) == (nearest > 0) ? bits + 1 : bits - 1);
}

/// As above for an integer of at most 128 bits: bits shifted out leave a one in the last place.
template <class Integer> constexpr double oddDoubleOfInteger(Integer value) {
  bool negative = value < 0;
  unsigned_int128 magnitude = static_cast<unsigned_int128>(value);
  magnitude = negative ? 0 - magnitude : magnitude;
  double scale = 1;
  for (; (magnitude >> 53) != 0; scale *= 2)
    magnitude = (magnitude >> 1) | (magnitude & 1);
  double exact = static_cast<double>(static_cast<std::uint64_t>(magnitude)) * scale;
  return negative ? -exact : exact;
}

/// A format of 16 bits: sign, ExponentBits, FractionBits.
template <int ExponentBits, int FractionBits> struct NarrowFormat {
  static_assert(1 + ExponentBits + FractionBits == 16, "a format of 16 bits");
  static constexpr int precision = FractionBits + 1;
  static constexpr int bias = (1 << (ExponentBits - 1)) - 1;
  static constexpr int leastExponent = 1 - bias - FractionBits; // of the last place of the smallest number
  static constexpr std::uint16_t infinity = static_cast<std::uint16_t>(((1 << ExponentBits) - 1) << FractionBits);
  static constexpr std::uint16_t quietNaN = static_cast<std::uint16_t>(infinity | (1 << (FractionBits - 1)));

  /// A NaN keeps its sign and the high bits of its payload, and is quiet.
  static constexpr std::uint16_t fromDouble(double value) {
    std::uint64_t bits = __builtin_bit_cast(std::uint64_t, value);
    unsigned sign = static_cast<unsigned>(bits >> 63) << 15;
    int exponent = static_cast<int>((bits >> 52) & 2047);
    std::uint64_t significand = bits & 0xfffffffffffffull;
    if (exponent == 2047) {
      std::uint64_t payload = significand >> (52 - FractionBits);
      return static_cast<std::uint16_t>(sign | (significand == 0 ? infinity : quietNaN | payload));
    }
    if (exponent == 0) // zero, or below half of the smallest subnormal number of any 16-bit format
      return static_cast<std::uint16_t>(sign);
    significand |= std::uint64_t(1) << 52;
    int target = exponent - 1023 + bias; // biased exponent in this format
    int dropped = 52 - FractionBits;     // bits that do not fit
    if (target < 1) {                    // subnormal: the exponent stays at 1, the significand shrinks
      dropped += 1 - target;
      target = 1;
    }
    if (dropped > 54)
      return static_cast<std::uint16_t>(sign);
    std::uint64_t kept = significand >> dropped;
    std::uint64_t rest = significand & ((std::uint64_t(1) << dropped) - 1);
    std::uint64_t half = std::uint64_t(1) << (dropped - 1);
    if (rest > half || (rest == half && (kept & 1) != 0))
      ++kept;
    // The leading one of a normal significand adds one to the exponent field below; a carry does the same once more.
    std::uint64_t result = (static_cast<std::uint64_t>(target - 1) << FractionBits) + kept;
    return static_cast<std::uint16_t>(sign | (result >= infinity ? infinity : result));
  }

  /// Exact: every value of the format is a float. A NaN keeps its payload and is quiet.
  static constexpr float toFloat(std::uint16_t bits) {
    std::uint32_t sign = static_cast<std::uint32_t>(bits >> 15) << 31;
    int exponent = (bits >> FractionBits) & ((1 << ExponentBits) - 1);
    std::uint32_t fraction = bits & ((1u << FractionBits) - 1);
    if (exponent == (1 << ExponentBits) - 1) {
      std::uint32_t quiet = fraction == 0 ? 0 : 0x400000u;
      return __builtin_bit_cast(float, sign | 0x7f800000u | quiet | (fraction << (23 - FractionBits)));
    }
    if constexpr (ExponentBits == 8)
      return __builtin_bit_cast(float, static_cast<std::uint32_t>(bits) << 16);
    if (exponent == 0) { // fraction * 2^(1 - bias - FractionBits), a product of two floats
      float unit = __builtin_bit_cast(float, static_cast<std::uint32_t>(127 + 1 - bias - FractionBits) << 23);
      float magnitude = static_cast<float>(fraction) * unit;
      return sign != 0 ? -magnitude : magnitude;
    }
    return __builtin_bit_cast(float, sign | (static_cast<std::uint32_t>(exponent - bias + 127) << 23) |
                                         (fraction << (23 - FractionBits)));
  }

  template <class Number> static constexpr std::uint16_t from(Number value) {
    if constexpr (std::is_floating_point<Number>::value)
      return fromDouble(oddDouble(value));
    else
      return fromDouble(oddDoubleOfInteger(value));
  }
};

/// Where the classes of these headers become a 16-bit format: a double that it rounds as it would round the value.
template <class T, operand_kind = operand<T>::kind> struct NarrowSource { // integers and references to bits
  template <class Format> static constexpr double get(const T &value) {
    const auto number = operand<T>::get(value);
    constexpr int count = decltype(number)::limbs;
    limb magnitude[count] = {};
    number.load(magnitude, count);
    if (number.isNegative())
      wideNegate(magnitude, magnitude, count);
    int used = count; // the highest two limbs that are not zero hold 65 bits or more that count
    while (used > 2 && magnitude[used - 1] == 0)
      --used;
    limb lost = 0;
    for (int i = 0; i < used - 2; ++i)
      lost |= magnitude[i];
    const unsigned_int128 top =
        count == 1 ? magnitude[0] : static_cast<unsigned_int128>(magnitude[used - 1]) << 64 | magnitude[used - 2];
    double result = oddDoubleOfInteger(top | (lost != 0 ? 1 : 0));
    for (int i = 2; i < used; ++i)
      result *= 18446744073709551616.0; // 2^64
    return number.isNegative() ? -result : result;
  }
};
template <class T> struct NarrowSource<T, operand_kind::fixed> {
  template <class Format> static constexpr double get(const T &value) {
    return value.template toFloating<double, Format>();
  }
};

using Binary16 = NarrowFormat<5, 10>;
using Brain16 = NarrowFormat<8, 7>;

} // namespace detail
} // namespace hls
#endif
