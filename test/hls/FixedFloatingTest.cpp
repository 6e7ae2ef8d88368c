// Fixed point and floating types: the kernels of fixed/floating.cpp against exact fractions and the C library.
#include "FixedModel.h"
#include "fixed/floating.cpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace {
using model::Format;
using model::Integer;

/// value = integer / 2^fraction, exact; for |value| < 2^60 and last places above 2^-60.
Integer exactInteger(double value, int &fraction) {
  int exponent;
  double significand = std::frexp(value, &exponent); // significand * 2^53 is an integer
  auto integer = static_cast<long long>(std::ldexp(significand, 53));
  fraction = 53 - exponent;
  return integer;
}

std::vector<double> numbersFor(const Format &target, unsigned seed) {
  std::vector<double> numbers = {0.0, -0.0};
  double unit = std::ldexp(1.0, -target.fractionBits());
  for (int half = -1100; half <= 1100; ++half) // every tie near zero
    numbers.push_back(half * unit / 2);
  for (int quarter = -301; quarter <= 301; quarter += 2)
    numbers.push_back(quarter * unit / 4);
  std::mt19937_64 random(seed);
  while (numbers.size() % 32 != 0 || numbers.size() < 4096) {
    double significand = static_cast<double>(static_cast<long long>(random())) * 0x1p-63;
    numbers.push_back(std::ldexp(significand, static_cast<int>(random() % 34) - 12 + target.integerBits));
  }
  return numbers;
}

template <class Source>
void checkFrom(const char *name, void (*kernel)(const Source[32], long long[32][35]), const Format &target, int N) {
  std::vector<double> numbers = numbersFor(target, static_cast<unsigned>(target.width));
  int wrong = 0;
  for (std::size_t base = 0; base < numbers.size(); base += 32) {
    Source in[32];
    long long results[32][35];
    for (std::size_t i = 0; i < 32; ++i)
      in[i] = static_cast<Source>(numbers[base + i]);
    kernel(in, results);
    for (int i = 0; i < 32; ++i) {
      int fraction;
      Integer integer = exactInteger(static_cast<double>(in[i]), fraction);
      for (int mode = 0; mode < 35; ++mode) {
        Integer value = model::convert(integer, fraction, target, mode % 7, mode / 7, N);
        auto expected = static_cast<unsigned long long>(model::modulo(value, model::power(target.width)));
        if (static_cast<unsigned long long>(results[i][mode]) != expected && ++wrong < 5)
          ADD_FAILURE() << name << ": " << std::hexfloat << in[i] << " becomes " << results[i][mode] << ", not "
                        << expected << "\n"
                        << model::quantisationRules[mode % 7] << "\n"
                        << model::overflowRules[mode / 7];
      }
    }
  }
  EXPECT_EQ(wrong, 0);
}

TEST(FixedFloating, FromFloatingInAllModes) {
  checkFrom<double>("double_to_signed", double_to_signed, {9, 4, true}, 0);
  checkFrom<double>("double_to_unsigned", double_to_unsigned, {8, 5, false}, 0);
  checkFrom<double>("double_to_saturated_bits", double_to_saturated_bits, {9, 4, true}, 3);
  checkFrom<double>("double_to_64", double_to_64, {64, 20, true}, 0);
  checkFrom<float>("float_to_signed", float_to_signed, {12, -1, true}, 0);
  checkFrom<float>("float_to_coarse", float_to_coarse, {8, 14, true}, 2);
}

TEST(FixedFloating, FarOutOfRange) {
  const double infinity = std::numeric_limits<double>::infinity();
  double in[32] = {1e300, -1e300, infinity, -infinity, std::nan(""), 1e-300, -1e-300, 5e-324};
  long long r[32][35];
  double_to_signed(in, r);
  for (int i : {0, 2}) { // out of range upward, the low bits zero
    for (int q = 0; q < 7; ++q) {
      EXPECT_EQ(r[i][q], 255) << "AP_SAT";
      EXPECT_EQ(r[i][7 + q], 0) << "AP_SAT_ZERO";
      EXPECT_EQ(r[i][14 + q], 255) << "AP_SAT_SYM";
      EXPECT_EQ(r[i][21 + q], 0) << "AP_WRAP";
      EXPECT_EQ(r[i][28 + q], 0) << "AP_WRAP_SM";
      EXPECT_EQ(r[i + 1][q], 256) << "AP_SAT";
      EXPECT_EQ(r[i + 1][7 + q], 0) << "AP_SAT_ZERO";
      EXPECT_EQ(r[i + 1][14 + q], 257) << "AP_SAT_SYM";
      EXPECT_EQ(r[i + 1][21 + q], 0) << "AP_WRAP";
    }
  }
  for (int mode = 0; mode < 35; ++mode) {
    EXPECT_EQ(r[4][mode], 0) << "NaN becomes 0";
    EXPECT_EQ(r[5][mode], 0) << "too small";
    EXPECT_EQ(r[6][mode], mode % 7 == model::Trn ? 511 : 0) << "too small and negative: only AP_TRN sees it";
    EXPECT_EQ(r[7][mode], 0) << "the smallest double";
  }
}

std::vector<long long> bitsFor(unsigned seed, int width) {
  std::vector<long long> bits = {0, 1, -1};
  for (int k = 0; k < 64; ++k)
    for (long long near : {-1ll, 0ll, 1ll})
      bits.push_back(static_cast<long long>((1ull << k) + static_cast<unsigned long long>(near)));
  std::mt19937_64 random(seed);
  while (bits.size() % 32 != 0 || bits.size() < 4096) {
    unsigned long long value = random() >> (random() % 64);
    if (random() % 2 == 0 && value > 0xffffffffffffull) // a tie of binary64 or binary32, or next to one
      value = ((value & ~0ull << 11) | 1ull << 10) + random() % 3 - 1;
    bits.push_back(static_cast<long long>(random() % 2 ? value : 0 - value));
  }
  for (long long &value : bits)
    if (width < 64)
      value &= (1ll << width) - 1;
  return bits;
}

void checkTo(void (*kernel)(const long long[32], double[32], float[32]), const Format &format) {
  std::vector<long long> bits = bitsFor(7, format.width);
  for (std::size_t base = 0; base < bits.size(); base += 32) {
    double d[32];
    float f[32];
    kernel(&bits[base], d, f);
    for (std::size_t i = 0; i < 32; ++i) {
      // The hardware's conversion of the integer rounds to nearest, ties to even; the power of two is exact.
      Integer value = model::fromBits(bits[base + i], format);
      EXPECT_EQ(d[i], std::ldexp(static_cast<double>(value), -format.fractionBits())) << bits[base + i];
      EXPECT_EQ(f[i], std::ldexp(static_cast<float>(value), -format.fractionBits())) << bits[base + i];
    }
  }
}

TEST(FixedFloating, ToFloating) {
  checkTo(small_to_floating, {12, 4, true});
  checkTo(unsigned_64_to_floating, {64, 30, false});
  checkTo(signed_64_to_floating, {64, 70, true});
  checkTo(signed_40_to_floating, {40, -5, true});
}

TEST(FixedFloating, ToFloatingAtTheEnds) {
  EXPECT_EQ((ap_ufixed<4, -1070>::fromBits(1).to_double()), 0x1p-1074);
  EXPECT_EQ((ap_ufixed<4, -1071>::fromBits(1).to_double()), 0.0) << "a tie with zero goes to even";
  EXPECT_EQ((ap_ufixed<4, -1071>::fromBits(3).to_double()), 0x1p-1073) << "1.5 units: a tie goes to even";
  EXPECT_EQ((ap_ufixed<4, -1073>::fromBits(9).to_double()), 0x1p-1074) << "9/8 of a unit rounds to one";
  EXPECT_EQ((ap_fixed<5, -145>::fromBits(-13).to_float()), -0x1.8p-147f) << "-6.5 units: a tie goes to even";
  EXPECT_EQ((ap_fixed<8, 1030>::fromBits(127).to_double()), std::numeric_limits<double>::infinity());
  EXPECT_EQ((ap_fixed<8, 140>::fromBits(-128).to_float()), -std::numeric_limits<float>::infinity());
  EXPECT_EQ((static_cast<long double>(ap_ufixed<70, 70>::fromBits(ap_uint<70>("0x3fffffffffffffffff")))), 0x1p70L);
  EXPECT_EQ((static_cast<long double>(ap_fixed<64, 10>::fromBits(-0x7fffffffffffffff))), -0x7fffffffffffffffp-54L);
  EXPECT_EQ((ap_fixed<80, 16>(0x1.23456789abcdef12p+10L).to_string(16)), "0x48d.159e26af37bc48");
}

TEST(FixedFloating, MixedOperands) {
  std::mt19937_64 random(11);
  for (int round = 0; round < 200; ++round) {
    long long in[32];
    double y[32], d[32][8];
    float f[32][4];
    int c[32];
    for (int i = 0; i < 32; ++i) {
      in[i] = static_cast<long long>(random() & 0xfffff);
      y[i] =
          std::ldexp(static_cast<double>(static_cast<long long>(random())) * 0x1p-63, static_cast<int>(random() % 10));
      if (random() % 4 == 0)
        y[i] = std::ldexp(static_cast<double>(model::fromBits(in[i], {20, 9, true})), -11); // equal
    }
    with_floating(in, y, d, f, c);
    for (int i = 0; i < 32; ++i) {
      double x = std::ldexp(static_cast<double>(model::fromBits(in[i], {20, 9, true})), -11);
      auto xf = static_cast<float>(x), z = static_cast<float>(y[i]);
      EXPECT_EQ(d[i][0], x + y[i]) << "with a double: the operation of double";
      EXPECT_EQ(d[i][1], y[i] - x);
      EXPECT_EQ(d[i][2], x * y[i]);
      EXPECT_EQ(d[i][3], y[i] / (x == 0 ? 1 : x));
      auto stored = [](double number) { // ap_fixed<16, 8, AP_RND, AP_SAT>
        double rounded = std::floor(number * 256 + 0.5) / 256;
        return std::min(std::max(rounded, -128.0), 127.99609375);
      };
      EXPECT_EQ(d[i][4], stored(stored(x) + y[i]));
      EXPECT_EQ(d[i][5], stored(static_cast<double>(static_cast<float>(stored(x)) * z)));
      EXPECT_EQ(d[i][6], y[i] + x);
      EXPECT_EQ(d[i][7], -x);
      EXPECT_EQ(f[i][0], xf + z) << "with a float: the operation of float";
      EXPECT_EQ(f[i][1], z - xf);
      EXPECT_EQ(f[i][2], z * xf);
      EXPECT_EQ(f[i][3], xf / (z == 0 ? 1.0f : z));
      double wide = static_cast<double>(z);
      EXPECT_EQ(c[i],
                (x == y[i]) + 2 * (x < y[i]) + 4 * (y[i] <= x) + 8 * (x != wide) + 16 * (wide > x) + 32 * (x >= 1.5));
    }
  }
}
} // namespace
