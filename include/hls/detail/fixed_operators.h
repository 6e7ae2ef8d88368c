// The binary operators and comparisons of ap_fixed and ap_ufixed with each other, with integers of all kinds and with
// floating types. Operands are taken by value, as those of ap_int are.
#ifndef ALLO_HLS_DETAIL_FIXED_OPERATORS_H
#define ALLO_HLS_DETAIL_FIXED_OPERATORS_H

#include "fixed_base.h"

// Format: the member of FixedResults that is the type of the result; the rest computes it.
#define ALLO_HLS_FIXED_ARITHMETIC(symbol, name, Format, ...)                                                           \
  template <class A, class B, hls::detail::IfFixed<A, B> = 0>                                                          \
  ALLO_HLS(name)                                                                                                       \
  constexpr typename hls::detail::FixedResults<A, B>::Format operator symbol(A a, B b) {                               \
    using Results = hls::detail::FixedResults<A, B>;                                                                   \
    using Result = typename Results::Format;                                                                           \
    return hls::detail::__VA_ARGS__(a, b);                                                                             \
  }
ALLO_HLS_FIXED_ARITHMETIC(+, "add", Sum, fixedCombine<Result, hls::detail::FixedOperation::add>)
ALLO_HLS_FIXED_ARITHMETIC(-, "sub", Difference, fixedCombine<Result, hls::detail::FixedOperation::subtract>)
ALLO_HLS_FIXED_ARITHMETIC(*, "mul", Product, fixedMultiply<Result>)
ALLO_HLS_FIXED_ARITHMETIC(/, "div", Quotient, fixedDivide<Result, Results::dividendShift>)
ALLO_HLS_FIXED_ARITHMETIC(&, "and", Aligned, fixedCombine<Result, hls::detail::FixedOperation::bitAnd>)
ALLO_HLS_FIXED_ARITHMETIC(|, "or", Aligned, fixedCombine<Result, hls::detail::FixedOperation::bitOr>)
ALLO_HLS_FIXED_ARITHMETIC(^, "xor", Aligned, fixedCombine<Result, hls::detail::FixedOperation::bitXor>)
#undef ALLO_HLS_FIXED_ARITHMETIC

// A count that is fixed point counts with its value truncated toward zero.
#define ALLO_HLS_FIXED_SHIFT(symbol, name)                                                                             \
  template <class A, class B, hls::detail::IfFixedShift<A, B> = 0>                                                     \
  ALLO_HLS(name)                                                                                                       \
  constexpr A operator symbol(A a, B b) {                                                                              \
    return A::fromBits(a.bits symbol hls::detail::operand<B>::get(b));                                                 \
  }
ALLO_HLS_FIXED_SHIFT(<<, "shl")
ALLO_HLS_FIXED_SHIFT(>>, "shr")
#undef ALLO_HLS_FIXED_SHIFT

// With a floating type F: the fixed number rounded to F. half and bfloat16 compute in float.
#define ALLO_HLS_FIXED_FLOATING(symbol, name)                                                                          \
  template <class A, class B, hls::detail::IfFixedAndFloating<A, B> = 0>                                               \
  ALLO_HLS(name)                                                                                                       \
  constexpr hls::detail::floating_result_t<A, B> operator symbol(A a, B b) {                                           \
    using Result = hls::detail::floating_result_t<A, B>;                                                               \
    return Result(hls::detail::fixedAsFloating<Result>(a) symbol hls::detail::fixedAsFloating<Result>(b));             \
  }
ALLO_HLS_FIXED_FLOATING(+, "add")
ALLO_HLS_FIXED_FLOATING(-, "sub")
ALLO_HLS_FIXED_FLOATING(*, "mul")
ALLO_HLS_FIXED_FLOATING(/, "div")
#undef ALLO_HLS_FIXED_FLOATING

#define ALLO_HLS_FIXED_COMPARISON(symbol, name)                                                                        \
  template <class A, class B, hls::detail::IfFixed<A, B> = 0>                                                          \
  ALLO_HLS(name)                                                                                                       \
  constexpr bool operator symbol(A a, B b) {                                                                           \
    return hls::detail::fixedCompare(a, b) symbol 0;                                                                   \
  }                                                                                                                    \
  template <class A, class B, hls::detail::IfFixedAndFloating<A, B> = 0>                                               \
  ALLO_HLS(name)                                                                                                       \
  constexpr bool operator symbol(A a, B b) {                                                                           \
    using Common = decltype(hls::detail::make<hls::detail::floating_result_t<A, B>>() + double());                     \
    return hls::detail::fixedAsFloating<Common>(a) symbol hls::detail::fixedAsFloating<Common>(b);                     \
  }
ALLO_HLS_FIXED_COMPARISON(==, "eq")
ALLO_HLS_FIXED_COMPARISON(!=, "ne")
ALLO_HLS_FIXED_COMPARISON(<, "lt")
ALLO_HLS_FIXED_COMPARISON(<=, "le")
ALLO_HLS_FIXED_COMPARISON(>, "gt")
ALLO_HLS_FIXED_COMPARISON(>=, "ge")
#undef ALLO_HLS_FIXED_COMPARISON

// A C number on the left: c OP= x is c = c OP x, converted to the type of c (to integers toward zero).
#define ALLO_HLS_FIXED_COMPOUND(symbol, name)                                                                          \
  template <class Number, class B, hls::detail::IfNumberAndFixed<Number, B> = 0>                                       \
  ALLO_HLS("assign." name)                                                                                             \
  constexpr Number &operator symbol## = (Number & a, B b) {                                                            \
    return a = static_cast<Number>(a symbol b);                                                                        \
  }
ALLO_HLS_FIXED_COMPOUND(+, "add")
ALLO_HLS_FIXED_COMPOUND(-, "sub")
ALLO_HLS_FIXED_COMPOUND(*, "mul")
ALLO_HLS_FIXED_COMPOUND(/, "div")
ALLO_HLS_FIXED_COMPOUND(&, "and")
ALLO_HLS_FIXED_COMPOUND(|, "or")
ALLO_HLS_FIXED_COMPOUND(^, "xor")
#undef ALLO_HLS_FIXED_COMPOUND

#endif
