// The two steps in which a number becomes fixed point of W bits, on native integers and on limbs (detail/wide.h).
//
// Step 1, quantisation: the number, in units of the target's last place, is rounded to an integer.
// Step 2, overflow: an integer that W bits do not hold is replaced by one that they do.
// Both as in UG1399 (Quantization Modes, Overflow Modes) and in IEEE 1666-2011, 7.10.9: AP_X is SC_X there.
#ifndef ALLO_HLS_DETAIL_QUANTIZE_H
#define ALLO_HLS_DETAIL_QUANTIZE_H

#include "wide.h"

/// What happens to bits below the last place.
enum ap_q_mode {
  AP_RND,         ///< to nearest, ties toward plus infinity
  AP_RND_ZERO,    ///< to nearest, ties toward zero
  AP_RND_MIN_INF, ///< to nearest, ties toward minus infinity
  AP_RND_INF,     ///< to nearest, ties away from zero
  AP_RND_CONV,    ///< to nearest, ties to even
  AP_TRN,         ///< toward minus infinity (the default)
  AP_TRN_ZERO     ///< toward zero
};

/// What happens to a value out of range. s is the sign of the value (1 when negative), x its bits in two's complement.
enum ap_o_mode {
  AP_SAT,      ///< the nearest value in range
  AP_SAT_ZERO, ///< zero
  AP_SAT_SYM,  ///< as AP_SAT, but a signed range is -max ... max: the most negative value is out of range too
  /// (the default) N = 0: the low W bits. N > 0: a signed result takes s as its sign bit; the N - 1 bits below it, of
  /// an unsigned result the N highest, become not s; the others are those of x.
  AP_WRAP,
  /// N = 0: with d the lowest bit that is lost, bit W of x, and r bit W - 1: the sign bit is d, the others are those of
  /// x, inverted where d and r differ. N = 1: the sign bit is s, the others those of x, inverted where s and r differ.
  /// N > 1: the sign bit is s, the N - 1 bits below become not s, the others are those of x, inverted where bit W - N
  /// of x equals s. An unsigned result has the same bits.
  AP_WRAP_SM
};

namespace hls {
namespace detail {

/// Whether one is added to the value rounded down: `half` is the first bit lost, `rest` whether any after it is set.
constexpr bool roundsUp(ap_q_mode mode, bool negative, bool odd, bool half, bool rest) {
  switch (mode) {
  case AP_RND:
    return half;
  case AP_RND_ZERO:
    return half && (rest || negative);
  case AP_RND_MIN_INF:
    return half && rest;
  case AP_RND_INF:
    return half && (rest || !negative);
  case AP_RND_CONV:
    return half && (rest || odd);
  case AP_TRN:
    return false;
  case AP_TRN_ZERO:
    return negative && (half || rest);
  }
  return false;
}

/// Step 1 on a native integer: value / 2^shift, where 0 < shift < the bits of Native.
template <ap_q_mode mode, class Native> constexpr Native quantizeNative(Native value, int shift) {
  Native kept = value >> shift;
  if constexpr (mode == AP_TRN)
    return kept;
  const bool half = (value >> (shift - 1) & 1) != 0;
  const bool rest = (value & ((Native(1) << (shift - 1)) - 1)) != 0;
  return kept + (roundsUp(mode, value < 0, (kept & 1) != 0, half, rest) ? 1 : 0);
}

/// Step 1 on limbs: a = a / 2^shift, where 0 < shift < 64 · count.
constexpr void quantizeWide(limb *a, int count, int shift, ap_q_mode mode) {
  const limb fill = wideSignFill(a, count);
  const bool half = wideBit(a, shift - 1);
  bool rest = false;
  for (int i = 0; i < shift - 1 && !rest; i += 64) {
    const int bits = shift - 1 - i;
    rest = (bits >= 64 ? a[i / 64] : a[i / 64] & ((limb(1) << bits) - 1)) != 0;
  }
  wideShiftRight(a, a, count, shift, fill);
  limb carry = roundsUp(mode, fill != 0, (a[0] & 1) != 0, half, rest) ? 1 : 0;
  for (int i = 0; i < count && carry != 0; ++i)
    carry = ++a[i] == 0 ? 1 : 0;
}

/// The low `width` bits of a native integer, extended by their sign or by zero. 0 < width <= the bits of Native.
template <int width, bool isSigned, class Native> constexpr Native wrapNative(Native value) {
  constexpr int spare = static_cast<int>(sizeof(Native)) * 8 - width;
  if constexpr (spare == 0) {
    return value;
  } else if constexpr (sizeof(Native) == 8) {
    const limb shifted = static_cast<limb>(value) << spare;
    return isSigned ? static_cast<Native>(shifted) >> spare : static_cast<Native>(shifted >> spare);
  } else {
    const unsigned_int128 shifted = static_cast<unsigned_int128>(value) << spare;
    return isSigned ? static_cast<Native>(shifted) >> spare : static_cast<Native>(shifted >> spare);
  }
}

/// The bits of the wrapping modes for a value out of range; see ap_o_mode. The caller cuts them to W bits.
template <int W, bool isSigned, ap_o_mode mode, int N, class Native>
constexpr Native wrapWithSaturatedBits(Native value) {
  constexpr int saturated = N < W ? N : W;
  const bool negative = value < 0;
  const auto bit = [value](int index) { return (value >> index & 1) != 0; };
  const Native top = Native(1) << (W - 1);
  bool sign = negative, invert = false;
  if constexpr (mode == AP_WRAP_SM) {
    if (N == 0)
      sign = bit(W);
    invert = saturated <= 1 ? sign != bit(W - 1) : bit(W - saturated) == negative;
  }
  Native result = invert ? ~value : value;
  if (mode == AP_WRAP_SM || isSigned)
    result = sign ? result | top : result & ~top;
  // The saturated bits: below the sign bit, or the highest of an unsigned result.
  constexpr int high = mode == AP_WRAP_SM || isSigned ? W - 1 : W, low = W - saturated;
  if constexpr (N > 0 && high > low) {
    const Native ones = ((Native(1) << (high - low)) - 1) << low;
    result = negative ? result & ~ones : result | ones;
  }
  return result;
}

/// Step 2 on a native integer that has at least two bits more than W and than the value.
template <int W, bool isSigned, ap_o_mode mode, int N, class Native> constexpr Native overflowNative(Native value) {
  const Native wrapped = wrapNative<W, isSigned>(value);
  if constexpr (mode == AP_WRAP && N == 0)
    return wrapped;
  const Native most = (Native(1) << (isSigned ? W - 1 : W)) - 1;
  const Native least = !isSigned ? 0 : mode == AP_SAT_SYM ? -most : -most - 1;
  if (value >= least && value <= most)
    return wrapped;
  if constexpr (mode == AP_SAT_ZERO)
    return 0;
  else if constexpr (mode == AP_SAT || mode == AP_SAT_SYM)
    return value < 0 ? least : most;
  else
    return wrapNative<W, isSigned>(wrapWithSaturatedBits<W, isSigned, mode, N>(value));
}

/// Sets the bits from `low` up to below `high`.
constexpr void wideSetBits(limb *a, int high, int low, bool value) {
  for (int i = low; i < high; ++i)
    wideSetBit(a, i, value);
}

/// As wrapWithSaturatedBits, on limbs.
constexpr void wrapWideWithSaturatedBits(limb *a, int count, int W, bool isSigned, ap_o_mode mode, int N) {
  const int saturated = N < W ? N : W;
  const bool negative = wideSignFill(a, count) != 0;
  bool sign = negative, invert = false;
  if (mode == AP_WRAP_SM) {
    if (N == 0)
      sign = wideBit(a, W);
    invert = saturated <= 1 ? sign != wideBit(a, W - 1) : wideBit(a, W - saturated) == negative;
  }
  for (int i = 0; invert && i < count; ++i)
    a[i] = ~a[i];
  const bool hasSign = mode == AP_WRAP_SM || isSigned;
  if (hasSign)
    wideSetBit(a, W - 1, sign);
  if (N > 0)
    wideSetBits(a, hasSign ? W - 1 : W, W - saturated, !negative);
}

/// Step 2 on limbs that hold at least two bits more than W and than the value; the result is normalised to all limbs.
constexpr void overflowWide(limb *a, int count, int W, bool isSigned, ap_o_mode mode, int N) {
  const limb fill = wideSignFill(a, count);
  const int magnitudeBits = isSigned ? W - 1 : W; // a value in range has only sign bits from here up
  bool inRange = fill == 0 || isSigned, least = fill != 0;
  for (int i = magnitudeBits; i < 64 * count && inRange; i += 64 - i % 64)
    inRange = (a[i / 64] ^ fill) >> (i % 64) == 0;
  for (int i = 0; i < magnitudeBits && least; i += 64)
    least = (magnitudeBits - i >= 64 ? a[i / 64] : a[i / 64] << (64 - (magnitudeBits - i))) == 0;
  if (inRange && !(mode == AP_SAT_SYM && isSigned && least))
    return;
  switch (mode) {
  case AP_SAT_ZERO:
    wideSetBits(a, W, 0, false);
    break;
  case AP_SAT:
  case AP_SAT_SYM:
    wideSetBits(a, W, 0, fill == 0);
    if (isSigned)
      wideSetBit(a, W - 1, fill != 0);
    if (mode == AP_SAT_SYM && isSigned && fill != 0)
      wideSetBit(a, 0, W > 1); // one bit holds -1 and 0, whose symmetrical part is 0
    break;
  case AP_WRAP:
  case AP_WRAP_SM:
    if (mode == AP_WRAP_SM || N > 0)
      wrapWideWithSaturatedBits(a, count, W, isSigned, mode, N);
    break;
  }
  wideNormalize(a, count, W, isSigned);
}

} // namespace detail
} // namespace hls
#endif
