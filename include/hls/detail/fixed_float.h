// Between fixed point and the floating types: both ways with one rounding.
#ifndef ALLO_HLS_DETAIL_FIXED_FLOAT_H
#define ALLO_HLS_DETAIL_FIXED_FLOAT_H

#include "int_traits.h"
#include "quantize.h"

namespace hls {
namespace detail {

/// What a floating format can hold: bits of its significand, and the exponent of its last place at least.
template <int Precision, int LeastExponent> struct FloatingRange {
  static constexpr int precision = Precision, leastExponent = LeastExponent;
};
template <class F> struct FloatingRangeOf;
template <> struct FloatingRangeOf<float> : FloatingRange<24, -149> {};
template <> struct FloatingRangeOf<double> : FloatingRange<53, -1074> {};
template <> struct FloatingRangeOf<long double> : FloatingRange<64, -16445> {}; // x87; checked below
static_assert(__LDBL_MANT_DIG__ == 64, "long double is the 80-bit format");

/// value * 2^exponent, where the result is exact or infinite.
template <class F> constexpr F scaleByPowerOfTwo(F value, int exponent) {
  F step = exponent < 0 ? F(0.5) : F(2);
  for (unsigned left = static_cast<unsigned>(exponent < 0 ? -exponent : exponent); left != 0 && value != 0; --left) {
    F next = value * step;
    if (next == value) // infinite
      break;
    value = next;
  }
  return value;
}

/// The number of bits of a magnitude.
constexpr int wideBitLength(const limb *a, int count) {
  const int used = wideUsed(a, count);
  return used == 0 ? 0 : 64 * used - countLeadingZeros(a[used - 1]);
}

/// magnitude * 2^exponent rounded to nearest, ties to even, within Range; the value is exact in F. The limbs are
/// spoiled; the highest bit of them is clear.
template <class F, class Range> constexpr F roundToFloating(limb *magnitude, int count, int exponent, bool negative) {
  const int length = wideBitLength(magnitude, count);
  int dropped = length - Range::precision;
  if (dropped < Range::leastExponent - exponent)
    dropped = Range::leastExponent - exponent;
  if (dropped > length) // less than half of the smallest number
    return negative ? -F(0) : F(0);
  if (dropped > 0) {
    quantizeWide(magnitude, count, dropped, AP_RND_CONV);
    exponent += dropped;
  }
  F kept = static_cast<F>(magnitude[0]); // the precision of F at most, or the next power of two after a carry
  if (count > 1 && magnitude[1] != 0)
    kept = F(18446744073709551616.0);
  kept = scaleByPowerOfTwo(kept, exponent);
  return negative ? -kept : kept;
}

/// A finite floating number as significand * 2^exponent; the significand keeps 64 bits.
struct FloatParts {
  bool negative = false, isNaN = false, isInfinite = false;
  limb significand = 0;
  int exponent = 0;
};

constexpr FloatParts partsOf(double value) {
  const limb bits = __builtin_bit_cast(limb, value);
  const int field = static_cast<int>(bits >> 52 & 2047);
  FloatParts parts;
  parts.negative = bits >> 63 != 0;
  parts.significand = bits & ((limb(1) << 52) - 1);
  parts.isNaN = field == 2047 && parts.significand != 0;
  parts.isInfinite = field == 2047 && parts.significand == 0;
  parts.exponent = (field == 0 ? 1 : field) - 1075;
  if (field != 0)
    parts.significand |= limb(1) << 52;
  return parts;
}
constexpr FloatParts partsOf(float value) { return partsOf(static_cast<double>(value)); }
constexpr FloatParts partsOf(long double value) {
  FloatParts parts;
  parts.isNaN = value != value;
  parts.negative = value < 0;
  long double magnitude = parts.negative ? -value : value;
  parts.isInfinite = !parts.isNaN && magnitude > __LDBL_MAX__;
  if (parts.isNaN || parts.isInfinite || magnitude == 0)
    return parts;
  // 2^63 <= magnitude < 2^64 makes all its bits an integer.
  for (; magnitude >= 18446744073709551616.0L; ++parts.exponent)
    magnitude *= 0.5L;
  for (; magnitude < 9223372036854775808.0L && parts.exponent > -16445; --parts.exponent)
    magnitude *= 2;
  parts.significand = static_cast<limb>(magnitude);
  return parts;
}

/// A floating number as the bits of a fixed-point format, in limbs. `count` limbs hold W + 68 bits or more. NaN becomes
/// zero; an infinity is a number out of range whose low bits are all zero.
constexpr void floatingToFixedWide(limb *result, int count, FloatParts parts, int W, int I, bool isSigned,
                                   ap_q_mode quantization, ap_o_mode overflow, int saturatedBits) {
  for (int i = 0; i < count; ++i)
    result[i] = 0;
  if (parts.isNaN || (parts.significand == 0 && !parts.isInfinite))
    return;
  int shift = parts.exponent - (I - W); // units of the last place
  if (parts.isInfinite) {
    parts.significand = 1;
    shift = W + 2;
  }
  result[0] = parts.significand;
  const int left = shift > W + 2 ? W + 2 : shift; // beyond that the low W + 1 bits are zero whatever it is
  if (shift > 0)
    wideShiftLeft(result, result, count, left);
  if (parts.negative)
    wideNegate(result, result, count);
  if (shift < 0)
    quantizeWide(result, count, -shift > 66 ? 66 : -shift, quantization);
  overflowWide(result, count, W, isSigned, overflow, saturatedBits);
}

/// As above in 128 bits, for a significand of at most 53 bits and W <= 64.
template <int W, int I, bool isSigned, ap_q_mode Q, ap_o_mode O, int N>
constexpr signed_int128 floatingToFixedNative(const FloatParts &parts) {
  if (parts.isNaN || (parts.significand == 0 && !parts.isInfinite))
    return 0;
  int shift = parts.exponent - (I - W);
  unsigned_int128 magnitude = parts.significand;
  if (parts.isInfinite) {
    magnitude = 1;
    shift = W + 2;
  }
  if (shift > 0)
    magnitude <<= shift > W + 2 ? W + 2 : shift;
  signed_int128 value = static_cast<signed_int128>(parts.negative ? 0 - magnitude : magnitude);
  if (shift < 0)
    value = quantizeNative<Q>(value, -shift > 66 ? 66 : -shift);
  return overflowNative<W, isSigned, O, N>(value);
}

} // namespace detail
} // namespace hls
#endif
