// The slow model of integers: see Reference.h.
#include "Reference.h"
#include <algorithm>
#include <cmath>
#include <limits>

namespace reference {

void Number::trim(Magnitude &m) {
  while (!m.empty() && !m.back())
    m.pop_back();
}

Number::Number(bool isNegative, Magnitude value) : negative(isNegative), magnitude(std::move(value)) {
  trim(magnitude);
  if (magnitude.empty())
    negative = false;
}

Number::Number(long long value) : negative(value < 0) {
  unsigned long long rest = static_cast<unsigned long long>(value);
  if (negative)
    rest = 0 - rest;
  for (; rest != 0; rest >>= 1)
    magnitude.push_back(rest & 1);
}

Number Number::fromUnsigned(unsigned long long value) {
  Magnitude m;
  for (; value != 0; value >>= 1)
    m.push_back(value & 1);
  return Number(false, m);
}

Number Number::power(int exponent) {
  Magnitude m(static_cast<std::size_t>(exponent) + 1, false);
  m.back() = true;
  return Number(false, m);
}

Number Number::fromBits(const std::vector<bool> &bits, bool isSigned) {
  Number value(false, bits);
  return isSigned && !bits.empty() && bits.back() ? value - power(static_cast<int>(bits.size())) : value;
}

Number Number::fromBytes(const unsigned char *bytes, std::size_t count, bool isSigned) {
  std::vector<bool> bits;
  for (std::size_t i = 0; i < count; ++i)
    for (int k = 0; k < 8; ++k)
      bits.push_back(bytes[i] >> k & 1);
  return fromBits(bits, isSigned);
}

std::vector<bool> Number::toBits(int width) const {
  // -m is ~(m - 1)
  Magnitude bits = negative ? subtractMagnitude(magnitude, Magnitude{true}) : magnitude;
  bits.resize(static_cast<std::size_t>(width), false);
  if (negative)
    bits.flip();
  return bits;
}

std::vector<unsigned char> Number::toBytes(std::size_t count) const {
  const std::vector<bool> bits = toBits(static_cast<int>(count) * 8);
  std::vector<unsigned char> bytes(count, 0);
  for (std::size_t i = 0; i < bits.size(); ++i)
    if (bits[i])
      bytes[i / 8] = static_cast<unsigned char>(bytes[i / 8] | 1 << i % 8);
  return bytes;
}

Number Number::wrapped(int width, bool isSigned) const { return fromBits(toBits(width), isSigned); }

double Number::toFloating(int precision, int largestExponent) const {
  const int length = static_cast<int>(magnitude.size());
  const int dropped = std::max(0, length - precision);
  double value = 0;
  for (int i = length - 1; i >= dropped; --i)
    value = 2 * value + (magnitude[static_cast<std::size_t>(i)] ? 1 : 0);
  if (dropped > 0) {
    const bool half = magnitude[static_cast<std::size_t>(dropped) - 1];
    bool below = false;
    for (int i = 0; i + 1 < dropped; ++i)
      below |= magnitude[static_cast<std::size_t>(i)];
    const bool odd = magnitude[static_cast<std::size_t>(dropped)];
    if (half && (below || odd))
      value += 1;
    value = std::ldexp(value, dropped);
  }
  if (value >= std::ldexp(1.0, largestExponent) * 2)
    value = std::numeric_limits<double>::infinity();
  return negative ? -value : value;
}

long long Number::toInt64() const {
  const std::vector<bool> bits = toBits(64);
  unsigned long long value = 0;
  for (int i = 63; i >= 0; --i)
    value = 2 * value + (bits[static_cast<std::size_t>(i)] ? 1 : 0);
  return static_cast<long long>(value);
}

std::string Number::text(int radix) const {
  std::string digits;
  Number rest(false, magnitude);
  do {
    const Number digit = rest % Number(radix);
    digits += "0123456789abcdef"[digit.toInt64()];
    rest = rest / Number(radix);
  } while (!rest.isZero());
  if (negative)
    digits += '-';
  std::reverse(digits.begin(), digits.end());
  return digits;
}

int Number::compareMagnitude(const Magnitude &a, const Magnitude &b) {
  if (a.size() != b.size())
    return a.size() < b.size() ? -1 : 1;
  for (std::size_t i = a.size(); i-- > 0;)
    if (a[i] != b[i])
      return b[i] ? -1 : 1;
  return 0;
}

Number::Magnitude Number::addMagnitude(const Magnitude &a, const Magnitude &b) {
  Magnitude sum;
  int carry = 0;
  for (std::size_t i = 0; i < std::max(a.size(), b.size()) || carry != 0; ++i) {
    const int digit = (i < a.size() && a[i]) + (i < b.size() && b[i]) + carry;
    sum.push_back(digit & 1);
    carry = digit >> 1;
  }
  return sum;
}

/// a >= b
Number::Magnitude Number::subtractMagnitude(const Magnitude &a, const Magnitude &b) {
  Magnitude difference;
  int borrow = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const int digit = a[i] - (i < b.size() && b[i]) - borrow;
    difference.push_back(digit & 1);
    borrow = digit < 0;
  }
  trim(difference);
  return difference;
}

void Number::divideMagnitude(const Magnitude &a, const Magnitude &b, Magnitude &quotient, Magnitude &rest) {
  quotient.assign(a.size(), false);
  rest.clear();
  for (std::size_t i = a.size(); i-- > 0;) {
    rest.insert(rest.begin(), a[i]);
    trim(rest);
    if (compareMagnitude(rest, b) >= 0) {
      rest = subtractMagnitude(rest, b);
      quotient[i] = true;
    }
  }
}

Number operator-(const Number &a) { return Number(!a.negative, a.magnitude); }

Number operator+(const Number &a, const Number &b) {
  if (a.negative == b.negative)
    return Number(a.negative, Number::addMagnitude(a.magnitude, b.magnitude));
  if (Number::compareMagnitude(a.magnitude, b.magnitude) >= 0)
    return Number(a.negative, Number::subtractMagnitude(a.magnitude, b.magnitude));
  return Number(b.negative, Number::subtractMagnitude(b.magnitude, a.magnitude));
}

Number operator*(const Number &a, const Number &b) {
  // column sums, carried at the end
  std::vector<int> columns(a.magnitude.size() + b.magnitude.size() + 1, 0);
  for (std::size_t i = 0; i < a.magnitude.size(); ++i)
    if (a.magnitude[i])
      for (std::size_t j = 0; j < b.magnitude.size(); ++j)
        columns[i + j] += b.magnitude[j];
  Number::Magnitude product;
  int carry = 0;
  for (std::size_t i = 0; i < columns.size() || carry != 0; ++i) {
    const int digit = (i < columns.size() ? columns[i] : 0) + carry;
    product.push_back(digit & 1);
    carry = digit >> 1;
  }
  return Number(a.negative != b.negative, product);
}

Number operator/(const Number &a, const Number &b) {
  if (b.isZero())
    return -1;
  Number::Magnitude quotient, rest;
  Number::divideMagnitude(a.magnitude, b.magnitude, quotient, rest);
  return Number(a.negative != b.negative, quotient);
}

Number operator%(const Number &a, const Number &b) {
  if (b.isZero())
    return a;
  Number::Magnitude quotient, rest;
  Number::divideMagnitude(a.magnitude, b.magnitude, quotient, rest);
  return Number(a.negative, rest);
}

Number shifted(const Number &a, int count) {
  Number::Magnitude m = a.magnitude;
  if (count >= 0) {
    m.insert(m.begin(), static_cast<std::size_t>(count), false);
    return Number(a.negative, m);
  }
  const std::size_t dropped = std::min(m.size(), static_cast<std::size_t>(-count));
  const bool inexact =
      std::find(m.begin(), m.begin() + static_cast<long>(dropped), true) != m.begin() + static_cast<long>(dropped);
  m.erase(m.begin(), m.begin() + static_cast<long>(dropped));
  const Number truncated(a.negative, m);
  return a.negative && inexact ? truncated - 1 : truncated;
}

int compare(const Number &a, const Number &b) {
  if (a.negative != b.negative)
    return a.negative ? -1 : 1;
  return a.negative ? -Number::compareMagnitude(a.magnitude, b.magnitude)
                    : Number::compareMagnitude(a.magnitude, b.magnitude);
}

Number logic(Logic kind, const Number &a, const Number &b, int width, bool isSigned) {
  std::vector<bool> x = a.toBits(width);
  const std::vector<bool> y = b.toBits(width);
  for (std::size_t i = 0; i < x.size(); ++i)
    x[i] = kind == Logic::conjunction ? x[i] && y[i] : kind == Logic::disjunction ? x[i] || y[i] : x[i] != y[i];
  return Number::fromBits(x, isSigned);
}

} // namespace reference
