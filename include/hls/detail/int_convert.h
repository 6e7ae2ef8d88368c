// Conversions between arrays of limbs and floating types, and from text.
#ifndef ALLO_HLS_DETAIL_INT_CONVERT_H
#define ALLO_HLS_DETAIL_INT_CONVERT_H

#include "int_traits.h"

namespace hls {
namespace detail {

/// The integer nearest to the value in F, ties to even, for a magnitude of any width; infinity beyond F's range.
/// Correct because 128 bits, the last one sticky, are more than two above any F's precision.
template <class F> constexpr F wideToFloating(const limb *magnitude, int count) {
  const int used = wideUsed(magnitude, count);
  if (used <= 2)
    return static_cast<F>(static_cast<unsigned_int128>(used > 1 ? magnitude[1] : 0) << 64 |
                          (used > 0 ? magnitude[0] : 0));
  const int shift = used * 64 - countLeadingZeros(magnitude[used - 1]) - 128;
  const int limbs = shift / 64, bits = shift % 64;
  unsigned_int128 top = static_cast<unsigned_int128>(magnitude[limbs + 1]) << 64 | magnitude[limbs];
  limb lost = 0;
  if (bits != 0) {
    lost = magnitude[limbs] << (64 - bits);
    top = top >> bits | static_cast<unsigned_int128>(magnitude[limbs + 2]) << (128 - bits);
  }
  for (int i = 0; i < limbs; ++i)
    lost |= magnitude[i];
  F value = static_cast<F>(top | (lost != 0 ? 1 : 0));
  for (int i = 0; i < shift; ++i)
    value *= 2;
  return value;
}

/// The value truncated toward zero, modulo 2^(64 count); NaN and infinities give zero.
template <class F> constexpr void floatingToWide(limb *result, int count, F value) {
  for (int i = 0; i < count; ++i)
    result[i] = 0;
  const bool negative = value < 0;
  F rest = negative ? -value : value;
  if (!(rest >= 1) || rest / 2 == rest)
    return;
  constexpr F base = static_cast<F>(18446744073709551616.0); // 2^64
  int top = 0;
  for (; rest >= base; ++top)
    rest /= base;
  // rest is below 2^64 and has at most 64 significant bits: they lie in limb `top` and the one below
  for (int i = top; i >= 0 && i >= top - 1; --i) {
    const limb digit = static_cast<limb>(rest);
    if (i < count)
      result[i] = digit;
    rest = (rest - static_cast<F>(digit)) * base;
  }
  if (negative)
    wideNegate(result, result, count);
}

constexpr int digitValue(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : 99;
}

/// Passes the sign and the prefix (0b, 0o, 0x) of a number in text; whether it is negative. The prefix decides the
/// radix where 0 is asked for; without one it is 10.
constexpr bool textStart(const char *&text, int &radix) {
  bool negative = false;
  if (*text == '-' || *text == '+')
    negative = *text++ == '-';
  if (text[0] == '0' && text[1] != 0) {
    const char mark = text[1];
    const int named = mark == 'x' || mark == 'X'   ? 16
                      : mark == 'o' || mark == 'O' ? 8
                      : mark == 'b' || mark == 'B' ? 2
                                                   : 0;
    if (named != 0 && (radix == 0 || radix == named)) {
      radix = named;
      text += 2;
    }
  }
  if (radix == 0)
    radix = 10;
  return negative;
}

/// Text to an integer modulo 2^(64 count): an optional sign, an optional prefix 0b, 0o or 0x (which decides the radix
/// when `radix` is 0; without one it is 10), digits; `'` and `_` between digits are skipped. Anything else ends the
/// program (in a constant expression: is an error).
constexpr void wideFromText(limb *result, int count, const char *text, int radix) {
  for (int i = 0; i < count; ++i)
    result[i] = 0;
  const bool negative = textStart(text, radix);
  bool any = false;
  for (; *text != 0; ++text) {
    if ((*text == '_' || *text == '\'') && any)
      continue;
    const int digit = digitValue(*text);
    if (digit >= radix)
      __builtin_abort();
    any = true;
    limb carry = static_cast<limb>(digit);
    for (int i = 0; i < count; ++i) {
      const unsigned_int128 next = static_cast<unsigned_int128>(result[i]) * static_cast<limb>(radix) + carry;
      result[i] = static_cast<limb>(next);
      carry = static_cast<limb>(next >> 64);
    }
  }
  if (!any)
    __builtin_abort();
  if (negative)
    wideNegate(result, result, count);
}

} // namespace detail
} // namespace hls

#endif
