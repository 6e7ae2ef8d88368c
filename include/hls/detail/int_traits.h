// What the arbitrary-precision types are made of: the storage of a width, the built-in type it is computed in, and what
// may be an operand (C integers, floating types, ap_[u]int, references to their bits; ap_fixed adds itself). No
// standard header is needed, which keeps the parse of a kernel short.
#ifndef ALLO_HLS_DETAIL_INT_TRAITS_H
#define ALLO_HLS_DETAIL_INT_TRAITS_H

#include "intrinsic.h"
#include "wide.h"

template <int W, bool S> struct ap_int_base;
template <int W> struct ap_int;
template <int W> struct ap_uint;
template <int W, bool S> struct ap_bit_ref;
template <int W, bool S> struct ap_range_ref;
template <int W1, class T1, int W2, class T2> struct ap_concat_ref;

namespace hls {
namespace detail {

template <bool Condition, class T = int> struct enable_if {};
template <class T> struct enable_if<true, T> {
  using type = T;
};
template <bool Condition, class T = int> using enable_if_t = typename enable_if<Condition, T>::type;
template <class...> using void_t = void;
template <class T> T make(); // declval
constexpr int maximum(int a, int b) { return a > b ? a : b; }
constexpr int minimum(int a, int b) { return a < b ? a : b; }

template <int Bits, bool S> struct builtin;
template <> struct builtin<8, true> {
  using type = signed char;
};
template <> struct builtin<8, false> {
  using type = unsigned char;
};
template <> struct builtin<16, true> {
  using type = short;
};
template <> struct builtin<16, false> {
  using type = unsigned short;
};
template <> struct builtin<32, true> {
  using type = int;
};
template <> struct builtin<32, false> {
  using type = unsigned;
};
template <> struct builtin<64, true> {
  using type = long long;
};
template <> struct builtin<64, false> {
  using type = unsigned long long;
};
template <> struct builtin<128, true> {
  using type = signed_int128;
};
template <> struct builtin<128, false> {
  using type = unsigned_int128;
};

/// Widths up to this one live in a built-in integer, the others in limbs.
constexpr int narrowLimit = 128;
constexpr int builtinBits(int width) {
  return width <= 8 ? 8 : width <= 16 ? 16 : width <= 32 ? 32 : width <= 64 ? 64 : 128;
}
/// Limbs of a width, a whole number of 16 bytes when there are more than one (docs/decisions/0017).
constexpr int limbCount(int width) { return width <= 64 ? 1 : (width + 127) / 128 * 2; }

template <int W, bool S, bool Wide = (W > narrowLimit)> struct storage {
  using type = typename builtin<builtinBits(W), S>::type;
};
template <int W, bool S> struct storage<W, S, true> {
  using type = limb[static_cast<unsigned>(limbCount(W))];
};
template <int W, bool S> using storage_t = typename storage<W, S>::type;

/// The built-in type that values of W <= 128 bits are computed in; int at least.
template <int W, bool S> using work_t = typename builtin<maximum(32, builtinBits(W)), S>::type;

/// The type with W bits and sign S.
template <int W, bool S> struct integer {
  using type = ap_int<W>;
};
template <int W> struct integer<W, false> {
  using type = ap_uint<W>;
};
template <int W, bool S> using integer_t = typename integer<W, S>::type;

/// `value` modulo 2^W, as stored; W <= 128, T a built-in integer.
template <int W, bool S, class T> constexpr storage_t<W, S> wrap(T value) {
  constexpr int spare = builtinBits(W) - W;
  if constexpr (spare == 0)
    return static_cast<storage_t<W, S>>(value);
  else if constexpr (S)
    return static_cast<storage_t<W, S>>(static_cast<storage_t<W, S>>(static_cast<work_t<W, false>>(value) << spare) >>
                                        spare);
  else
    return static_cast<storage_t<W, S>>(
        static_cast<work_t<W, false>>(value) &
        (static_cast<work_t<W, false>>(~work_t<W, false>(0)) >> (static_cast<int>(sizeof(work_t<W, false>)) * 8 - W)));
}

/// What a type is to the operators. `integer` and `place` (a range or concatenation) make an expression one of these
/// headers; a `bit` and a C type only join one: two of them meet in C++'s own operators.
enum class operand_kind { none, c_integer, floating, bit, integer, place, fixed };

template <class T, class = void> struct operand {
  static constexpr operand_kind kind = operand_kind::none;
};

/// A C integer is an ap_[u]int of its width and sign (UG902, "C Types": bool has one bit).
template <class T, int W, bool S> struct c_operand {
  static constexpr operand_kind kind = operand_kind::c_integer;
  static constexpr int width = W;
  static constexpr bool isSigned = S;
  static constexpr ap_int_base<W, S> get(T value) { return ap_int_base<W, S>(value); }
};
template <> struct operand<bool> : c_operand<bool, 1, false> {};
template <> struct operand<char> : c_operand<char, 8, static_cast<char>(-1) < 0> {};
template <> struct operand<signed char> : c_operand<signed char, 8, true> {};
template <> struct operand<unsigned char> : c_operand<unsigned char, 8, false> {};
template <> struct operand<short> : c_operand<short, 16, true> {};
template <> struct operand<unsigned short> : c_operand<unsigned short, 16, false> {};
template <> struct operand<int> : c_operand<int, 32, true> {};
template <> struct operand<unsigned> : c_operand<unsigned, 32, false> {};
template <> struct operand<long> : c_operand<long, sizeof(long) * 8, true> {};
template <> struct operand<unsigned long> : c_operand<unsigned long, sizeof(long) * 8, false> {};
template <> struct operand<long long> : c_operand<long long, 64, true> {};
template <> struct operand<unsigned long long> : c_operand<unsigned long long, 64, false> {};
template <> struct operand<signed_int128> : c_operand<signed_int128, 128, true> {};
template <> struct operand<unsigned_int128> : c_operand<unsigned_int128, 128, false> {};
/// An unscoped enumeration is what C++ promotes it to.
template <class T>
struct operand<T, void_t<enable_if_t<__is_enum(T)>, decltype(+make<T>())>> : operand<decltype(+make<T>())> {};

/// Floating types; hls_half.h adds half and bfloat16. `get` gives a type with built-in arithmetic and the same value.
template <class T> struct floating_operand {
  static constexpr operand_kind kind = operand_kind::floating;
  static constexpr T get(T value) { return value; }
};
template <> struct operand<float> : floating_operand<float> {};
template <> struct operand<double> : floating_operand<double> {};
template <> struct operand<long double> : floating_operand<long double> {};

template <int W, bool S> struct operand<ap_int_base<W, S>> {
  static constexpr operand_kind kind = operand_kind::integer;
  static constexpr int width = W;
  static constexpr bool isSigned = S;
  static constexpr const ap_int_base<W, S> &get(const ap_int_base<W, S> &value) { return value; }
};
template <int W> struct operand<ap_int<W>> : operand<ap_int_base<W, true>> {};
template <int W> struct operand<ap_uint<W>> : operand<ap_int_base<W, false>> {};

/// A reference to bits is the unsigned integer of the most bits it can name (its own length is known only at run time).
template <class T, operand_kind Kind, int W> struct reference_operand {
  static constexpr operand_kind kind = Kind;
  static constexpr int width = W;
  static constexpr bool isSigned = false;
  static constexpr ap_int_base<W, false> get(const T &value) { return ap_int_base<W, false>(value.get()); }
};
template <int W, bool S>
struct operand<ap_bit_ref<W, S>> : reference_operand<ap_bit_ref<W, S>, operand_kind::bit, 1> {};
template <int W, bool S>
struct operand<ap_range_ref<W, S>> : reference_operand<ap_range_ref<W, S>, operand_kind::place, W> {};
template <int W1, class T1, int W2, class T2>
struct operand<ap_concat_ref<W1, T1, W2, T2>>
    : reference_operand<ap_concat_ref<W1, T1, W2, T2>, operand_kind::place, W1 + W2> {};

constexpr bool makesInteger(operand_kind kind) { return kind == operand_kind::integer || kind == operand_kind::place; }
constexpr bool isInteger(operand_kind kind) {
  return makesInteger(kind) || kind == operand_kind::bit || kind == operand_kind::c_integer;
}
/// Operands of the integer operators: both integers of some kind, one of them a type of these headers.
template <class A, class B>
constexpr bool integerOperands = (makesInteger(operand<A>::kind) && isInteger(operand<B>::kind)) ||
                                 (isInteger(operand<A>::kind) && makesInteger(operand<B>::kind));
/// One a type of these headers, the other a floating type.
template <class A, class B>
constexpr bool floatingOperands = (makesInteger(operand<A>::kind) && operand<B>::kind == operand_kind::floating) ||
                                  (operand<A>::kind == operand_kind::floating && makesInteger(operand<B>::kind));

template <class T> using if_c_integer = enable_if_t<operand<T>::kind == operand_kind::c_integer>;
template <class T> using if_floating = enable_if_t<operand<T>::kind == operand_kind::floating>;
template <class T> using if_integer = enable_if_t<isInteger(operand<T>::kind)>;
template <class T>
using if_class = enable_if_t<makesInteger(operand<T>::kind) || operand<T>::kind == operand_kind::bit ||
                             operand<T>::kind == operand_kind::fixed>;
template <class T> using if_scalar = enable_if_t<operand<T>::kind != operand_kind::none>;
template <class A, class B> using if_integers = enable_if_t<integerOperands<A, B>>;
/// The left operand of a shift decides.
template <class A, class B> using if_shift = enable_if_t<makesInteger(operand<A>::kind) && isInteger(operand<B>::kind)>;
template <class A, class B> using if_floats = enable_if_t<floatingOperands<A, B>>;

} // namespace detail
} // namespace hls

#endif
