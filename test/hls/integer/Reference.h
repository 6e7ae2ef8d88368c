// A slow model of integers for the tests of the HLS types: a sign and a vector of bits, with school arithmetic. It
// knows nothing of the headers under test.
#ifndef ALLO_TEST_HLS_REFERENCE_H
#define ALLO_TEST_HLS_REFERENCE_H

#include <cstddef>
#include <string>
#include <vector>

namespace reference {

class Number {
public:
  Number(long long value = 0);
  /// Little-endian two's complement bytes, the form of numbers in memory.
  static Number fromBytes(const unsigned char *bytes, std::size_t count, bool isSigned);
  static Number fromUnsigned(unsigned long long value);
  /// 2^exponent
  static Number power(int exponent);
  /// The bits, least significant first; with `isSigned` the last one counts negatively.
  static Number fromBits(const std::vector<bool> &bits, bool isSigned);

  /// The low `width` bits in two's complement, least significant first.
  std::vector<bool> toBits(int width) const;
  std::vector<unsigned char> toBytes(std::size_t count) const;
  /// Modulo 2^width, read as signed or unsigned.
  Number wrapped(int width, bool isSigned) const;
  bool isNegative() const { return negative; }
  bool isZero() const { return magnitude.empty(); }
  /// Nearest value, ties to even, with `precision` bits (53 for double, 24 for float); infinity where it is too large.
  double toFloating(int precision, int largestExponent) const;
  double toDouble() const { return toFloating(53, 1023); }
  long long toInt64() const;
  /// Digits in a radix up to 16, with a minus sign.
  std::string text(int radix) const;

  friend Number operator-(const Number &a);
  friend Number operator+(const Number &a, const Number &b);
  friend Number operator-(const Number &a, const Number &b) { return a + -b; }
  friend Number operator*(const Number &a, const Number &b);
  /// Truncates toward zero; by zero: -1.
  friend Number operator/(const Number &a, const Number &b);
  /// Sign of the dividend; by zero: the dividend.
  friend Number operator%(const Number &a, const Number &b);
  /// a · 2^count, rounded to minus infinity for a negative count.
  friend Number shifted(const Number &a, int count);
  /// -1, 0 or 1.
  friend int compare(const Number &a, const Number &b);
  friend bool operator==(const Number &a, const Number &b) { return compare(a, b) == 0; }

private:
  using Magnitude = std::vector<bool>; // least significant first, the last bit set
  static void trim(Magnitude &m);
  static int compareMagnitude(const Magnitude &a, const Magnitude &b);
  static Magnitude addMagnitude(const Magnitude &a, const Magnitude &b);
  static Magnitude subtractMagnitude(const Magnitude &a, const Magnitude &b);
  static void divideMagnitude(const Magnitude &a, const Magnitude &b, Magnitude &quotient, Magnitude &rest);
  Number(bool isNegative, Magnitude value);

  bool negative = false;
  Magnitude magnitude;
};

enum class Logic { conjunction, disjunction, difference };
/// On the two's complement forms of `width` bits, read as signed or not.
Number logic(Logic kind, const Number &a, const Number &b, int width, bool isSigned);

} // namespace reference

#endif
