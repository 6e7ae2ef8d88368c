// ap_fixed<W, I, Q, O, N> and ap_ufixed: signed and unsigned fixed-point numbers of any width, with the published
// behaviour of Vivado and Vitis HLS (UG902, UG1399: "C++ Arbitrary Precision Fixed-Point Types"), in plain C++17.
//
// W bits, I of them before the binary point: the value is bits * 2^(I - W). I may be negative or greater than W.
// Rules, each at its definition: the modes and the two steps of every conversion in detail/quantize.h; the formats of
// results in detail/fixed_traits.h (FixedResults); members in detail/fixed_base.h. In short:
// - An ap_[u]int, a reference to bits and a C integer are fixed point without a fraction (bool has one bit).
// - + - * and comparisons are exact; / truncates toward zero; & | ^ work on the aligned bits. Operators never round or
//   saturate: only what is constructed or assigned does, in its own modes. Their results have the default modes.
// - With a floating operand the fixed number is rounded to that type, where the operation is C++'s; comparisons are
// made
//   in double (in long double with a long double), as for ap_int.
// - A shift keeps the type of its left operand, drops what leaves it and neither rounds nor saturates; a negative count
//   shifts the other way.
#ifndef ALLO_HLS_AP_FIXED_H
#define ALLO_HLS_AP_FIXED_H

#include "detail/fixed_base.h"
#include "detail/fixed_operators.h"

#define ALLO_HLS_FIXED(Self, S)                                                                                        \
  template <int W, int I, ap_q_mode Q, ap_o_mode O, int N> struct Self : ap_fixed_base<W, I, S, Q, O, N> {             \
    using Base = ap_fixed_base<W, I, S, Q, O, N>;                                                                      \
    Self() = default;                                                                                                  \
    ALLO_HLS("convert") constexpr Self(const Self &) = default;                                                        \
    template <class T, hls::detail::if_scalar<T> = 0> ALLO_HLS("convert") constexpr Self(T value) : Base(value) {}     \
    ALLO_HLS("host") constexpr Self(const char *text, int radix = 0) : Base(text, radix) {}                            \
    ALLO_HLS("assign") constexpr Self &operator=(const Self &) = default;                                              \
  };
ALLO_HLS_FIXED(ap_fixed, true)
ALLO_HLS_FIXED(ap_ufixed, false)
#undef ALLO_HLS_FIXED

#endif
