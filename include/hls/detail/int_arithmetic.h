// The operations on ap_int_base values: result types by the published rules, and their computation, in a built-in
// integer up to 128 bits and on limbs above. Sources of the rules: Vivado HLS User Guide UG902 and Vitis HLS UG1399,
// chapter "Arbitrary Precision Integer Library / C++ Arbitrary Precision Integer Types".
#ifndef ALLO_HLS_DETAIL_INT_ARITHMETIC_H
#define ALLO_HLS_DETAIL_INT_ARITHMETIC_H

#include "int_base.h"

namespace hls {
namespace detail {

/// The widths of the results. A signed operand beside an unsigned one makes the latter one bit wider.
template <class A, class B> struct result {
  static constexpr int widthA = operand<A>::width, widthB = operand<B>::width;
  static constexpr bool signA = operand<A>::isSigned, signB = operand<B>::isSigned;
  static constexpr bool anySigned = signA || signB;
  static constexpr int common = maximum(widthA + (signB && !signA), widthB + (signA && !signB));
  /// +: one bit more than the wider operand (two if the wider is unsigned and the other signed); signed if either is.
  using sum = integer_t<common + 1, anySigned>;
  /// -: as +, always signed.
  using difference = integer_t<common + 1, true>;
  /// *: the sum of the widths; signed if either is.
  using product = integer_t<widthA + widthB, anySigned>;
  /// /: the dividend's width, one more for a signed divisor; signed if either is.
  using quotient = integer_t<widthA + signB, anySigned>;
  /// %: the smaller width (the divisor's plus one if it is unsigned and the dividend signed); the dividend's sign.
  using remainder = integer_t<minimum(widthA, widthB + (!signB && signA)), signA>;
  /// & | ^: the width that holds both operands; signed unless both are unsigned.
  using logic = integer_t<common, anySigned>;
  /// << >>: the left operand's type.
  using shifted = integer_t<widthA, signA>;
};

template <class R, class A, class B> constexpr R add(const A &a, const B &b) {
  R r{};
  if constexpr (R::width <= narrowLimit) { // exact, so already in the form that is stored
    using U = work_t<R::width, false>;
    r.bits = static_cast<decltype(r.bits)>(static_cast<U>(a.bits) + static_cast<U>(b.bits));
  } else {
    constexpr int count = limbCount(R::width);
    limb x[count] = {}, y[count] = {};
    a.load(x, count);
    b.load(y, count);
    wideAdd(r.bits, x, y, count);
  }
  return r;
}

template <class R, class A, class B> constexpr R subtract(const A &a, const B &b) {
  R r{};
  if constexpr (R::width <= narrowLimit) {
    using U = work_t<R::width, false>;
    r.bits = static_cast<decltype(r.bits)>(static_cast<U>(a.bits) - static_cast<U>(b.bits));
  } else {
    constexpr int count = limbCount(R::width);
    limb x[count] = {}, y[count] = {};
    a.load(x, count);
    b.load(y, count);
    wideSubtract(r.bits, x, y, count);
  }
  return r;
}

template <class R, class A, class B> constexpr R multiply(const A &a, const B &b) {
  R r{};
  if constexpr (R::width <= narrowLimit) {
    using U = work_t<R::width, false>;
    r.bits = static_cast<decltype(r.bits)>(static_cast<U>(a.bits) * static_cast<U>(b.bits));
  } else {
    constexpr int count = limbCount(R::width);
    limb x[count] = {}, y[count] = {};
    a.load(x, count);
    b.load(y, count);
    wideMultiply(r.bits, x, y, count);
  }
  return r;
}

/// Quotient (truncated toward zero) or remainder (sign of the dividend). Division by zero: quotient all ones, remainder
/// the dividend (docs/decisions/0009); UG902 leaves it open.
template <class R, bool Quotient, class A, class B> constexpr R divide(const A &a, const B &b) {
  constexpr int common = result<A, B>::common;
  constexpr bool isSigned = result<A, B>::anySigned;
  R r{};
  if constexpr (common <= narrowLimit) {
    using T = work_t<common, isSigned>;
    using U = work_t<maximum(common, minimum(R::width, narrowLimit)), false>;
    const T x = static_cast<T>(a.bits), y = static_cast<T>(b.bits);
    if (y == 0) {
      r.store(Quotient ? static_cast<T>(-1) : x);
    } else if constexpr (!isSigned) {
      r.store(Quotient ? static_cast<T>(x / y) : static_cast<T>(x % y));
    } else if (y == -1) { // the built-in division overflows for the least dividend
      if constexpr (R::width > narrowLimit) {
        r = subtract<R>(ap_int_base<1, false>(0), a);
        if (!Quotient)
          r.store(0);
      } else {
        r.store(Quotient ? static_cast<U>(0) - static_cast<U>(x) : static_cast<U>(0));
      }
    } else {
      r.store(Quotient ? static_cast<T>(x / y) : static_cast<T>(x % y));
    }
  } else {
    constexpr int count = limbCount(common);
    limb x[count] = {}, y[count] = {}, quotient[count] = {}, remainder[count] = {}, scratch[2 * count + 1] = {};
    a.load(x, count);
    b.load(y, count);
    wideDivide(quotient, remainder, x, y, count, isSigned, scratch);
    // one bit more than the limbs hold: -min / -1 is positive
    const bool overflow = isSigned && Quotient && wideSignFill(quotient, count) != 0 && !wideIsZero(y, count) &&
                          a.isNegative() && b.isNegative();
    r.storeLimbs(Quotient ? quotient : remainder, count, isSigned && !overflow);
  }
  return r;
}

enum class logic_kind { conjunction, disjunction, difference };
template <logic_kind Kind, class T> constexpr T logicOf(T a, T b) {
  return Kind == logic_kind::conjunction ? a & b : Kind == logic_kind::disjunction ? a | b : a ^ b;
}
template <class R, logic_kind Kind, class A, class B> constexpr R logic(const A &a, const B &b) {
  R r{};
  if constexpr (R::width <= narrowLimit) {
    using U = work_t<R::width, false>;
    r.bits = static_cast<decltype(r.bits)>(logicOf<Kind>(static_cast<U>(a.bits), static_cast<U>(b.bits)));
  } else {
    constexpr int count = limbCount(R::width);
    limb x[count] = {}, y[count] = {};
    a.load(x, count);
    b.load(y, count);
    for (int i = 0; i < count; ++i)
      r.bits[i] = logicOf<Kind>(x[i], y[i]);
  }
  return r;
}

/// Whether a count is in the range of the built-in type R is computed in.
template <class R, class B> constexpr bool isPlainCount(const B &b) {
  constexpr unsigned top = sizeof(work_t<R::width, false>) * 8 - 1;
  if constexpr (!B::isSigned && B::width < 8 && (1u << (B::width < 8 ? B::width : 0)) - 1 <= top)
    return true;
  else
    return __builtin_expect(static_cast<work_t<B::width, false>>(b.bits) <= top, 1) != 0;
}
template <class R, bool Left, class A> constexpr R shiftPlainly(const A &a, int count) {
  R r{};
  if constexpr (Left)
    r.bits = wrap<R::width, R::isSigned>(static_cast<work_t<R::width, false>>(a.bits) << count);
  else
    r.bits = static_cast<decltype(r.bits)>(static_cast<work_t<R::width, R::isSigned>>(a.bits) >> count);
  return r;
}

/// a · 2^count for a positive count, floor(a / 2^-count) for a negative one; beyond the width 0, or the sign.
template <class R, class A> constexpr R shift(const A &a, int count) {
  R r{};
  if constexpr (R::width <= narrowLimit) {
    if (count >= 0)
      return count < R::width ? shiftPlainly<R, true>(a, count) : r;
    if (count > -R::width)
      return shiftPlainly<R, false>(a, -count);
    r.store(a.isNegative() ? -1 : 0);
  } else {
    constexpr int limbs = limbCount(R::width);
    if (count >= 0)
      wideShiftLeft(r.bits, a.bits, limbs, count);
    else
      wideShiftRight(r.bits, a.bits, limbs, -count, a.isNegative() ? ~limb(0) : limb(0));
    wideNormalize(r.bits, limbs, R::width, R::isSigned);
  }
  return r;
}

/// A shift count as a number in -limit...limit.
template <class B> constexpr int shiftCount(const B &b, int limit) {
  if constexpr (B::width <= narrowLimit) {
    using T = work_t<B::width, B::isSigned>;
    const T value = static_cast<T>(b.bits);
    if constexpr (B::isSigned)
      if (value < 0)
        return value <= -static_cast<T>(limit) ? -limit : static_cast<int>(value);
    return value >= static_cast<T>(limit) ? limit : static_cast<int>(value);
  } else {
    constexpr int limbs = limbCount(B::width);
    const limb fill = b.isNegative() ? ~limb(0) : limb(0);
    for (int i = 1; i < limbs; ++i)
      if (b.bits[i] != fill)
        return fill != 0 ? -limit : limit;
    if (fill != 0)
      return ~b.bits[0] >= static_cast<limb>(limit) ? -limit : -static_cast<int>(~b.bits[0]) - 1;
    return b.bits[0] >= static_cast<limb>(limit) ? limit : static_cast<int>(b.bits[0]);
  }
}

/// -1, 0 or 1 by value, in limbs that hold both operands.
template <int Common, bool Signed, class A, class B> constexpr int compare(const A &a, const B &b) {
  constexpr int count = limbCount(Common);
  limb x[count] = {}, y[count] = {};
  a.load(x, count);
  b.load(y, count);
  return wideCompare(x, y, count, Signed);
}

template <class A, class B, bool First = operand<A>::kind == operand_kind::floating> struct floating_result {
  using type = A;
};
template <class A, class B> struct floating_result<A, B, false> {
  using type = B;
};
/// The floating one of two operands.
template <class A, class B> using floating_result_t = typename floating_result<A, B>::type;

/// An operand as F: an integer rounded to it, a floating value converted as C++ converts.
template <class F, class T> constexpr auto asFloating(const T &value) {
  using Computed = decltype(operand<F>::get(make<F>()));
  if constexpr (operand<T>::kind == operand_kind::floating)
    return static_cast<Computed>(operand<T>::get(value));
  else
    return operand<T>::get(value).template toFloating<Computed>();
}

} // namespace detail
} // namespace hls

#endif
