// Integers to text and to streams. Nothing here is used by a kernel; std::string and the streams are only named, so
// that a kernel does not pay for their headers: who prints includes <string> or <iostream>.
#ifndef ALLO_HLS_DETAIL_INT_TEXT_H
#define ALLO_HLS_DETAIL_INT_TEXT_H

#include "int_convert.h"
#include <iosfwd>

namespace hls {
namespace detail {

/// The digits of a magnitude, most significant first; the magnitude is spoiled. `result` has room for 64 · count.
constexpr int wideDigits(char *result, limb *magnitude, int count, int radix) {
  int length = 0;
  do {
    unsigned_int128 rest = 0;
    for (int i = count - 1; i >= 0; --i) {
      rest = rest << 64 | magnitude[i];
      magnitude[i] = static_cast<limb>(rest / static_cast<unsigned>(radix));
      rest %= static_cast<unsigned>(radix);
    }
    result[length++] = "0123456789abcdef"[static_cast<int>(rest)];
  } while (!wideIsZero(magnitude, count));
  for (int i = 0; i < length / 2; ++i) {
    const char digit = result[i];
    result[i] = result[length - 1 - i];
    result[length - 1 - i] = digit;
  }
  return length;
}

/// Radix 10: the value. Radix 2, 8, 16: with the prefix 0b, 0o, 0x; as a sign and a magnitude where `asSigned`, else
/// the bits, with a 0 before a first digit that could be read as a sign (up to 64 bits: only if its top bit is set).
template <class Text, int W, bool S> Text integerToText(const ap_int_base<W, S> &value, int radix, bool asSigned) {
  constexpr int count = ap_int_base<W, S>::limbs;
  limb magnitude[count] = {};
  value.load(magnitude, count);
  const bool minus = value.isNegative() && (asSigned || radix == 10) && radix != 2;
  if (minus)
    wideNegate(magnitude, magnitude, count);
  wideNormalize(magnitude, count, W, false);
  char digits[64 * count + 1] = {};
  const bool zero = wideIsZero(magnitude, count);
  const int length = wideDigits(digits, magnitude, count, radix);
  Text result;
  if (minus)
    result += '-';
  if (radix != 10) {
    const int shift = radix == 16 ? 4 : radix == 8 ? 3 : 1;
    result += radix == 16 ? "0x" : radix == 8 ? "0o" : "0b";
    if (!zero && !minus && length * shift < W && (W > 64 || digitValue(digits[0]) >> (shift - 1) == 1))
      result += '0';
  }
  result.append(digits, static_cast<decltype(result.size())>(length));
  return result;
}

} // namespace detail
} // namespace hls

template <class Traits, int W, bool S>
ALLO_HLS("host")
std::basic_ostream<char, Traits> &operator<<(std::basic_ostream<char, Traits> &stream, const ap_int_base<W, S> &value) {
  const auto flags = stream.flags();
  return stream << value.to_string(flags & stream.hex ? 16 : flags & stream.oct ? 8 : 10);
}
template <class Traits, int W, bool S>
ALLO_HLS("host")
std::basic_ostream<char, Traits> &operator<<(std::basic_ostream<char, Traits> &stream,
                                             const ap_range_ref<W, S> &value) {
  return stream << value.get();
}
template <class Traits, int W1, class T1, int W2, class T2>
ALLO_HLS("host")
std::basic_ostream<char, Traits> &operator<<(std::basic_ostream<char, Traits> &stream,
                                             const ap_concat_ref<W1, T1, W2, T2> &value) {
  return stream << value.get();
}
/// Reads a word and takes it as the constructor from text does; std::hex and std::oct say the radix.
template <class Traits, int W, bool S>
ALLO_HLS("host")
std::basic_istream<char, Traits> &operator>>(std::basic_istream<char, Traits> &stream, ap_int_base<W, S> &value) {
  std::basic_string<char, Traits> word;
  const auto flags = stream.flags();
  if (stream >> word)
    value = ap_int_base<W, S>(word.c_str(), flags & stream.hex ? 16 : flags & stream.oct ? 8 : 0);
  return stream;
}

#endif
