// ap_int_base<W, S>: a two's complement integer of W bits, the common part of ap_int and ap_uint. One field: a built-in
// integer up to 128 bits, limbs above, always extended by sign or zero over the whole of its storage.
#ifndef ALLO_HLS_DETAIL_INT_BASE_H
#define ALLO_HLS_DETAIL_INT_BASE_H

#include "int_convert.h"
#include "int_text.h"

namespace hls {
namespace detail {
template <class R, class A, class B> constexpr R subtract(const A &a, const B &b);
template <class A, class B> struct concatenation;
} // namespace detail
} // namespace hls

template <int W, bool S> struct ALLO_HLS("integer") ap_int_base {
  static_assert(W >= 1, "the width of ap_int and ap_uint is at least 1");
  static constexpr int width = W;
  static constexpr bool isSigned = S;
  static constexpr bool isWide = W > hls::detail::narrowLimit;
  static constexpr int limbs = hls::detail::limbCount(W);

  alignas(isWide ? 16 : alignof(hls::detail::storage_t<W, S>)) hls::detail::storage_t<W, S> bits;

  // Construction. Without a value it is left uninitialised, as a C integer is. Every conversion keeps the value modulo
  // 2^W; floating values are first truncated toward zero (NaN and infinities give 0).
  ap_int_base() = default;
  ALLO_HLS("convert") constexpr ap_int_base(const ap_int_base &) = default;
  // One template for all sources: what a conversion costs to compile is its candidates.
  template <class T, hls::detail::if_scalar<T> = 0> ALLO_HLS("convert") constexpr ap_int_base(T value) : bits() {
    using operand = hls::detail::operand<T>;
    if constexpr (operand::kind == hls::detail::operand_kind::c_integer)
      store(
          static_cast<typename hls::detail::builtin<hls::detail::builtinBits(operand::width), operand::isSigned>::type>(
              value));
    else if constexpr (operand::kind == hls::detail::operand_kind::floating)
      storeFloating(operand::get(value));
    else
      storeInteger(operand::get(value));
  }
  /// From text: radix 2, 8, 10 or 16, or 0 for the radix its prefix 0b, 0o, 0x says (none: 10).
  ALLO_HLS("host") constexpr ap_int_base(const char *text, int radix = 0) : bits() {
    hls::detail::limb value[static_cast<unsigned>(limbs)] = {};
    hls::detail::wideFromText(value, limbs, text, radix);
    storeLimbs(value, limbs, false);
  }
  ALLO_HLS("assign") constexpr ap_int_base &operator=(const ap_int_base &) = default;

  // Conversion to C types. Implicitly to the C integer of the width rounded up to 8, 16, 32 or 64 bits with the same
  // sign; above 64 bits only the low 64 bits count, as a condition too (UG1399, "Class Methods and Operators");
  // to_bool() and
  // `!` see the whole number.
  using RetType = typename hls::detail::builtin<W <= 64 ? hls::detail::builtinBits(W) : 64, S>::type;
  ALLO_HLS("convert") constexpr operator RetType() const { return static_cast<RetType>(low<unsigned long long>()); }
  ALLO_HLS("convert") constexpr bool to_bool() const { return !isZero(); }
  ALLO_HLS("convert") constexpr char to_char() const { return static_cast<char>(low<unsigned>()); }
  ALLO_HLS("convert") constexpr signed char to_schar() const { return static_cast<signed char>(low<unsigned>()); }
  ALLO_HLS("convert") constexpr unsigned char to_uchar() const { return static_cast<unsigned char>(low<unsigned>()); }
  ALLO_HLS("convert") constexpr short to_short() const { return static_cast<short>(low<unsigned>()); }
  ALLO_HLS("convert") constexpr unsigned short to_ushort() const {
    return static_cast<unsigned short>(low<unsigned>());
  }
  ALLO_HLS("convert") constexpr int to_int() const { return static_cast<int>(low<unsigned>()); }
  ALLO_HLS("convert") constexpr unsigned to_uint() const { return low<unsigned>(); }
  ALLO_HLS("convert") constexpr long to_long() const { return static_cast<long>(low<unsigned long>()); }
  ALLO_HLS("convert") constexpr unsigned long to_ulong() const { return low<unsigned long>(); }
  ALLO_HLS("convert") constexpr long long to_int64() const { return static_cast<long long>(low<unsigned long long>()); }
  ALLO_HLS("convert") constexpr unsigned long long to_uint64() const { return low<unsigned long long>(); }
  /// The nearest floating value, ties to even.
  ALLO_HLS("convert") constexpr float to_float() const { return toFloating<float>(); }
  ALLO_HLS("convert") constexpr double to_double() const { return toFloating<double>(); }

  // Questions.
  ALLO_HLS("length") constexpr int length() const { return W; }
  ALLO_HLS("is_neg") constexpr bool sign() const { return isNegative(); }
  constexpr bool iszero() const { return *this == 0; }
  constexpr bool is_zero() const { return *this == 0; }
  /// Zeros above the highest one; W for zero.
  ALLO_HLS("countl_zero") constexpr int countLeadingZeros() const {
    int index = W - 1;
    while (index >= 0 && !readBit(index))
      --index;
    return W - 1 - index;
  }
  ALLO_HLS("reduce.and") constexpr bool and_reduce() const { return (~*this).isZero(); }
  ALLO_HLS("reduce.nand") constexpr bool nand_reduce() const { return !and_reduce(); }
  ALLO_HLS("reduce.or") constexpr bool or_reduce() const { return !isZero(); }
  ALLO_HLS("reduce.nor") constexpr bool nor_reduce() const { return isZero(); }
  ALLO_HLS("reduce.xor") constexpr bool xor_reduce() const {
    hls::detail::limb words[static_cast<unsigned>(limbs < 2 ? 2 : limbs)] = {}, all = 0;
    ap_int_base<W, false>(*this).load(words, limbs);
    for (int i = 0; i < limbs; ++i)
      all ^= words[i];
    return __builtin_parityll(all) != 0;
  }
  ALLO_HLS("reduce.xnor") constexpr bool xnor_reduce() const { return !xor_reduce(); }

  /// As text (detail/int_text.h); needs <string>.
  template <class Text = std::string> ALLO_HLS("host") Text to_string(int radix = 2, bool asSigned = S) const {
    return hls::detail::integerToText<Text>(*this, radix, asSigned);
  }

  // Single bits. Outside 0...W-1 a bit reads as 0 and is not written.
  ALLO_HLS("bit.get") constexpr bool operator[](int index) const { return readBit(index); }
  ALLO_HLS("bit.ref") constexpr ap_bit_ref<W, S> operator[](int index) { return ap_bit_ref<W, S>(this, index); }
  ALLO_HLS("bit.get") constexpr bool bit(int index) const { return readBit(index); }
  ALLO_HLS("bit.ref") constexpr ap_bit_ref<W, S> bit(int index) { return ap_bit_ref<W, S>(this, index); }
  ALLO_HLS("bit.get") constexpr bool get_bit(int index) const { return readBit(index); }
  ALLO_HLS("bit.get") constexpr bool test(int index) const { return readBit(index); }
  constexpr void set_bit(int index, bool value) { (*this)[index] = value; }
  constexpr void set(int index, bool value) { (*this)[index] = value; }
  constexpr void set(int index) { (*this)[index] = true; }
  constexpr void clear(int index) { (*this)[index] = false; }
  constexpr void invert(int index) { (*this)[index] = !get_bit(index); }
  constexpr void set() { *this = -1; }
  constexpr void clear() { *this = 0; }
  constexpr void b_not() { *this = ~*this; }

  // Slices: bits hi...lo, the bit at lo the lowest of the slice; with hi < lo the bits come reversed.
  ALLO_HLS("range.ref") constexpr ap_range_ref<W, S> range(int hi, int lo) { return ap_range_ref<W, S>(this, hi, lo); }
  ALLO_HLS("range.get") constexpr ap_range_ref<W, S> range(int hi, int lo) const {
    return ap_range_ref<W, S>(this, hi, lo);
  }
  ALLO_HLS("range.ref") constexpr ap_range_ref<W, S> range() { return ap_range_ref<W, S>(this, W - 1, 0); }
  ALLO_HLS("range.get") constexpr ap_range_ref<W, S> range() const { return ap_range_ref<W, S>(this, W - 1, 0); }
  ALLO_HLS("range.ref") constexpr ap_range_ref<W, S> operator()(int hi, int lo) {
    return ap_range_ref<W, S>(this, hi, lo);
  }
  ALLO_HLS("range.get") constexpr ap_range_ref<W, S> operator()(int hi, int lo) const {
    return ap_range_ref<W, S>(this, hi, lo);
  }

  // The whole number turned around or rotated, in place; a rotation takes its count modulo W.
  constexpr ap_int_base &reverse() {
    *this = range(0, W - 1);
    return *this;
  }
  constexpr ap_int_base &lrotate(int count) {
    const int left = (count % W + W) % W;
    const ap_int_base<W, false> value = *this;
    *this = ap_int_base((value << left) | (value >> (W - left)));
    return *this;
  }
  constexpr ap_int_base &rrotate(int count) { return lrotate(-(count % W)); }

  /// This number in the high bits, `other` in the low ones; also spelled (*this, other).
  template <class B>
  ALLO_HLS("concat.ref")
  constexpr typename hls::detail::concatenation<ap_int_base &, B>::type concat(B &&other) {
    return (*this, static_cast<B &&>(other));
  }
  template <class B>
  ALLO_HLS("concat.get")
  constexpr typename hls::detail::concatenation<const ap_int_base &, B>::type concat(B &&other) const {
    return (*this, static_cast<B &&>(other));
  }

  // Unary operators: + and ~ keep the type; - is signed and one bit wider, so that it never overflows.
  ALLO_HLS("plus") constexpr hls::detail::integer_t<W, S> operator+() const { return *this; }
  ALLO_HLS("neg") constexpr ap_int<W + 1> operator-() const {
    return hls::detail::subtract<ap_int<W + 1>>(ap_int_base<1, false>(0), *this);
  }
  ALLO_HLS("not") constexpr hls::detail::integer_t<W, S> operator~() const {
    hls::detail::integer_t<W, S> r{};
    r.storeComplement(*this);
    return r;
  }
  ALLO_HLS("lnot") constexpr bool operator!() const { return isZero(); }

  // ++ and -- wrap modulo 2^W.
  ALLO_HLS("preinc") constexpr ap_int_base &operator++() { return *this += 1; }
  ALLO_HLS("predec") constexpr ap_int_base &operator--() { return *this -= 1; }
  ALLO_HLS("postinc") constexpr hls::detail::integer_t<W, S> operator++(int) {
    const ap_int_base before = *this;
    *this += 1;
    return before;
  }
  ALLO_HLS("postdec") constexpr hls::detail::integer_t<W, S> operator--(int) {
    const ap_int_base before = *this;
    *this -= 1;
    return before;
  }

  // a OP= b is a = a OP b, with the full result of OP converted to this type. Where only low bits matter they are
  // computed directly: the same value, without the width of the full result.
#define ALLO_HLS_COMPOUND(symbol, name, onlyLowBits)                                                                   \
  template <class T, hls::detail::if_scalar<T> = 0>                                                                    \
  ALLO_HLS("assign." name)                                                                                             \
  constexpr ap_int_base &operator symbol## = (T value) {                                                               \
    if constexpr (onlyLowBits && !isWide && hls::detail::isInteger(hls::detail::operand<T>::kind)) {                   \
      using U = hls::detail::work_t<W, false>;                                                                         \
      const U other = hls::detail::operand<T>::get(value).template low<U>();                                           \
      if constexpr (hls::detail::builtinBits(W) == W) /* in one expression: g++ vectorises it */                       \
        bits = static_cast<hls::detail::storage_t<W, S>>(static_cast<U>(bits) symbol other);                           \
      else                                                                                                             \
        bits = hls::detail::wrap<W, S>(static_cast<U>(static_cast<U>(bits) symbol other));                             \
    } else {                                                                                                           \
      *this = ap_int_base(*this symbol value);                                                                         \
    }                                                                                                                  \
    return *this;                                                                                                      \
  }
  ALLO_HLS_COMPOUND(+, "add", true)
  ALLO_HLS_COMPOUND(-, "sub", true)
  ALLO_HLS_COMPOUND(*, "mul", true)
  ALLO_HLS_COMPOUND(/, "div", false)
  ALLO_HLS_COMPOUND(%, "rem", false)
  ALLO_HLS_COMPOUND(&, "and", true)
  ALLO_HLS_COMPOUND(|, "or", true)
  ALLO_HLS_COMPOUND(^, "xor", true)
  ALLO_HLS_COMPOUND(<<, "shl", false)
  ALLO_HLS_COMPOUND(>>, "shr", false)
#undef ALLO_HLS_COMPOUND

  // How the operations of the other headers reach the bits.

  /// The low bits in a built-in unsigned type.
  template <class U> constexpr U low() const {
    if constexpr (isWide && sizeof(U) > 8)
      return static_cast<U>(bits[1]) << 64 | bits[0];
    else if constexpr (isWide)
      return static_cast<U>(bits[0]);
    else
      return static_cast<U>(bits);
  }

  /// Stores a built-in integer modulo 2^W.
  template <class T> constexpr void store(T value) {
    if constexpr (isWide) {
      bits[0] = static_cast<hls::detail::limb>(value);
      const hls::detail::limb fill = value < T(0) ? ~hls::detail::limb(0) : hls::detail::limb(0);
      bits[1] = fill;
      if constexpr (sizeof(T) == 16)
        bits[1] = static_cast<hls::detail::limb>(value >> 64);
      for (int i = 2; i < limbs; ++i)
        bits[i] = fill;
      if constexpr (!S)
        hls::detail::wideNormalize(bits, limbs, W, S);
    } else {
      bits = hls::detail::wrap<W, S>(value);
    }
  }
  /// Stores a number of `count` limbs, extended by sign or zero, modulo 2^W.
  constexpr void storeLimbs(const hls::detail::limb *value, int count, bool extendSign) {
    const hls::detail::limb fill = extendSign ? hls::detail::wideSignFill(value, count) : hls::detail::limb(0);
    if constexpr (isWide) {
      hls::detail::wideExtend(bits, limbs, value, count, fill);
      hls::detail::wideNormalize(bits, limbs, W, S);
    } else {
      hls::detail::unsigned_int128 low = count > 1 ? value[1] : fill;
      low = low << 64 | value[0];
      bits = hls::detail::wrap<W, S>(low);
    }
  }
  /// The value in `count` limbs, extended by its sign or cut.
  constexpr void load(hls::detail::limb *result, int count) const {
    if constexpr (isWide) {
      hls::detail::wideExtend(result, count, bits, limbs, isNegative() ? ~hls::detail::limb(0) : hls::detail::limb(0));
    } else {
      result[0] = static_cast<hls::detail::limb>(bits);
      hls::detail::limb fill = isNegative() ? ~hls::detail::limb(0) : hls::detail::limb(0);
      int next = 1;
      if constexpr (W > 64)
        if (count > 1)
          result[next++] = static_cast<hls::detail::limb>(bits >> 64);
      for (; next < count; ++next)
        result[next] = fill;
    }
  }
  template <int W2, bool S2> constexpr void storeInteger(const ap_int_base<W2, S2> &value) {
    if constexpr (!isWide && !ap_int_base<W2, S2>::isWide)
      bits = hls::detail::wrap<W, S>(value.bits);
    else if constexpr (ap_int_base<W2, S2>::isWide)
      storeLimbs(value.bits, value.limbs, S2);
    else
      store(value.bits);
  }
  template <class F> constexpr void storeFloating(F value) {
    if (value > F(-9.2e18) && value < F(9.2e18)) {
      store(static_cast<long long>(value));
    } else {
      hls::detail::limb magnitude[static_cast<unsigned>(limbs)] = {};
      hls::detail::floatingToWide(magnitude, limbs, value);
      storeLimbs(magnitude, limbs, false);
    }
  }
  ALLO_HLS("is_neg") constexpr bool isNegative() const {
    if constexpr (!S)
      return false;
    else if constexpr (isWide)
      return bits[limbs - 1] >> 63 != 0;
    else
      return bits < 0;
  }
  constexpr bool isZero() const {
    if constexpr (isWide)
      return hls::detail::wideIsZero(bits, limbs);
    else
      return bits == 0;
  }
  template <class F> constexpr F toFloating() const {
    if constexpr (!isWide) {
      return static_cast<F>(bits);
    } else {
      hls::detail::limb magnitude[static_cast<unsigned>(limbs)] = {};
      hls::detail::wideExtend(magnitude, limbs, bits, limbs, 0);
      if (isNegative())
        hls::detail::wideNegate(magnitude, bits, limbs);
      const F value = hls::detail::wideToFloating<F>(magnitude, limbs);
      return isNegative() ? -value : value;
    }
  }
  constexpr bool readBit(int index) const {
    if constexpr (isWide) {
      return index >= 0 && index < W && hls::detail::wideBit(bits, index);
    } else { // without a branch
      using U = hls::detail::work_t<W, false>;
      const bool exists = static_cast<unsigned>(index) < static_cast<unsigned>(W);
      return (static_cast<U>(bits) >> (index & (static_cast<int>(sizeof(U)) * 8 - 1)) & U(exists)) != 0;
    }
  }
  constexpr void writeBit(int index, bool value) {
    if (index < 0 || index >= W)
      return;
    if constexpr (isWide) {
      hls::detail::wideSetBit(bits, index, value);
      hls::detail::wideNormalize(bits, limbs, W, S);
    } else {
      using U = hls::detail::work_t<W, false>;
      const U mask = static_cast<U>(U(1) << index), all = static_cast<U>(bits);
      bits = hls::detail::wrap<W, S>(static_cast<U>(value ? all | mask : all & ~mask));
    }
  }
  constexpr void storeComplement(const ap_int_base &value) {
    if constexpr (isWide) {
      for (int i = 0; i < limbs; ++i)
        bits[i] = ~value.bits[i];
      hls::detail::wideNormalize(bits, limbs, W, S);
    } else {
      using U = hls::detail::work_t<W, false>;
      bits = hls::detail::wrap<W, S>(static_cast<U>(~static_cast<U>(value.bits)));
    }
  }
  /// The low `length` bits in the opposite order, zeros above; then cut to W bits.
  constexpr void storeReversed(int length = W) {
    hls::detail::limb words[static_cast<unsigned>(limbs)] = {}, reversed[static_cast<unsigned>(limbs)] = {};
    load(words, limbs);
    hls::detail::wideReverse(reversed, words, limbs, length);
    storeLimbs(reversed, limbs, false);
  }
  /// Bits hi...lo as an unsigned number, reversed for hi < lo.
  constexpr ap_int_base<W, false> readRange(int hi, int lo) const {
    const int first = hi < lo ? hi : lo, length = (hi < lo ? lo - hi : hi - lo) + 1;
    ap_int_base<W, false> r(*this);
    if (first < 0 || first + length > W) { // bits that do not exist read as 0
      r = ap_int_base<W, false>(0);
      for (int i = 0; i < length; ++i)
        r.writeBit(i, readBit(first + i));
    } else if constexpr (isWide) {
      hls::detail::wideShiftRight(r.bits, r.bits, limbs, first, 0);
      hls::detail::wideNormalize(r.bits, limbs, length, false);
    } else {
      using U = hls::detail::work_t<W, false>;
      r.bits = static_cast<hls::detail::storage_t<W, false>>(static_cast<U>(r.bits) >> first & lowMask(length));
    }
    if (hi < lo)
      r.storeReversed(length < W ? length : W);
    return r;
  }
  constexpr void writeRange(int hi, int lo, const ap_int_base<W, false> &value) {
    const int first = hi < lo ? hi : lo, length = (hi < lo ? lo - hi : hi - lo) + 1;
    ap_int_base<W, false> v(value);
    if (hi < lo)
      v.storeReversed(length < W ? length : W);
    if (first < 0 || first + length > W) { // bits that do not exist are not written
      for (int i = 0; i < length; ++i)
        writeBit(first + i, v.readBit(i));
    } else if constexpr (isWide) {
      hls::detail::limb mask[limbs] = {}, field[limbs] = {};
      for (int i = 0; i < limbs; ++i)
        mask[i] = ~hls::detail::limb(0);
      hls::detail::wideNormalize(mask, limbs, length, false);
      for (int i = 0; i < limbs; ++i)
        field[i] = v.bits[i] & mask[i];
      hls::detail::wideShiftLeft(mask, mask, limbs, first);
      hls::detail::wideShiftLeft(field, field, limbs, first);
      for (int i = 0; i < limbs; ++i)
        bits[i] = (bits[i] & ~mask[i]) | field[i];
      hls::detail::wideNormalize(bits, limbs, W, S);
    } else {
      using U = hls::detail::work_t<W, false>;
      const U mask = static_cast<U>(lowMask(length) << first);
      bits = hls::detail::wrap<W, S>(
          static_cast<U>((static_cast<U>(bits) & ~mask) | (static_cast<U>(static_cast<U>(v.bits) << first) & mask)));
    }
  }
  static constexpr hls::detail::work_t<isWide ? 64 : W, false> lowMask(int length) {
    using U = hls::detail::work_t<isWide ? 64 : W, false>;
    return static_cast<U>(static_cast<U>(~U(0)) >> (static_cast<int>(sizeof(U)) * 8 - length));
  }
  constexpr ap_int_base get() const { return *this; }
};

#endif
