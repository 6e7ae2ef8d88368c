// References to bits of an ap_int or ap_uint: one bit, a slice, a concatenation. They read as unsigned numbers and
// write through to the number they came from; they live as long as the expression that made them needs them.
#ifndef ALLO_HLS_DETAIL_INT_REFERENCES_H
#define ALLO_HLS_DETAIL_INT_REFERENCES_H

#include "int_operators.h"

// What every reference to several bits can do; `get()` is its value, `set()` writes it.
#define ALLO_HLS_REFERENCE_MEMBERS(Self, W)                                                                            \
  Self(const Self &) = default;                                                                                        \
  ALLO_HLS("assign") constexpr Self &operator=(const Self &value) {                                                    \
    set(value.get());                                                                                                  \
    return *this;                                                                                                      \
  }                                                                                                                    \
  template <class T, hls::detail::if_scalar<T> = 0> ALLO_HLS("assign") constexpr Self &operator=(T value) {            \
    set(ap_int_base<W, false>(value));                                                                                 \
    return *this;                                                                                                      \
  }                                                                                                                    \
  ALLO_HLS_REFERENCE_COMPOUND(Self, +, "add")                                                                          \
  ALLO_HLS_REFERENCE_COMPOUND(Self, -, "sub")                                                                          \
  ALLO_HLS_REFERENCE_COMPOUND(Self, *, "mul")                                                                          \
  ALLO_HLS_REFERENCE_COMPOUND(Self, /, "div")                                                                          \
  ALLO_HLS_REFERENCE_COMPOUND(Self, %, "rem")                                                                          \
  ALLO_HLS_REFERENCE_COMPOUND(Self, &, "and")                                                                          \
  ALLO_HLS_REFERENCE_COMPOUND(Self, |, "or")                                                                           \
  ALLO_HLS_REFERENCE_COMPOUND(Self, ^, "xor")                                                                          \
  ALLO_HLS_REFERENCE_COMPOUND(Self, <<, "shl")                                                                         \
  ALLO_HLS_REFERENCE_COMPOUND(Self, >>, "shr")                                                                         \
  ALLO_HLS("convert") constexpr operator unsigned long long() const { return get().to_uint64(); }                      \
  ALLO_HLS("convert") constexpr bool to_bool() const { return get().to_bool(); }                                       \
  ALLO_HLS("convert") constexpr char to_char() const { return get().to_char(); }                                       \
  ALLO_HLS("convert") constexpr unsigned char to_uchar() const { return get().to_uchar(); }                            \
  ALLO_HLS("convert") constexpr short to_short() const { return get().to_short(); }                                    \
  ALLO_HLS("convert") constexpr unsigned short to_ushort() const { return get().to_ushort(); }                         \
  ALLO_HLS("convert") constexpr int to_int() const { return get().to_int(); }                                          \
  ALLO_HLS("convert") constexpr unsigned to_uint() const { return get().to_uint(); }                                   \
  ALLO_HLS("convert") constexpr long to_long() const { return get().to_long(); }                                       \
  ALLO_HLS("convert") constexpr unsigned long to_ulong() const { return get().to_ulong(); }                            \
  ALLO_HLS("convert") constexpr long long to_int64() const { return get().to_int64(); }                                \
  ALLO_HLS("convert") constexpr unsigned long long to_uint64() const { return get().to_uint64(); }                     \
  ALLO_HLS("convert") constexpr double to_double() const { return get().to_double(); }                                 \
  ALLO_HLS("reduce.or") constexpr bool or_reduce() const { return get().or_reduce(); }                                 \
  ALLO_HLS("reduce.nor") constexpr bool nor_reduce() const { return get().nor_reduce(); }                              \
  ALLO_HLS("reduce.xor") constexpr bool xor_reduce() const { return get().xor_reduce(); }                              \
  ALLO_HLS("reduce.xnor") constexpr bool xnor_reduce() const { return get().xnor_reduce(); }                           \
  ALLO_HLS("reduce.and") constexpr bool and_reduce() const { return (~get() << (W - length())).nor_reduce(); }         \
  ALLO_HLS("reduce.nand") constexpr bool nand_reduce() const { return !and_reduce(); }                                 \
  ALLO_HLS("not") constexpr ap_uint<W> operator~() const { return ~get(); }                                            \
  ALLO_HLS("neg") constexpr ap_int<W + 1> operator-() const { return -get(); }                                         \
  ALLO_HLS("plus") constexpr ap_uint<W> operator+() const { return get(); }                                            \
  ALLO_HLS("lnot") constexpr bool operator!() const { return get().isZero(); }
#define ALLO_HLS_REFERENCE_COMPOUND(Self, symbol, name)                                                                \
  template <class T, hls::detail::if_scalar<T> = 0>                                                                    \
  ALLO_HLS("assign." name)                                                                                             \
  constexpr Self &operator symbol## = (T value) {                                                                      \
    return *this = get() symbol value;                                                                                 \
  }

/// One bit: a bool that can be assigned.
template <int W, bool S> struct ALLO_HLS("bit") ap_bit_ref {
  constexpr ap_bit_ref(const ap_int_base<W, S> *of, int at) : number(const_cast<ap_int_base<W, S> *>(of)), index(at) {}
  ap_bit_ref(const ap_bit_ref &) = default;
  ALLO_HLS("assign") constexpr ap_bit_ref &operator=(const ap_bit_ref &value) {
    number->writeBit(index, value.get());
    return *this;
  }
  /// Any number stores whether it is not zero.
  template <class T, hls::detail::if_scalar<T> = 0> ALLO_HLS("assign") constexpr ap_bit_ref &operator=(T value) {
    number->writeBit(index, value != 0); // of a wide integer a cast to bool sees the low 64 bits only
    return *this;
  }
  template <class T> ALLO_HLS("assign.and") constexpr ap_bit_ref &operator&=(T value) { return *this = get() & value; }
  template <class T> ALLO_HLS("assign.or") constexpr ap_bit_ref &operator|=(T value) { return *this = get() | value; }
  template <class T> ALLO_HLS("assign.xor") constexpr ap_bit_ref &operator^=(T value) { return *this = get() ^ value; }
  ALLO_HLS("convert") constexpr operator bool() const { return get(); }
  ALLO_HLS("convert") constexpr bool to_bool() const { return get(); }
  ALLO_HLS("lnot") constexpr bool operator~() const { return !get(); }
  ALLO_HLS("length") constexpr int length() const { return 1; }

  constexpr bool get() const { return number->readBit(index); }
  constexpr void set(const ap_int_base<1, false> &value) { number->writeBit(index, value.bits != 0); }

private:
  ap_int_base<W, S> *number;
  int index;
};

/// Bits hi...lo of a number. Written, the value's low bits fill the slice.
template <int W, bool S> struct ALLO_HLS("range") ap_range_ref {
  constexpr ap_range_ref(const ap_int_base<W, S> *of, int from, int to)
      : number(const_cast<ap_int_base<W, S> *>(of)), hi(from), lo(to) {}
  ALLO_HLS_REFERENCE_MEMBERS(ap_range_ref, W)
  ALLO_HLS("length") constexpr int length() const { return (hi < lo ? lo - hi : hi - lo) + 1; }

  constexpr ap_int_base<W, false> get() const { return number->readRange(hi, lo); }
  constexpr void set(const ap_int_base<W, false> &value) { number->writeRange(hi, lo, value); }

private:
  ap_int_base<W, S> *number;
  int hi, lo;
};

namespace hls {
namespace detail {

/// A part of a concatenation: a variable by address, everything else by value.
template <int W, bool S> struct variable_part {
  ap_int_base<W, S> *number;
  constexpr ap_int_base<W, false> get() const { return ap_int_base<W, false>(*number); }
  constexpr void set(const ap_int_base<W, false> &value) { *number = ap_int_base<W, S>(value); }
  constexpr int length() const { return W; }
};
template <int W> struct value_part {
  ap_int_base<W, false> number;
  constexpr ap_int_base<W, false> get() const { return number; }
  constexpr int length() const { return W; }
};

template <class T> struct plain {
  using type = T;
  static constexpr bool assignable = false;
};
template <class T> struct plain<const T> : plain<T> {};
template <class T> struct plain<T &> : plain<T> {
  static constexpr bool assignable = true;
};
template <class T> struct plain<const T &> : plain<T> {};
template <class T> using plain_t = typename plain<T>::type;

template <class T, operand_kind = operand<plain_t<T>>::kind> struct part { // C integers, constants, temporaries
  static constexpr int width = operand<plain_t<T>>::width;
  using type = value_part<width>;
  static constexpr type make(const plain_t<T> &value) {
    return type{ap_int_base<width, false>(operand<plain_t<T>>::get(value))};
  }
};
template <class T, int W, bool S> struct variable {
  static constexpr int width = W;
  using type = variable_part<W, S>;
  static constexpr type make(ap_int_base<W, S> &value) { return type{&value}; }
};
template <int W, bool S> struct part<ap_int_base<W, S> &, operand_kind::integer> : variable<void, W, S> {};
template <int W> struct part<ap_int<W> &, operand_kind::integer> : variable<void, W, true> {};
template <int W> struct part<ap_uint<W> &, operand_kind::integer> : variable<void, W, false> {};
template <class T> struct reference_part {
  static constexpr int width = operand<T>::width;
  using type = T;
  static constexpr type make(const T &value) { return value; }
};
template <class T> struct part<T, operand_kind::bit> : reference_part<plain_t<T>> {};
template <class T> struct part<T, operand_kind::place> : reference_part<plain_t<T>> {};

template <class A, class B> struct concatenation {
  using type = ap_concat_ref<part<A>::width, typename part<A>::type, part<B>::width, typename part<B>::type>;
};
template <class A, class B> using concatenation_t = typename concatenation<A, B>::type;
template <class A, class B> constexpr concatenation_t<A, B> concatenate(A &&a, B &&b) {
  return concatenation_t<A, B>(part<A>::make(a), part<B>::make(b));
}
/// At least one of these headers' types; two bits are one, two C integers are not.
template <class A, class B>
using if_parts = enable_if_t<(makesInteger(operand<A>::kind) || operand<A>::kind == operand_kind::bit ||
                              makesInteger(operand<B>::kind) || operand<B>::kind == operand_kind::bit) &&
                             isInteger(operand<A>::kind) && isInteger(operand<B>::kind)>;

} // namespace detail
} // namespace hls

/// (a, b): a in the high bits, b in the low ones, unsigned. Slices count with their length.
template <int W1, class T1, int W2, class T2> struct ALLO_HLS("concat") ap_concat_ref {
  constexpr ap_concat_ref(const T1 &first, const T2 &second) : high(first), low(second) {}
  ALLO_HLS_REFERENCE_MEMBERS(ap_concat_ref, W1 + W2)
  ALLO_HLS("length") constexpr int length() const { return high.length() + low.length(); }
  template <class B, hls::detail::if_parts<ap_concat_ref, hls::detail::plain_t<B>> = 0>
  ALLO_HLS("concat.get")
  constexpr auto concat(B &&other) const {
    return hls::detail::concatenate(*this, static_cast<B &&>(other));
  }

  constexpr ap_int_base<W1 + W2, false> get() const {
    const ap_int_base<W1 + W2, false> upper(high.get()), lower(low.get());
    ap_int_base<W1 + W2, false> r(upper << low.length());
    r |= lower;
    return r;
  }
  constexpr void set(const ap_int_base<W1 + W2, false> &value) {
    high.set(ap_int_base<W1, false>(value >> low.length()));
    low.set(ap_int_base<W2, false>(value));
  }

private:
  T1 high;
  T2 low;
};

#undef ALLO_HLS_REFERENCE_COMPOUND
#undef ALLO_HLS_REFERENCE_MEMBERS

/// The comma operator concatenates as soon as one side is of these types and the other an integer.
template <class A, class B, hls::detail::if_parts<hls::detail::plain_t<A>, hls::detail::plain_t<B>> = 0>
ALLO_HLS("concat.ref")
constexpr hls::detail::concatenation_t<A, B> operator,(A &&a, B &&b) {
  return hls::detail::concatenate(static_cast<A &&>(a), static_cast<B &&>(b));
}

#endif
