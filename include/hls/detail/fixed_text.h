// Fixed-point numbers from text, exact, then the two steps of quantize.h; and to text, exact.
#ifndef ALLO_HLS_DETAIL_FIXED_TEXT_H
#define ALLO_HLS_DETAIL_FIXED_TEXT_H

#include "fixed_traits.h"
#include "int_text.h"

namespace hls {
namespace detail {

/// The parts of a number in text: [+-] [0b | 0o | 0x] digits [. digits] [e [+-] digits, in radix 10 only]. ' and _
/// between digits are skipped. The prefix decides the radix when none is asked for; without one it is 10.
struct NumberText {
  const char *digits = nullptr;
  int radix = 10, places = 0; ///< places: of the digits before the point
  int count = 0;              ///< digits in all
  bool negative = false;
};

constexpr bool isSeparator(char c) { return c == '_' || c == '\'' || c == '.'; }

constexpr NumberText numberText(const char *text, int radix) {
  NumberText number;
  number.negative = textStart(text, radix);
  number.radix = radix;
  number.digits = text;
  bool point = false;
  for (; *text != 0; ++text) {
    if (*text == '.' && !point) {
      point = true;
      number.places = number.count;
    } else if (digitValue(*text) < number.radix) {
      ++number.count;
    } else if (!(isSeparator(*text) && *text != '.' && number.count > 0)) {
      break;
    }
  }
  if (!point)
    number.places = number.count;
  if (number.count == 0)
    __builtin_abort(); // not a number; an error in a constant expression
  if (*text != 0) {
    if (number.radix != 10 || (*text != 'e' && *text != 'E'))
      __builtin_abort();
    ++text;
    const bool negative = *text == '-';
    if (*text == '-' || *text == '+')
      ++text;
    if (*text == 0)
      __builtin_abort();
    int exponent = 0;
    for (; *text != 0; ++text) {
      if (digitValue(*text) > 9)
        __builtin_abort();
      exponent = exponent > 100000 ? exponent : 10 * exponent + digitValue(*text);
    }
    number.places += negative ? -exponent : exponent;
  }
  return number;
}

/// result = result * factor + addend; returns what does not fit.
constexpr limb wideMultiplyAdd(limb *result, int count, limb factor, limb addend) {
  for (int i = 0; i < count; ++i) {
    const unsigned_int128 next = static_cast<unsigned_int128>(result[i]) * factor + addend;
    result[i] = static_cast<limb>(next);
    addend = static_cast<limb>(next >> 64);
  }
  return addend;
}

/// result = (result + 2^position * digit) / radix; returns whether there is a remainder.
constexpr bool wideAddDivide(limb *result, int count, int position, limb digit, limb radix) {
  limb carry = digit << (position % 64); // the digit crosses a limb at most once
  limb carryHigh = position % 64 == 0 ? 0 : digit >> (64 - position % 64);
  for (int i = position / 64; i < count; ++i) {
    const unsigned_int128 sum = static_cast<unsigned_int128>(result[i]) + carry;
    result[i] = static_cast<limb>(sum);
    carry = carryHigh + static_cast<limb>(sum >> 64);
    carryHigh = 0;
  }
  limb rest = 0;
  for (int i = count - 1; i >= 0; --i) {
    const unsigned_int128 part = static_cast<unsigned_int128>(rest) << 64 | result[i];
    result[i] = static_cast<limb>(part / radix);
    rest = static_cast<limb>(part % radix);
  }
  return rest != 0;
}

/// A number in text as the bits of a fixed-point format.
template <int W, int I, bool S, ap_q_mode Q, ap_o_mode O, int N>
constexpr ap_int_base<W, S> fixedFromText(const char *text, int radix) {
  const NumberText number = numberText(text, radix);
  const limb base = static_cast<limb>(number.radix);
  // Two bits more than the target has, the last one sticky, decide every rounding.
  constexpr int kept = maximum(W - I, 0) + 2, dropped = kept - (W - I);
  Limbs<W + dropped + 130> fraction, value;
  bool sticky = false, beyond = false;
  // The fraction: Horner's rule from the last digit on, rounded down each time. floor((d + x) / r) is not changed when
  // x is rounded down to the unit before, so only the last bit has to remember that something was lost.
  const char *digit = number.digits;
  int seen = 0;
  for (; seen < number.count; ++digit)
    seen += isSeparator(*digit) ? 0 : 1;
  const char *const end = digit;
  for (int place = number.count; place > number.places && place > 0;) {
    --digit;
    if (isSeparator(*digit))
      continue;
    --place;
    sticky |= wideAddDivide(fraction.v, fraction.count, kept, static_cast<limb>(digitValue(*digit)), base);
  }
  for (int zeros = -number.places; zeros > 0 && !wideIsZero(fraction.v, fraction.count); --zeros)
    sticky |= wideAddDivide(fraction.v, fraction.count, kept, 0, base);
  // The integer part, modulo 2^(64 count).
  int place = 0;
  for (digit = number.digits; place < number.places && digit != end; ++digit) {
    if (isSeparator(*digit))
      continue;
    beyond |= wideMultiplyAdd(value.v, value.count, base, static_cast<limb>(digitValue(*digit))) != 0;
    ++place;
  }
  for (; place < number.places && !(wideIsZero(value.v, value.count) && !beyond); ++place) {
    beyond |= wideMultiplyAdd(value.v, value.count, base, 0) != 0;
    if (beyond && wideIsZero(value.v, value.count))
      break;
  }
  beyond |= value.v[value.count - 1] >> 62 != 0 || wideBitLength(value.v, value.count) + kept > 64 * value.count - 2;
  wideShiftLeft(value.v, value.v, value.count, kept);
  wideAdd(value.v, value.v, fraction.v, value.count);
  value.v[0] |= sticky ? 1 : 0;
  // Out of range by any measure, with a clear sign bit.
  value.v[value.count - 1] = (value.v[value.count - 1] & (~limb(0) >> 2)) | (beyond ? limb(1) << 61 : limb(0));
  if (number.negative)
    wideNegate(value.v, value.v, value.count);
  quantizeWide(value.v, value.count, dropped, Q);
  overflowWide(value.v, value.count, W, S, O, N);
  return storeWide<W, S>(value.v, value.count);
}

/// Sign and magnitude, exact, in a form the constructor from text takes: "-1.25", "0b1.01", "-0x1.4", "3".
template <class Text, int I, int W, bool S> Text fixedToText(const ap_int_base<W, S> &bits, int radix) {
  constexpr int fractionBits = W - I > 0 ? W - I : 0;
  Limbs<maximum(W, I) + 66> integer;
  constexpr int count = decltype(integer)::count;
  detail::loadWide(integer.v, count, bits);
  const bool negative = wideSignFill(integer.v, count) != 0;
  if (negative)
    wideNegate(integer.v, integer.v, count);
  Text result;
  if (negative)
    result += '-';
  if (radix != 10)
    result += radix == 16 ? "0x" : radix == 8 ? "0o" : "0b";
  Limbs<maximum(fractionBits, 1) + 8> rest;
  for (int i = 0; i < rest.count; ++i)
    rest.v[i] = i < count ? integer.v[i] : 0;
  if (fractionBits > 0) {
    wideShiftRight(integer.v, integer.v, count, fractionBits, 0);
    wideNormalize(rest.v, rest.count, fractionBits, false);
  } else {
    wideShiftLeft(integer.v, integer.v, count, I - W);
    wideExtend(rest.v, rest.count, rest.v, 0, 0);
  }
  char digits[64 * count + 1] = {};
  const int length = wideDigits(digits, integer.v, count, radix);
  result.append(digits, static_cast<decltype(result.size())>(length));
  if (!wideIsZero(rest.v, rest.count))
    result += '.';
  while (!wideIsZero(rest.v, rest.count)) {
    wideMultiplyAdd(rest.v, rest.count, static_cast<limb>(radix), 0);
    Limbs<maximum(fractionBits, 1) + 8> digit = rest;
    wideShiftRight(digit.v, digit.v, digit.count, fractionBits, 0);
    result += "0123456789abcdef"[static_cast<int>(digit.v[0])];
    wideNormalize(rest.v, rest.count, fractionBits, false);
  }
  return result;
}

} // namespace detail
} // namespace hls

/// Prints the value in radix 10, exactly.
template <class Traits, int W, int I, bool S, ap_q_mode Q, ap_o_mode O, int N>
ALLO_HLS("host")
std::basic_ostream<char, Traits> &operator<<(std::basic_ostream<char, Traits> &stream,
                                             const ap_fixed_base<W, I, S, Q, O, N> &value) {
  return stream << value.to_string(10);
}
#endif
