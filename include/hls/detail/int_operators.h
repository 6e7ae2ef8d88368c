// The binary operators and comparisons of ap_int and ap_uint with each other, with C integers, with references to bits
// and with floating types. Operands are taken by value: a constant member that is declared but not defined
// (`static const int n = 4;`) stays usable as one.
#ifndef ALLO_HLS_DETAIL_INT_OPERATORS_H
#define ALLO_HLS_DETAIL_INT_OPERATORS_H

#include "int_arithmetic.h"

// name: the annotation; type: the member of detail::result that says the result's width and sign; the rest computes it
#define ALLO_HLS_ARITHMETIC(symbol, name, type, ...)                                                                   \
  template <class A, class B, hls::detail::if_integers<A, B> = 0>                                                      \
  ALLO_HLS(name)                                                                                                       \
  constexpr typename hls::detail::result<A, B>::type operator symbol(A a, B b) {                                       \
    using R = typename hls::detail::result<A, B>::type;                                                                \
    return hls::detail::__VA_ARGS__(hls::detail::operand<A>::get(a), hls::detail::operand<B>::get(b));                 \
  }
ALLO_HLS_ARITHMETIC(+, "add", sum, add<R>)
ALLO_HLS_ARITHMETIC(-, "sub", difference, subtract<R>)
ALLO_HLS_ARITHMETIC(*, "mul", product, multiply<R>)
ALLO_HLS_ARITHMETIC(/, "div", quotient, divide<R, true>)
ALLO_HLS_ARITHMETIC(%, "rem", remainder, divide<R, false>)
ALLO_HLS_ARITHMETIC(&, "and", logic, logic<R, hls::detail::logic_kind::conjunction>)
ALLO_HLS_ARITHMETIC(|, "or", logic, logic<R, hls::detail::logic_kind::disjunction>)
ALLO_HLS_ARITHMETIC(^, "xor", logic, logic<R, hls::detail::logic_kind::difference>)
#undef ALLO_HLS_ARITHMETIC

// Shifts keep the type of the left operand. A negative count shifts the other way; a count of the width or more leaves
// 0, or the sign for a signed right shift. C integers on the left shift as C++ says.
#define ALLO_HLS_SHIFT(symbol, name, left)                                                                             \
  template <class A, class B, hls::detail::if_shift<A, B> = 0>                                                         \
  ALLO_HLS(name)                                                                                                       \
  constexpr typename hls::detail::result<A, B>::shifted operator symbol(A a, B b) {                                    \
    using R = typename hls::detail::result<A, B>::shifted;                                                             \
    using Count = typename hls::detail::result<B, B>::shifted;                                                         \
    const auto &x = hls::detail::operand<A>::get(a);                                                                   \
    const auto &y = hls::detail::operand<B>::get(b);                                                                   \
    if constexpr (R::width <= hls::detail::narrowLimit && Count::width <= 64) {                                        \
      if (hls::detail::isPlainCount<R>(y)) /* almost always, and as fast as C++'s own shift */                         \
        return hls::detail::shiftPlainly<R, left>(x, static_cast<int>(y.bits));                                        \
    }                                                                                                                  \
    const int count = hls::detail::shiftCount(y, R::width);                                                            \
    return hls::detail::shift<R>(x, left ? count : -count);                                                            \
  }
ALLO_HLS_SHIFT(<<, "shl", true)
ALLO_HLS_SHIFT(>>, "shr", false)
#undef ALLO_HLS_SHIFT

// Comparisons are of the values, exactly, whatever the widths and signs.
#define ALLO_HLS_COMPARISON(symbol, name)                                                                              \
  template <class A, class B, hls::detail::if_integers<A, B> = 0>                                                      \
  ALLO_HLS(name)                                                                                                       \
  constexpr bool operator symbol(A a, B b) {                                                                           \
    using result = hls::detail::result<A, B>;                                                                          \
    const auto &x = hls::detail::operand<A>::get(a);                                                                   \
    const auto &y = hls::detail::operand<B>::get(b);                                                                   \
    if constexpr (result::common <= hls::detail::narrowLimit) {                                                        \
      using T = hls::detail::work_t<result::common, result::anySigned>;                                                \
      return static_cast<T>(x.bits) symbol static_cast<T>(y.bits);                                                     \
    } else {                                                                                                           \
      return hls::detail::compare<result::common, result::anySigned>(x, y) symbol 0;                                   \
    }                                                                                                                  \
  }
ALLO_HLS_COMPARISON(==, "eq")
ALLO_HLS_COMPARISON(!=, "ne")
ALLO_HLS_COMPARISON(<, "lt")
ALLO_HLS_COMPARISON(<=, "le")
ALLO_HLS_COMPARISON(>, "gt")
ALLO_HLS_COMPARISON(>=, "ge")
#undef ALLO_HLS_COMPARISON

// With a floating type: the integer is rounded to that type (nearest, ties to even) and the operation is C++'s there.
#define ALLO_HLS_FLOATING(symbol, name)                                                                                \
  template <class A, class B, hls::detail::if_floats<A, B> = 0>                                                        \
  ALLO_HLS(name)                                                                                                       \
  constexpr hls::detail::floating_result_t<A, B> operator symbol(A a, B b) {                                           \
    using R = hls::detail::floating_result_t<A, B>;                                                                    \
    return R(hls::detail::asFloating<R>(a) symbol hls::detail::asFloating<R>(b));                                      \
  }
ALLO_HLS_FLOATING(+, "add")
ALLO_HLS_FLOATING(-, "sub")
ALLO_HLS_FLOATING(*, "mul")
ALLO_HLS_FLOATING(/, "div")
#undef ALLO_HLS_FLOATING

// Compared with a floating type: both are taken to double (long double with a long double).
#define ALLO_HLS_FLOATING_COMPARISON(symbol, name)                                                                     \
  template <class A, class B, hls::detail::if_floats<A, B> = 0>                                                        \
  ALLO_HLS(name)                                                                                                       \
  constexpr bool operator symbol(A a, B b) {                                                                           \
    using R = decltype(hls::detail::make<hls::detail::floating_result_t<A, B>>() + double());                          \
    return hls::detail::asFloating<R>(a) symbol hls::detail::asFloating<R>(b);                                         \
  }
ALLO_HLS_FLOATING_COMPARISON(==, "eq")
ALLO_HLS_FLOATING_COMPARISON(!=, "ne")
ALLO_HLS_FLOATING_COMPARISON(<, "lt")
ALLO_HLS_FLOATING_COMPARISON(<=, "le")
ALLO_HLS_FLOATING_COMPARISON(>, "gt")
ALLO_HLS_FLOATING_COMPARISON(>=, "ge")
#undef ALLO_HLS_FLOATING_COMPARISON

#endif
