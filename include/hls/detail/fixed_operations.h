// Arithmetic on the bits of fixed-point numbers: the operands aligned to one unit and computed in the narrowest of long
// long, 128 bits and limbs that holds the exact result.
#ifndef ALLO_HLS_DETAIL_FIXED_OPERATIONS_H
#define ALLO_HLS_DETAIL_FIXED_OPERATIONS_H

#include "fixed_float.h"
#include "fixed_traits.h"

namespace hls {
namespace detail {

enum class FixedOperation { add, subtract, bitAnd, bitOr, bitXor };

template <FixedOperation operation, class Native> constexpr Native combineNative(Native a, Native b) {
  using Bits = typename builtin<static_cast<int>(sizeof(Native)) * 8, false>::type;
  const Bits x = static_cast<Bits>(a), y = static_cast<Bits>(b);
  if constexpr (operation == FixedOperation::add)
    return static_cast<Native>(x + y);
  else if constexpr (operation == FixedOperation::subtract)
    return static_cast<Native>(x - y);
  else if constexpr (operation == FixedOperation::bitAnd)
    return static_cast<Native>(x & y);
  else if constexpr (operation == FixedOperation::bitOr)
    return static_cast<Native>(x | y);
  else
    return static_cast<Native>(x ^ y);
}

constexpr void combineWide(limb *result, const limb *a, const limb *b, int count, FixedOperation operation) {
  if (operation == FixedOperation::add)
    return wideAdd(result, a, b, count);
  if (operation == FixedOperation::subtract)
    return wideSubtract(result, a, b, count);
  for (int i = 0; i < count; ++i)
    result[i] = operation == FixedOperation::bitAnd  ? a[i] & b[i]
                : operation == FixedOperation::bitOr ? a[i] | b[i]
                                                     : a[i] ^ b[i];
}

/// The operand in limbs, in units of 2^-fractionBits.
template <int fractionBits, class A> constexpr void loadAligned(limb *result, int count, const A &a) {
  detail::loadWide(result, count, detail::bitsOf(a));
  if constexpr (fractionBits != FormatOf<A>::fractionBits)
    wideShiftLeft(result, result, count, fractionBits - FormatOf<A>::fractionBits);
}

template <class Native, int fractionBits, class A> constexpr Native nativeAligned(const A &a) {
  return scaleNative<Native>(detail::loadNative<Native>(detail::bitsOf(a)), fractionBits - FormatOf<A>::fractionBits);
}

/// Sum, difference and bitwise operators: Result holds the exact result of the aligned operands.
template <class Result, FixedOperation operation, class A, class B>
constexpr Result fixedCombine(const A &a, const B &b) {
  constexpr int W = FormatOf<Result>::width, fractionBits = FormatOf<Result>::fractionBits;
  constexpr bool S = FormatOf<Result>::isSigned;
  if constexpr (W <= 128) {
    using Native = NativeOf<wayOf(W)>;
    return Result::fromBits(storeNative<W, S>(combineNative<operation>(
        detail::nativeAligned<Native, fractionBits>(a), detail::nativeAligned<Native, fractionBits>(b))));
  } else {
    Limbs<W> x, y;
    detail::loadAligned<fractionBits>(x.v, x.count, a);
    detail::loadAligned<fractionBits>(y.v, y.count, b);
    combineWide(x.v, x.v, y.v, x.count, operation);
    return Result::fromBits(storeWide<W, S>(x.v, x.count));
  }
}

template <class Result, class A, class B> constexpr Result fixedMultiply(const A &a, const B &b) {
  constexpr int W = FormatOf<Result>::width;
  constexpr bool S = FormatOf<Result>::isSigned;
  if constexpr (W <= 128) {
    using Bits = UnsignedNativeOf<wayOf(W)>;
    using Native = NativeOf<wayOf(W)>;
    const Bits product = static_cast<Bits>(detail::loadNative<Native>(detail::bitsOf(a))) *
                         static_cast<Bits>(detail::loadNative<Native>(detail::bitsOf(b)));
    return Result::fromBits(storeNative<W, S>(static_cast<Native>(product)));
  } else {
    Limbs<W> x, y, product;
    detail::loadWide(x.v, x.count, detail::bitsOf(a));
    detail::loadWide(y.v, y.count, detail::bitsOf(b));
    wideMultiply(product.v, x.v, y.v, x.count);
    return Result::fromBits(storeWide<W, S>(product.v, x.count));
  }
}

/// Division by zero gives the bits -1, as for integers (docs/decisions/0009).
template <class Result, int dividendShift, class A, class B> constexpr Result fixedDivide(const A &a, const B &b) {
  constexpr int W = FormatOf<Result>::width;
  constexpr bool S = FormatOf<Result>::isSigned;
  // Both operands as signed numbers, with one bit to spare: the least number divided by -1 does not overflow.
  constexpr int bits = maximum(FormatOf<A>::width + dividendShift, FormatOf<B>::width) + 2;
  if constexpr (bits <= 128) {
    using Native = NativeOf<wayOf(bits)>;
    const Native divisor = detail::loadNative<Native>(detail::bitsOf(b));
    const Native dividend = scaleNative<Native>(detail::loadNative<Native>(detail::bitsOf(a)), dividendShift);
    return Result::fromBits(storeNative<W, S>(divisor == 0 ? Native(-1) : dividend / divisor));
  } else {
    Limbs<bits> x, y, quotient, remainder;
    Limbs<2 * 64 * Limbs<bits>::count + 64> scratch;
    detail::loadWide(x.v, x.count, detail::bitsOf(a));
    detail::loadWide(y.v, y.count, detail::bitsOf(b));
    wideShiftLeft(x.v, x.v, x.count, dividendShift);
    wideDivide(quotient.v, remainder.v, x.v, y.v, x.count, true, scratch.v);
    return Result::fromBits(storeWide<W, S>(quotient.v, x.count));
  }
}

/// -1, 0 or 1 as the value of a is less than, equal to or greater than that of b.
template <class A, class B> constexpr int fixedCompare(const A &a, const B &b) {
  using Results = FixedResults<A, B>;
  constexpr int fractionBits = Results::fractionBits;
  constexpr int bits = Results::integerBits + fractionBits + (Results::isSigned ? 0 : 1);
  if constexpr (bits <= 128) {
    using Native = NativeOf<wayOf(bits)>;
    const Native x = detail::nativeAligned<Native, fractionBits>(a), y = detail::nativeAligned<Native, fractionBits>(b);
    return x < y ? -1 : x > y ? 1 : 0;
  } else {
    Limbs<bits> x, y;
    detail::loadAligned<fractionBits>(x.v, x.count, a);
    detail::loadAligned<fractionBits>(y.v, y.count, b);
    return wideCompare(x.v, y.v, x.count, true);
  }
}

/// The bits of W bits, I before the point, that represent an exact operand: step 1, then step 2 (quantize.h).
template <int W, int I, bool S, ap_q_mode Q, ap_o_mode O, int N, class A>
constexpr ap_int_base<W, S> fixedConvert(const A &a) {
  constexpr int dropped = FormatOf<A>::fractionBits - (W - I);
  constexpr bool cuts = O == AP_WRAP && N == 0; // bits above W play no part
  constexpr int signedWidth = FormatOf<A>::width + (FormatOf<A>::isSigned ? 0 : 1);
  if constexpr (dropped > 0) {
    constexpr int shift = minimum(dropped, signedWidth + 1); // beyond that only the sign counts
    constexpr int bits = maximum(Q == AP_TRN ? signedWidth : signedWidth + 2, cuts ? 0 : W + 2);
    if constexpr (bits <= 128 && W <= 128) {
      using Native = NativeOf<wayOf(bits)>;
      Native value = detail::loadNative<Native>(detail::bitsOf(a));
      if constexpr (Q == AP_TRN)
        value >>= minimum(shift, wayOf(bits) - 1);
      else
        value = quantizeNative<Q>(value, shift);
      if constexpr (!cuts)
        value = overflowNative<W, S, O, N>(value);
      return storeNative<W, S>(value);
    } else {
      Limbs<maximum(bits, maximum(W, signedWidth) + 2)> value;
      detail::loadWide(value.v, value.count, detail::bitsOf(a));
      quantizeWide(value.v, value.count, shift, Q);
      overflowWide(value.v, value.count, W, S, O, N);
      return storeWide<W, S>(value.v, value.count);
    }
  } else {
    constexpr int shift = minimum(-dropped, W + 2); // beyond that the low W + 1 bits are zero whatever it is
    constexpr int bits = cuts ? minimum(signedWidth + shift, W) : maximum(signedWidth + shift, W) + 2;
    if constexpr (bits <= 128 && W <= 128) {
      using Native = NativeOf<wayOf(bits)>;
      constexpr bool vanishes = shift >= wayOf(bits);
      Native value = vanishes
                         ? Native(0)
                         : scaleNative<Native>(detail::loadNative<Native>(detail::bitsOf(a)), vanishes ? 0 : shift);
      if constexpr (!cuts)
        value = overflowNative<W, S, O, N>(value);
      return storeNative<W, S>(value);
    } else {
      Limbs<maximum(bits, maximum(W, signedWidth + shift) + 2)> value;
      detail::loadWide(value.v, value.count, detail::bitsOf(a));
      wideShiftLeft(value.v, value.v, value.count, shift);
      overflowWide(value.v, value.count, W, S, O, N);
      return storeWide<W, S>(value.v, value.count);
    }
  }
}

/// Whether Fixed OP= T needs only the low bits of the exact result: it wraps, and T has no finer fraction.
template <class T, class Fixed, bool = isExact(operand<T>::kind)> constexpr bool onlyLowBitsOf = false;
template <class T, class Fixed>
constexpr bool onlyLowBitsOf<T, Fixed, true> = Fixed::omode == AP_WRAP && Fixed::satBits == 0 && Fixed::width <= 64 &&
                                               FormatOf<T>::fractionBits <= Fixed::width - Fixed::iwidth &&
                                               Fixed::width - Fixed::iwidth - FormatOf<T>::fractionBits < 64;
template <class Fixed, class T> constexpr bool onlyLowBits = onlyLowBitsOf<T, Fixed>;

/// An operand in units of 2^-fractionBits, modulo 2^W.
template <int fractionBits, int W, bool S, class A> constexpr ap_int_base<W, S> alignedBits(const A &a) {
  return storeNative<W, S>(detail::nativeAligned<signed_int128, fractionBits>(a));
}

/// A floating number as fixed point.
template <int W, int I, bool S, ap_q_mode Q, ap_o_mode O, int N, class F>
constexpr ap_int_base<W, S> fixedFromFloating(F value) {
  if constexpr (W <= 64 && sizeof(F) <= 8) {
    return storeNative<W, S>(floatingToFixedNative<W, I, S, Q, O, N>(partsOf(value)));
  } else {
    Limbs<W + 70> result;
    floatingToFixedWide(result.v, result.count, partsOf(value), W, I, S, Q, O, N);
    return storeWide<W, S>(result.v, result.count);
  }
}

/// Any number as fixed point.
template <int W, int I, bool S, ap_q_mode Q, ap_o_mode O, int N, class T>
constexpr ap_int_base<W, S> fixedFrom(const T &value) {
  if constexpr (isFloating(operand<T>::kind))
    return fixedFromFloating<W, I, S, Q, O, N>(operand<T>::get(value));
  else
    return fixedConvert<W, I, S, Q, O, N>(value);
}

/// bits * 2^exponent in a floating type, rounded once to nearest, ties to even, to what Range can hold.
template <class F, class Range, int exponent, int W, bool S>
constexpr F fixedToFloating(const ap_int_base<W, S> &bits) {
  if constexpr (W <= Range::precision && W <= 60 && exponent >= Range::leastExponent && exponent >= -120 &&
                exponent <= 60) { // exact, also in F = float
    constexpr F unit = scaleByPowerOfTwo(F(1), exponent);
    return static_cast<F>(detail::loadNative<long long>(bits)) * unit;
  } else {
    Limbs<W + 2> magnitude;
    detail::loadWide(magnitude.v, magnitude.count, bits);
    const bool negative = wideSignFill(magnitude.v, magnitude.count) != 0;
    if (negative)
      wideNegate(magnitude.v, magnitude.v, magnitude.count);
    return roundToFloating<F, Range>(magnitude.v, magnitude.count, exponent, negative);
  }
}

} // namespace detail
} // namespace hls
#endif
