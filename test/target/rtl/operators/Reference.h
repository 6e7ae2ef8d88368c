// What the operators should give: the processor's results for binary32 and binary64, exact arithmetic otherwise.
#pragma once

#include "Exact.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <type_traits>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Exact arithmetic. Flushing: operands that are subnormal count as zero; see exact::round.
template <int Exponent, int Mantissa> class ExactReference {
public:
  static constexpr exact::Format format{Exponent, Mantissa};
  void setFlush(bool on) { flush = on; }

  uint64_t add(uint64_t a, uint64_t b) const {
    a = operand(a), b = operand(b);
    if (format.isNaN(a) || format.isNaN(b))
      return format.nan();
    if (format.isInfinite(a))
      return format.isInfinite(b) && a != b ? format.nan() : a;
    if (format.isInfinite(b))
      return b;
    if (format.isZero(a) && format.isZero(b))
      return a & b;
    return exact::round(format, exact::add(exact::unpack(format, a), exact::unpack(format, b)), flush);
  }
  uint64_t multiply(uint64_t a, uint64_t b) const {
    a = operand(a), b = operand(b);
    uint64_t sign = (a ^ b) & format.sign();
    if (format.isNaN(a) || format.isNaN(b))
      return format.nan();
    if (format.isInfinite(a) || format.isInfinite(b))
      return format.isZero(a) || format.isZero(b) ? format.nan() : sign | format.infinity();
    return exact::round(format, exact::multiply(exact::unpack(format, a), exact::unpack(format, b)), flush);
  }
  uint64_t divide(uint64_t a, uint64_t b) const {
    a = operand(a), b = operand(b);
    uint64_t sign = (a ^ b) & format.sign();
    if (format.isNaN(a) || format.isNaN(b) || (format.isInfinite(a) && format.isInfinite(b)) ||
        (format.isZero(a) && format.isZero(b)))
      return format.nan();
    if (format.isInfinite(a) || format.isZero(b))
      return sign | format.infinity();
    if (format.isZero(a) || format.isInfinite(b))
      return sign;
    return exact::round(format, exact::divide(exact::unpack(format, a), exact::unpack(format, b)), flush);
  }
  uint64_t squareRoot(uint64_t a) const {
    a = operand(a);
    if (format.isNaN(a) || ((a & format.sign()) && !format.isZero(a)))
      return format.nan();
    if (format.isInfinite(a) || format.isZero(a))
      return a;
    return exact::round(format, exact::squareRoot(exact::unpack(format, a)), flush);
  }
  uint64_t multiplyAdd(uint64_t a, uint64_t b, uint64_t c) const {
    a = operand(a), b = operand(b), c = operand(c);
    bool isSpecial = false;
    for (uint64_t x : {a, b, c})
      isSpecial |= format.isNaN(x) || format.isInfinite(x);
    uint64_t sign = (a ^ b) & format.sign();
    if (isSpecial) { // an infinite or invalid product stands for itself
      bool finiteProduct = !(format.isNaN(a) || format.isInfinite(a) || format.isNaN(b) || format.isInfinite(b));
      return add(finiteProduct ? sign : multiply(a, b), c);
    }
    if ((format.isZero(a) || format.isZero(b)))
      return add(sign, c);
    exact::Number sum =
        exact::add(exact::multiply(exact::unpack(format, a), exact::unpack(format, b)), exact::unpack(format, c));
    return exact::round(format, sum, flush);
  }
  // floor, ceil, trunc, round, roundeven
  uint64_t integral(uint64_t a, int mode) const {
    a = operand(a);
    if (format.isNaN(a) || format.isInfinite(a) || format.isZero(a))
      return format.isNaN(a) ? format.nan() : a;
    exact::Number x = exact::unpack(format, a);
    if (x.e >= 0)
      return a;
    int drop = -x.e;
    exact::Wide whole = x.m >> drop, rest = x.m & ((exact::Wide(1) << drop) - 1), half = exact::Wide(1) << (drop - 1);
    bool up = mode == 0   ? x.negative && rest != 0
              : mode == 1 ? !x.negative && rest != 0
              : mode == 2 ? false
              : mode == 3 ? rest >= half
                          : rest > half || (rest == half && (whole & 1));
    return exact::round(format, {x.negative, whole + up, 0, false});
  }
  bool less(uint64_t a, uint64_t b) const {
    a = operand(a), b = operand(b);
    if (format.isNaN(a) || format.isNaN(b) || (format.isZero(a) && format.isZero(b)))
      return false;
    auto order = [](uint64_t x) { return x & format.sign() ? -int64_t(x & (format.sign() - 1)) : int64_t(x); };
    return order(a) < order(b);
  }
  bool equal(uint64_t a, uint64_t b) const {
    a = operand(a), b = operand(b);
    return !format.isNaN(a) && !format.isNaN(b) && (a == b || (format.isZero(a) && format.isZero(b)));
  }
  uint64_t minimum(uint64_t a, uint64_t b) const {
    return less(a, b) ? operand(a) : format.isNaN(b) ? operand(a) : operand(b);
  }
  uint64_t maximum(uint64_t a, uint64_t b) const {
    return less(b, a) ? operand(a) : format.isNaN(b) ? operand(a) : operand(b);
  }

  static uint64_t convert(uint64_t a, exact::Format to, bool flush) {
    uint64_t sign = a & format.sign() ? to.sign() : 0;
    if (format.isNaN(a))
      return to.nan();
    if (format.isInfinite(a))
      return sign | to.infinity();
    exact::Number x = exact::unpack(format, a);
    if (flush && !(a & format.infinity()))
      x.m = 0;
    return exact::round(to, x, flush);
  }
  static uint64_t fromInteger(uint64_t whole, int bits, bool isSigned) {
    uint64_t value = bits == 64 ? whole : whole & ((uint64_t(1) << bits) - 1);
    bool negative = isSigned && value >> (bits - 1);
    if (negative)
      value = bits == 64 ? -value : (uint64_t(1) << bits) - value;
    return exact::round(format, {negative, value, 0, false});
  }
  static uint64_t toInteger(uint64_t a, int bits, bool isSigned) {
    uint64_t all = bits == 64 ? ~uint64_t(0) : (uint64_t(1) << bits) - 1;
    uint64_t largest = isSigned ? all >> 1 : all;
    bool negative = a & format.sign();
    if (format.isNaN(a))
      return 0;
    exact::Wide magnitude = largest;
    magnitude += 1;
    if (!format.isInfinite(a)) {
      exact::Number x = exact::unpack(format, a);
      if (x.e < -200)
        magnitude = 0;
      else if (x.e < 100)
        magnitude = x.e < 0 ? x.m >> -x.e : x.m << x.e;
    }
    if (negative)
      return !isSigned ? 0 : magnitude > largest ? ~largest & all : -uint64_t(magnitude) & all;
    return magnitude > largest ? largest : uint64_t(magnitude);
  }

private:
  uint64_t operand(uint64_t bits) const { return flush && !(bits & format.infinity()) ? bits & format.sign() : bits; }
  bool flush = false;
};

template <int Exponent, int Mantissa> class Reference : public ExactReference<Exponent, Mantissa> {};

// The processor's. With flushing: its flush-to-zero and denormals-are-zero modes where it is an x86-64.
template <typename Float, typename Bits, int Exponent, int Mantissa>
class NativeReference : public ExactReference<Exponent, Mantissa> {
  using Exact = ExactReference<Exponent, Mantissa>;
  static Float value(uint64_t bits) { return std::bit_cast<Float>(Bits(bits)); }
  static uint64_t bits(volatile Float &value) { return std::bit_cast<Bits>(Float(value)); }
  template <typename Function> static uint64_t compute(Function function) {
    volatile Float result = function();
    return bits(result);
  }

public:
  void setFlush(bool on) {
    Exact::setFlush(on);
#if defined(__x86_64__)
    _mm_setcsr(on ? _mm_getcsr() | 0x8040 : _mm_getcsr() & ~0x8040u);
#endif
  }
  // Opaque to the optimiser, which knows nothing of the modes.
#define OPERAND(X) (*const_cast<const volatile Float *>(&X))
  uint64_t add(uint64_t a, uint64_t b) const {
    Float x = value(a), y = value(b);
    return compute([&] { return OPERAND(x) + OPERAND(y); });
  }
  uint64_t multiply(uint64_t a, uint64_t b) const {
    Float x = value(a), y = value(b);
    return compute([&] { return OPERAND(x) * OPERAND(y); });
  }
  uint64_t divide(uint64_t a, uint64_t b) const {
    Float x = value(a), y = value(b);
    return compute([&] { return OPERAND(x) / OPERAND(y); });
  }
  uint64_t squareRoot(uint64_t a) const {
    Float x = value(a);
    return compute([&] { return std::sqrt(OPERAND(x)); });
  }
  uint64_t multiplyAdd(uint64_t a, uint64_t b, uint64_t c) const {
    Float x = value(a), y = value(b), z = value(c);
    return compute([&] { return std::fma(OPERAND(x), OPERAND(y), OPERAND(z)); });
  }
  bool less(uint64_t a, uint64_t b) const {
    Float x = value(a), y = value(b);
    volatile bool result = OPERAND(x) < OPERAND(y);
    return result;
  }
  bool equal(uint64_t a, uint64_t b) const {
    Float x = value(a), y = value(b);
    volatile bool result = OPERAND(x) == OPERAND(y);
    return result;
  }
#undef OPERAND
};

#if defined(__x86_64__)
template <> class Reference<8, 23> : public NativeReference<float, uint32_t, 8, 23> {};
template <> class Reference<11, 52> : public NativeReference<double, uint64_t, 11, 52> {};
#endif
