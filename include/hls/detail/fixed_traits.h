// What fixed-point types are to the operators, the formats of results, and how bits get in and out of them.
#ifndef ALLO_HLS_DETAIL_FIXED_TRAITS_H
#define ALLO_HLS_DETAIL_FIXED_TRAITS_H

#include "../ap_int.h"
#include "quantize.h"

template <int W, int I, bool S, ap_q_mode Q, ap_o_mode O, int N> struct ap_fixed_base;
template <int W, int I, ap_q_mode Q = AP_TRN, ap_o_mode O = AP_WRAP, int N = 0> struct ap_fixed;
template <int W, int I, ap_q_mode Q = AP_TRN, ap_o_mode O = AP_WRAP, int N = 0> struct ap_ufixed;

namespace hls {
namespace detail {

/// The type with W bits, I of them before the point, and sign S, in the default modes: what operators return.
template <int W, int I, bool S> struct FixedType {
  using type = ap_fixed<W, I>;
};
template <int W, int I> struct FixedType<W, I, false> {
  using type = ap_ufixed<W, I>;
};
template <int W, int I, bool S> using FixedTypeOf = typename FixedType<W, I, S>::type;

template <int W, int I, bool S, ap_q_mode Q, ap_o_mode O, int N> struct operand<ap_fixed_base<W, I, S, Q, O, N>> {
  static constexpr operand_kind kind = operand_kind::fixed;
  static constexpr int width = W, integerBits = I;
  static constexpr bool isSigned = S;
  /// What an integer takes of it: the value truncated toward zero.
  static constexpr ap_int_base<maximum(I, 1), S> get(const ap_fixed_base<W, I, S, Q, O, N> &value) {
    return value.template toInteger<maximum(I, 1), S>();
  }
};
template <int W, int I, ap_q_mode Q, ap_o_mode O, int N>
struct operand<ap_fixed<W, I, Q, O, N>> : operand<ap_fixed_base<W, I, true, Q, O, N>> {};
template <int W, int I, ap_q_mode Q, ap_o_mode O, int N>
struct operand<ap_ufixed<W, I, Q, O, N>> : operand<ap_fixed_base<W, I, false, Q, O, N>> {};

constexpr bool isFixed(operand_kind kind) { return kind == operand_kind::fixed; }
constexpr bool isFloating(operand_kind kind) { return kind == operand_kind::floating; }
constexpr bool isCInteger(operand_kind kind) { return kind == operand_kind::c_integer; }
constexpr bool isExact(operand_kind kind) { return isFixed(kind) || isInteger(kind); }

template <class A, class B>
using IfFixed = enable_if_t<(isFixed(operand<A>::kind) && isExact(operand<B>::kind)) ||
                            (isExact(operand<A>::kind) && isFixed(operand<B>::kind))>;
template <class A, class B>
using IfFixedAndFloating = enable_if_t<(isFixed(operand<A>::kind) && isFloating(operand<B>::kind)) ||
                                       (isFloating(operand<A>::kind) && isFixed(operand<B>::kind))>;

/// The left operand of a shift decides.
template <class A, class B> using IfFixedShift = enable_if_t<isFixed(operand<A>::kind) && isExact(operand<B>::kind)>;

/// A number of C, or half or bfloat16, and a fixed-point number.
template <class Number, class B>
using IfNumberAndFixed =
    enable_if_t<(isCInteger(operand<Number>::kind) && !__is_enum(Number) && isFixed(operand<B>::kind)) ||
                (isFloating(operand<Number>::kind) && isFixed(operand<B>::kind))>;

/// An operand in the type F computes in.
template <class F, class T> constexpr auto fixedAsFloating(const T &value) {
  using Computed = decltype(operand<F>::get(make<F>()));
  if constexpr (isFixed(operand<T>::kind))
    return value.template toFloating<Computed>();
  else
    return static_cast<Computed>(operand<T>::get(value));
}

/// The format of an exact operand; an integer is fixed point without a fraction.
template <class T, bool = isFixed(operand<T>::kind)> struct FormatOf {
  static constexpr int width = operand<T>::width, integerBits = operand<T>::integerBits;
  static constexpr int fractionBits = width - integerBits;
  static constexpr bool isSigned = operand<T>::isSigned;
};
template <class T> struct FormatOf<T, false> {
  static constexpr int width = operand<T>::width, integerBits = width, fractionBits = 0;
  static constexpr bool isSigned = operand<T>::isSigned;
};

/// The formats of the results of two operands (UG1399, Class Methods, Operators, and Data Members).
template <class A, class B> struct FixedResults {
  using Left = FormatOf<A>;
  using Right = FormatOf<B>;
  static constexpr bool isSigned = Left::isSigned || Right::isSigned;
  /// Enough for each operand: an unsigned one gets a sign bit where the other is signed.
  static constexpr int integerBits = maximum(Left::integerBits + (isSigned && !Left::isSigned ? 1 : 0),
                                             Right::integerBits + (isSigned && !Right::isSigned ? 1 : 0));
  static constexpr int fractionBits = maximum(Left::fractionBits, Right::fractionBits);
  /// Of bitwise operators: the operands aligned.
  using Aligned = FixedTypeOf<integerBits + fractionBits, integerBits, isSigned>;
  /// Exact.
  using Sum = FixedTypeOf<integerBits + 1 + fractionBits, integerBits + 1, isSigned>;
  using Difference = FixedTypeOf<integerBits + 1 + fractionBits, integerBits + 1, true>;
  using Product = FixedTypeOf<Left::width + Right::width, Left::integerBits + Right::integerBits, isSigned>;
  /// The quotient of the bits, the dividend extended by the fraction of the divisor; truncated toward zero. Its
  /// fraction is that of the dividend (UG1399, Overview of Arbitrary Precision Fixed-Point Data Types).
  static constexpr int dividendShift = maximum(Right::fractionBits, 0);
  using Quotient = FixedTypeOf<Left::width + dividendShift + (Right::isSigned ? 1 : 0),
                               Left::integerBits + Right::fractionBits + (Right::isSigned ? 1 : 0), isSigned>;
};

/// The bits of an exact operand.
template <class A> constexpr decltype(auto) bitsOf(const A &a) {
  if constexpr (isFixed(operand<A>::kind))
    return (a.bits);
  else
    return operand<A>::get(a);
}

/// Limbs for a computation in `bits` bits.
template <int bits> struct Limbs {
  static constexpr int count = (bits + 63) / 64;
  limb v[count] = {};
};

/// Which way to compute in `bits` bits: long long, 128 bits, or limbs.
constexpr int wayOf(int bits) { return bits <= 64 ? 64 : bits <= 128 ? 128 : 0; }
template <int way> using NativeOf = typename builtin<way, true>::type;
template <int way> using UnsignedNativeOf = typename builtin<way, false>::type;

/// a * 2^shift modulo 2^(bits of Native); negative numbers too.
template <class Native, class Value> constexpr Native scaleNative(Value value, int shift) {
  using Bits = typename builtin<static_cast<int>(sizeof(Native)) * 8, false>::type;
  return static_cast<Native>(static_cast<Bits>(static_cast<Native>(value)) << shift);
}

/// The bits as a native number, extended or cut.
template <class Native, int W, bool S> constexpr Native loadNative(const ap_int_base<W, S> &bits) {
  return static_cast<Native>(bits.template low<typename builtin<static_cast<int>(sizeof(Native)) * 8, false>::type>());
}
template <int W, bool S> constexpr void loadWide(limb *result, int count, const ap_int_base<W, S> &bits) {
  bits.load(result, count);
}
/// A number as W bits, extended or cut.
template <int W, bool S, class Native> constexpr ap_int_base<W, S> storeNative(Native value) {
  ap_int_base<W, S> bits{};
  bits.store(value);
  return bits;
}
template <int W, bool S> constexpr ap_int_base<W, S> storeWide(const limb *value, int count) {
  ap_int_base<W, S> bits{};
  bits.storeLimbs(value, count, true);
  return bits;
}

} // namespace detail
} // namespace hls
#endif
