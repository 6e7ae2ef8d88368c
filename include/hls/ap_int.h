// ap_int<W> and ap_uint<W>: signed and unsigned integers of any width, with the published behaviour of Vivado and Vitis
// HLS (UG902, UG1399: "C++ Arbitrary Precision Integer Types"), in plain C++17. The rules stand where the operations
// are defined: result widths in detail/int_arithmetic.h, members in detail/int_base.h, slices in
// detail/int_references.h.
#ifndef ALLO_HLS_AP_INT_H
#define ALLO_HLS_AP_INT_H

#include "detail/int_base.h"
#include "detail/int_operators.h"
#include "detail/int_references.h"

#define ALLO_HLS_INTEGER(Self, S)                                                                                      \
  template <int W> struct Self : ap_int_base<W, S> {                                                                   \
    using Base = ap_int_base<W, S>;                                                                                    \
    Self() = default;                                                                                                  \
    ALLO_HLS("convert") constexpr Self(const Self &) = default;                                                        \
    template <class T, hls::detail::if_scalar<T> = 0> ALLO_HLS("convert") constexpr Self(T value) : Base(value) {}     \
    ALLO_HLS("host") constexpr Self(const char *text, int radix = 0) : Base(text, radix) {}                            \
    ALLO_HLS("assign") constexpr Self &operator=(const Self &) = default;                                              \
  };
ALLO_HLS_INTEGER(ap_int, true)
ALLO_HLS_INTEGER(ap_uint, false)
#undef ALLO_HLS_INTEGER

#endif
