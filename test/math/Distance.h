// The distance of a result from the exact value in units in the last place, and arguments for measuring it.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <random>

namespace allo::test {

inline bool isLong() { return std::getenv("ALLO_LONG") != nullptr; }

template <typename Real> struct Format;
template <> struct Format<float> {
  using Bits = uint32_t;
  static constexpr int digits = 24, least = -149;
};
template <> struct Format<double> {
  using Bits = uint64_t;
  static constexpr int digits = 53, least = -1074;
};

template <typename Real> Real ofBits(uint64_t bits) {
  return std::bit_cast<Real>(static_cast<typename Format<Real>::Bits>(bits));
}

// `Reference` has at least eleven bits more than Real. 1e9: a special value is wrong.
template <typename Real, typename Reference> double unitsApart(Real got, Reference exact) {
  if (std::isnan(got) || std::isnan(exact))
    return std::isnan(got) && std::isnan(exact) ? 0 : 1e9;
  Real rounded = static_cast<Real>(exact);
  if (std::isinf(got) || std::isinf(rounded) || exact == 0)
    return got == rounded && std::signbit(got) == std::signbit(rounded) ? 0 : 1e9;
  int exponent;
  std::frexp(exact, &exponent);
  Reference unit = std::ldexp(Reference(1), std::max(exponent - Format<Real>::digits, Format<Real>::least));
  return static_cast<double>(std::fabs((static_cast<Reference>(got) - exact) / unit));
}

// All exponents, around one, the size of angles, and where exponentials end.
template <typename Real> Real sample(std::mt19937_64 &random, long i) {
  uint64_t bits = random();
  Real unit = static_cast<Real>(static_cast<int64_t>(bits)) * static_cast<Real>(0x1p-63);
  switch (i % 5) {
  case 0:
    return ofBits<Real>(bits);
  case 1:
    return unit * 2;
  case 2:
    return unit * 30;
  case 3:
    return unit * (sizeof(Real) == 4 ? 120 : 800);
  default:
    return 1 + unit * std::ldexp(Real(1), -static_cast<int>(random() % (sizeof(Real) == 4 ? 24 : 53)));
  }
}

} // namespace allo::test
