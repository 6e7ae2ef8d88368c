// ap_fixed_base<W, I, S, Q, O, N>: the common part of ap_fixed and ap_ufixed. One field: the bits, an integer.
#ifndef ALLO_HLS_DETAIL_FIXED_BASE_H
#define ALLO_HLS_DETAIL_FIXED_BASE_H

#include "fixed_operations.h"
#include "fixed_text.h"

template <int W, int I, bool S, ap_q_mode Q, ap_o_mode O, int N> struct ALLO_HLS("fixed") ap_fixed_base {
  static_assert(W >= 1, "the width of ap_fixed and ap_ufixed is at least 1");
  static_assert(N >= 0, "the number of saturated bits is not negative");
  static constexpr int width = W, iwidth = I;
  static constexpr ap_q_mode qmode = Q;
  static constexpr ap_o_mode omode = O;
  static constexpr int satBits = N;

  ap_int_base<W, S> bits;

  // Construction. Without a value it is left uninitialised, as a C number is. Every conversion is quantisation, then
  // overflow, in the modes of this type. NaN becomes 0, an infinity a number out of range whose low bits are zero.
  ap_fixed_base() = default;
  ALLO_HLS("convert") constexpr ap_fixed_base(const ap_fixed_base &) = default;
  template <class T, hls::detail::if_scalar<T> = 0>
  ALLO_HLS("convert")
  constexpr ap_fixed_base(T value) : bits(hls::detail::fixedFrom<W, I, S, Q, O, N>(value)) {}
  /// From text (detail/fixed_text.h): radix 2, 8, 10 or 16, or 0 for the radix its prefix 0b, 0o, 0x says (none: 10).
  ALLO_HLS("host")
  constexpr ap_fixed_base(const char *text, int radix = 0)
      : bits(hls::detail::fixedFromText<W, I, S, Q, O, N>(text, radix)) {}
  ALLO_HLS("assign") constexpr ap_fixed_base &operator=(const ap_fixed_base &) = default;

  // To C types, also without a cast: to integers toward zero, then modulo their width; to bool whether it is not zero;
  // to floating types with one rounding to nearest, ties to even.
  template <class T, hls::detail::if_c_integer<T> = 0> ALLO_HLS("convert") constexpr operator T() const {
    if constexpr (hls::detail::operand<T>::width == 1)
      return static_cast<T>(!bits.isZero());
    else
      return toC<T>();
  }
  ALLO_HLS("convert") constexpr operator float() const { return toFloating<float>(); }
  ALLO_HLS("convert") constexpr operator double() const { return toFloating<double>(); }
  ALLO_HLS("convert") constexpr operator long double() const { return toFloating<long double>(); }
  ALLO_HLS("convert") constexpr bool to_bool() const { return !bits.isZero(); }
  ALLO_HLS("convert") constexpr char to_char() const { return toC<char>(); }
  ALLO_HLS("convert") constexpr signed char to_schar() const { return toC<signed char>(); }
  ALLO_HLS("convert") constexpr unsigned char to_uchar() const { return toC<unsigned char>(); }
  ALLO_HLS("convert") constexpr short to_short() const { return toC<short>(); }
  ALLO_HLS("convert") constexpr unsigned short to_ushort() const { return toC<unsigned short>(); }
  ALLO_HLS("convert") constexpr int to_int() const { return toC<int>(); }
  ALLO_HLS("convert") constexpr unsigned to_uint() const { return toC<unsigned>(); }
  ALLO_HLS("convert") constexpr long to_long() const { return toC<long>(); }
  ALLO_HLS("convert") constexpr unsigned long to_ulong() const { return toC<unsigned long>(); }
  ALLO_HLS("convert") constexpr long long to_int64() const { return toC<long long>(); }
  ALLO_HLS("convert") constexpr unsigned long long to_uint64() const { return toC<unsigned long long>(); }
  ALLO_HLS("convert") constexpr float to_float() const { return toFloating<float>(); }
  ALLO_HLS("convert") constexpr double to_double() const { return toFloating<double>(); }
  /// The value truncated toward zero.
  ALLO_HLS("convert") constexpr hls::detail::integer_t<hls::detail::maximum(I, 1), S> to_ap_int() const {
    return toInteger<hls::detail::maximum(I, 1), S>();
  }

  // Questions.
  ALLO_HLS("length") constexpr int length() const { return W; }
  constexpr int wl() const { return W; }
  constexpr int iwl() const { return I; }
  constexpr ap_q_mode q_mode() const { return Q; }
  constexpr ap_o_mode o_mode() const { return O; }
  constexpr int n_bits() const { return N; }
  ALLO_HLS("is_neg") constexpr bool is_neg() const { return bits.isNegative(); }
  constexpr bool is_zero() const { return *this == 0; }
  ALLO_HLS("countl_zero") constexpr int countLeadingZeros() const { return bits.countLeadingZeros(); }

  /// As text, exact (detail/fixed_text.h); needs <string>.
  template <class Text = std::string> ALLO_HLS("host") Text to_string(int radix = 2) const {
    return hls::detail::fixedToText<Text, I>(bits, radix);
  }

  // The bits, whatever the point: index 0 is the lowest. Outside 0...W-1 a bit reads as 0 and is not written.
  ALLO_HLS("bit.get") constexpr bool operator[](int index) const { return bits.get_bit(index); }
  ALLO_HLS("bit.ref") constexpr ap_bit_ref<W, S> operator[](int index) { return bits[index]; }
  ALLO_HLS("bit.get") constexpr bool bit(int index) const { return bits.get_bit(index); }
  ALLO_HLS("bit.ref") constexpr ap_bit_ref<W, S> bit(int index) { return bits[index]; }
  ALLO_HLS("bit.get") constexpr bool get_bit(int index) const { return bits.get_bit(index); }
  constexpr void set_bit(int index, bool value) { (*this)[index] = value; }
  constexpr void clear_bit(int index) { (*this)[index] = false; }
  constexpr void invert_bit(int index) { (*this)[index] = !get_bit(index); }
  ALLO_HLS("range.ref") constexpr ap_range_ref<W, S> range(int hi, int lo) { return bits.range(hi, lo); }
  ALLO_HLS("range.get") constexpr ap_range_ref<W, S> range(int hi, int lo) const { return bits.range(hi, lo); }
  ALLO_HLS("range.ref") constexpr ap_range_ref<W, S> range() { return bits.range(); }
  ALLO_HLS("range.get") constexpr ap_range_ref<W, S> range() const { return bits.range(); }
  ALLO_HLS("range.ref") constexpr ap_range_ref<W, S> operator()(int hi, int lo) { return bits.range(hi, lo); }
  ALLO_HLS("range.get") constexpr ap_range_ref<W, S> operator()(int hi, int lo) const { return bits.range(hi, lo); }

  // Unary operators. - is signed and one bit wider, so that it never overflows.
  ALLO_HLS("plus") constexpr ap_fixed_base operator+() const { return *this; }
  ALLO_HLS("neg") constexpr ap_fixed<W + 1, I + 1> operator-() const { return ap_fixed<W + 1, I + 1>::fromBits(-bits); }
  ALLO_HLS("not") constexpr ap_fixed_base operator~() const { return fromBits(~bits); }
  ALLO_HLS("lnot") constexpr bool operator!() const { return bits.isZero(); }

  // ++ and -- add and subtract the integer 1, in the modes of this type.
  ALLO_HLS("preinc") constexpr ap_fixed_base &operator++() { return *this += 1; }
  ALLO_HLS("predec") constexpr ap_fixed_base &operator--() { return *this -= 1; }
  ALLO_HLS("postinc") constexpr ap_fixed_base operator++(int) {
    const ap_fixed_base before = *this;
    *this += 1;
    return before;
  }
  ALLO_HLS("postdec") constexpr ap_fixed_base operator--(int) {
    const ap_fixed_base before = *this;
    *this -= 1;
    return before;
  }

  // a OP= b is a = a OP b: the full result of OP converted to this type. Where that neither rounds nor looks at bits
  // above W, the low bits are computed directly: the same value.
#define ALLO_HLS_COMPOUND(symbol, name)                                                                                \
  template <class T, hls::detail::if_scalar<T> = 0>                                                                    \
  ALLO_HLS("assign." name)                                                                                             \
  constexpr ap_fixed_base &operator symbol## = (T value) {                                                             \
    if constexpr (hls::detail::onlyLowBits<ap_fixed_base, T>)                                                          \
      bits symbol## = hls::detail::alignedBits<W - I, W, S>(value);                                                    \
    else                                                                                                               \
      *this = ap_fixed_base(*this symbol value);                                                                       \
    return *this;                                                                                                      \
  }
  ALLO_HLS_COMPOUND(+, "add")
  ALLO_HLS_COMPOUND(-, "sub")
  ALLO_HLS_COMPOUND(&, "and")
  ALLO_HLS_COMPOUND(|, "or")
  ALLO_HLS_COMPOUND(^, "xor")
#undef ALLO_HLS_COMPOUND
#define ALLO_HLS_COMPOUND(symbol, name)                                                                                \
  template <class T, hls::detail::if_scalar<T> = 0>                                                                    \
  ALLO_HLS("assign." name)                                                                                             \
  constexpr ap_fixed_base &operator symbol## = (T value) {                                                             \
    return *this = ap_fixed_base(*this symbol value);                                                                  \
  }
  ALLO_HLS_COMPOUND(*, "mul")
  ALLO_HLS_COMPOUND(/, "div")
  ALLO_HLS_COMPOUND(<<, "shl")
  ALLO_HLS_COMPOUND(>>, "shr")
#undef ALLO_HLS_COMPOUND

  // How the operations of these headers reach the bits.

  static constexpr ap_fixed_base fromBits(const ap_int_base<W, S> &value) {
    ap_fixed_base number{};
    number.bits = value;
    return number;
  }
  /// The value truncated toward zero, modulo 2^Width.
  template <int Width, bool Signed> constexpr ap_int_base<Width, Signed> toInteger() const {
    return hls::detail::fixedConvert<Width, Width, Signed, AP_TRN_ZERO, AP_WRAP, 0>(*this);
  }
  template <class T> constexpr T toC() const {
    return static_cast<T>(toInteger<hls::detail::operand<T>::width, hls::detail::operand<T>::isSigned>().bits);
  }
  template <class F, class Range = hls::detail::FloatingRangeOf<F>> constexpr F toFloating() const {
    return hls::detail::fixedToFloating<F, Range, I - W>(bits);
  }
};

#endif
