// exp, log and pow of binary32 against long double: the distance from the exact value in units in the last place, and
// the special cases of C's Annex F. ALLO_LONG=1 looks at every argument of exp and log and at 10^8 pairs for pow.
#include "hls/hls_math_binary32.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <random>

namespace {
constexpr double most = 0.502; // as the header promises
bool isLong() { return std::getenv("ALLO_LONG") != nullptr; }

float ofBits(uint32_t bits) { return std::bit_cast<float>(bits); }

float allo_expf(float x) { return std::bit_cast<float>(allo_exp_bits(std::bit_cast<uint32_t>(x))); }
float allo_logf(float x) { return std::bit_cast<float>(allo_log_bits(std::bit_cast<uint32_t>(x))); }
float allo_powf(float x, float y) {
  return std::bit_cast<float>(allo_pow_bits(std::bit_cast<uint32_t>(x), std::bit_cast<uint32_t>(y)));
}

double unitsApart(float got, long double exact) {
  if (std::isnan(got) || std::isnan(exact))
    return std::isnan(got) && std::isnan(exact) ? 0 : 1e9;
  float rounded = static_cast<float>(exact);
  if (std::isinf(got) || std::isinf(rounded) || exact == 0)
    return got == rounded ? 0 : 1e9;
  int exponent;
  std::frexp(exact, &exponent);
  long double unit = std::ldexp(1.0L, std::max(exponent - 24, -149));
  return static_cast<double>(std::fabs(static_cast<long double>(got) - exact) / unit);
}

TEST(ElementaryFunctions, ExpAndLogOverAllExponents) {
  double worstExp = 0, worstLog = 0;
  for (uint64_t bits = 0; bits < (uint64_t(1) << 32); bits += isLong() ? 1 : 9973) {
    float x = ofBits(static_cast<uint32_t>(bits));
    worstExp = std::max(worstExp, unitsApart(allo_expf(x), std::exp(static_cast<long double>(x))));
    worstLog = std::max(worstLog, unitsApart(allo_logf(x), std::log(static_cast<long double>(x))));
  }
  EXPECT_LT(worstExp, most);
  EXPECT_LT(worstLog, most);
  RecordProperty("exp", std::to_string(worstExp));
  RecordProperty("log", std::to_string(worstLog));
}

TEST(ElementaryFunctions, PowWhereResultsAreOrdinary) {
  std::mt19937_64 random(1);
  double worst = 0;
  for (long i = 0; i < (isLong() ? 100000000 : 400000); ++i) {
    uint64_t bits = random();
    float x = ofBits(bits & 0x7fffffff), y = ofBits(bits >> 32);
    if (i % 4 == 1) { // near one, large exponents
      x = ofBits(0x3f800000 + static_cast<int>(random() % 4096) - 2048);
      y = std::ldexp(1.0f + static_cast<float>(bits >> 41) / 8388608.0f, random() % 34);
    } else if (i % 4 == 2) { // the whole range of results
      float logarithm = std::log2(x);
      y = std::isfinite(logarithm) && logarithm != 0 ? (static_cast<int>(random() % 300) - 150) / logarithm : 1;
    } else if (i % 4 == 3) { // small integers, exact results and ties
      x = static_cast<float>(static_cast<int>(random() % 81) - 40);
      y = static_cast<float>(static_cast<int>(random() % 41) - 20);
    }
    worst = std::max(worst,
                     unitsApart(allo_powf(x, y), std::pow(static_cast<long double>(x), static_cast<long double>(y))));
  }
  EXPECT_LT(worst, most);
}

TEST(ElementaryFunctions, SpecialCases) {
  const float infinity = std::numeric_limits<float>::infinity(), nan = std::numeric_limits<float>::quiet_NaN();
  const float values[] = {0.0f,
                          -0.0f,
                          1.0f,
                          -1.0f,
                          2.0f,
                          -2.0f,
                          3.0f,
                          -3.0f,
                          0.5f,
                          -0.5f,
                          2.5f,
                          infinity,
                          -infinity,
                          nan,
                          std::numeric_limits<float>::denorm_min(),
                          -std::numeric_limits<float>::denorm_min(),
                          std::numeric_limits<float>::max(),
                          8388609.0f,
                          16777216.0f,
                          1e30f};
  auto same = [](float got, float wanted) {
    return std::isnan(got) ? std::isnan(wanted) : std::bit_cast<uint32_t>(got) == std::bit_cast<uint32_t>(wanted);
  };
  for (float x : values) {
    EXPECT_TRUE(same(allo_expf(x), static_cast<float>(std::exp(static_cast<long double>(x))))) << "exp " << x;
    EXPECT_TRUE(same(allo_logf(x), static_cast<float>(std::log(static_cast<long double>(x))))) << "log " << x;
    for (float y : values)
      EXPECT_TRUE(
          same(allo_powf(x, y), static_cast<float>(std::pow(static_cast<long double>(x), static_cast<long double>(y)))))
          << "pow " << x << " " << y << " is " << allo_powf(x, y);
  }
}
} // namespace
