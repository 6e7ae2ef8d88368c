// half and bfloat16: the kernels of narrow/narrow_float.cpp against an independent model, and against the compiler's
// _Float16 where it has one. Rule of every conversion: IEEE 754-2019 4.3.1, to nearest, ties to even.
#include "narrow/narrow_float.cpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

namespace {
/// A format by its parameters; values by powers of two, never by shifting bits of another format.
struct Model {
  int precision, leastExponent, mostExponent; // of the last place of the smallest number; of the largest number

  int fractionBits() const { return precision - 1; }
  unsigned infinity() const { return 0x7fffu >> fractionBits() << fractionBits(); }

  double value(unsigned bits) const {
    unsigned field = (bits & 0x7fff) >> fractionBits(), fraction = bits & ((1u << fractionBits()) - 1);
    double magnitude;
    if ((bits & 0x7fff) > infinity())
      return std::nan("");
    if ((bits & 0x7fff) == infinity())
      magnitude = std::numeric_limits<double>::infinity();
    else if (field == 0)
      magnitude = std::ldexp(fraction, leastExponent);
    else
      magnitude = std::ldexp(fraction + std::ldexp(1.0, fractionBits()), leastExponent + static_cast<int>(field) - 1);
    return bits & 0x8000 ? -magnitude : magnitude;
  }

  /// The bits of the value nearest to x: x in units of its last place, rounded by the C library.
  unsigned nearest(long double x) const {
    if (std::isnan(x))
      return 0x7fff;
    unsigned sign = std::signbit(x) ? 0x8000 : 0;
    long double magnitude = std::fabs(x);
    if (magnitude == 0)
      return sign;
    if (std::isinf(magnitude))
      return sign | infinity();
    int exponent = std::max(std::ilogb(magnitude) - fractionBits(), leastExponent); // of the last place
    long double units = std::nearbyint(std::ldexp(magnitude, -exponent));
    if (std::ldexp(units, exponent) >= std::ldexp(1.0L, mostExponent + 1))
      return sign | infinity();
    // units * 2^exponent: the fields of the number follow from counting the numbers below it.
    auto count = static_cast<unsigned>(units);
    unsigned step = static_cast<unsigned>(exponent - leastExponent);
    return sign | (count + (step << fractionBits()));
  }
};
const Model halfModel{11, -24, 15}, bfloat16Model{8, -133, 127};

unsigned canonical(unsigned bits, const Model &model) { return (bits & 0x7fff) > model.infinity() ? 0x7fff : bits; }

bool same(double a, double b) { return std::isnan(a) ? std::isnan(b) : a == b && std::signbit(a) == std::signbit(b); }

template <class T> struct Kernels;
template <> struct Kernels<half> {
  static constexpr auto conversions = half_conversions;
  static constexpr auto arithmetic = half_arithmetic;
  static constexpr auto mixed = half_mixed;
  static constexpr const Model &model = halfModel;
};
template <> struct Kernels<bfloat16> {
  static constexpr auto conversions = bfloat16_conversions;
  static constexpr auto arithmetic = bfloat16_arithmetic;
  static constexpr auto mixed = bfloat16_mixed;
  static constexpr const Model &model = bfloat16Model;
};
template <class T> class NarrowFloat : public testing::Test {};
using Types = testing::Types<half, bfloat16>;
TYPED_TEST_SUITE(NarrowFloat, Types);

/// Every pattern to float and back; numbers next to and between neighbours from float and double; integers.
TYPED_TEST(NarrowFloat, ConversionsOfAllPatterns) {
  const Model &model = Kernels<TypeParam>::model;
  std::mt19937_64 random(5);
  long wrong = 0;
  for (unsigned base = 0; base < 65536; base += 32) {
    unsigned short in[32], r[32][8];
    float x[32], out[32];
    double y[32];
    int n[32];
    for (unsigned i = 0; i < 32; ++i) {
      in[i] = static_cast<unsigned short>(base + i);
      double here = model.value(base + i), next = model.value((base + i + 1) & 0xffff);
      double middle = std::isfinite(here) && std::isfinite(next) ? (here + next) / 2 : here;
      x[i] = static_cast<float>(middle);
      switch (random() % 4) {
      case 0:
        y[i] = std::nextafter(middle, 1e300);
        break;
      case 1:
        y[i] = std::nextafter(middle, -1e300);
        break;
      case 2:
        y[i] = middle;
        break;
      default:
        y[i] = here;
      }
      n[i] = static_cast<int>(random()) >> (random() % 32);
    }
    Kernels<TypeParam>::conversions(in, x, y, n, out, r);
    for (int i = 0; i < 32; ++i) {
      wrong += !same(out[i], model.value(in[i]));
      wrong += r[i][0] != model.nearest(x[i]);
      wrong += r[i][1] != model.nearest(y[i]);
      wrong += r[i][2] != model.nearest(n[i]);
      wrong += r[i][3] != model.nearest(static_cast<unsigned char>(n[i]));
      wrong += r[i][4] != model.nearest(std::ldexp(static_cast<long double>(n[i]), 30));
      int low20 = (n[i] & 0xfffff) - ((n[i] & 0x80000) != 0 ? 0x100000 : 0);
      int low24 = (n[i] & 0xffffff) - ((n[i] & 0x800000) != 0 ? 0x1000000 : 0);
      wrong += r[i][5] != model.nearest(std::ldexp(static_cast<long double>(low20), -10));
      wrong += r[i][6] != model.nearest(low24);
      wrong += r[i][7] != canonical(in[i] ^ 0x8000u, model);
    }
  }
  EXPECT_EQ(wrong, 0) << "of 65536 * 9 checks";
}

TYPED_TEST(NarrowFloat, ConversionsOfRandomNumbers) {
  const Model &model = Kernels<TypeParam>::model;
  std::mt19937_64 random(6);
  long wrong = 0;
  for (int round = 0; round < 1000000; ++round) {
    auto x = __builtin_bit_cast(float, static_cast<unsigned>(random()));
    double y =
        std::ldexp(static_cast<double>(static_cast<long long>(random())), static_cast<int>(random() % 320) - 220);
    long double z = y * (1 + static_cast<long double>(static_cast<int>(random() % 3) - 1) * 0x1p-63L);
    long long n = static_cast<long long>(random()) >> (random() % 64);
    wrong += canonical(TypeParam(x).to_bits(), model) != model.nearest(x);
    wrong += TypeParam(y).to_bits() != model.nearest(y);
    wrong += TypeParam(z).to_bits() != model.nearest(z);
    wrong += TypeParam(n).to_bits() != model.nearest(n);
    wrong += TypeParam(static_cast<unsigned long long>(n)).to_bits() !=
             model.nearest(static_cast<long double>(static_cast<unsigned long long>(n)));
  }
  EXPECT_EQ(wrong, 0);
}

/// What + - * / give: binary32's result, rounded; for half that is the exact result rounded once.
unsigned rounded(int operation, double a, double b, const Model &model, bool &normal) {
  auto x = static_cast<float>(a), y = static_cast<float>(b);
  float viaBinary32 = operation == 0 ? x + y : operation == 1 ? x - y : operation == 2 ? x * y : x / y;
  // Exact, or rounded to so many bits that a second rounding cannot differ.
  double once = operation == 0 ? a + b : operation == 1 ? a - b : operation == 2 ? a * b : a / b;
  normal = !(std::fabs(once) < std::ldexp(1.0, model.leastExponent + model.fractionBits()));
  return model.nearest(normal || model.precision == 11 ? once : static_cast<double>(viaBinary32));
}

TYPED_TEST(NarrowFloat, ArithmeticOnSamples) {
  const Model &model = Kernels<TypeParam>::model;
  std::mt19937_64 random(7);
  long wrong = 0, samples = 0, ordinary = 0;
  for (int round = 0; round < 40000; ++round) {
    unsigned short a[32], b[32], r[32][6];
    for (int i = 0; i < 32; ++i) {
      a[i] = static_cast<unsigned short>(random());
      b[i] = static_cast<unsigned short>(random());
      if (round % 2 == 0) // of similar size: sums that cancel, quotients near one
        b[i] = static_cast<unsigned short>((a[i] & 0x7fff) + random() % 1024 - 512) ^
               static_cast<unsigned short>(random() % 2 << 15);
    }
    Kernels<TypeParam>::arithmetic(a, b, r);
    for (int i = 0; i < 32; ++i) {
      double x = model.value(a[i]), y = model.value(b[i]);
      for (int operation = 0; operation < 4; ++operation, ++samples) {
        bool normal;
        wrong += r[i][operation] != rounded(operation, x, y, model, normal);
        ordinary += normal;
      }
      bool ignored;
      double sum = model.value(rounded(0, x, y, model, ignored));
      double product = model.value(rounded(2, sum, y, model, ignored));
      wrong += r[i][4] != rounded(0, product, 1, model, ignored);
      wrong += r[i][5] != (x == y) + 2 * (x != y) + 4 * (x < y) + 8 * (x <= y) + 16 * (x > y) + 32 * (x >= y);
    }
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_GE(samples, 5000000);
  EXPECT_GE(ordinary, samples / 2);
}

TYPED_TEST(NarrowFloat, MixedOperands) {
  const Model &model = Kernels<TypeParam>::model;
  std::mt19937_64 random(8);
  for (int round = 0; round < 500; ++round) {
    unsigned short a[32], r[32][4];
    float x[32], f[32][3];
    double d[32][2];
    int n[32];
    for (int i = 0; i < 32; ++i) {
      a[i] = static_cast<unsigned short>(random());
      x[i] = static_cast<float>(static_cast<int>(random())) * 0x1p-20f;
      n[i] = static_cast<int>(random()) >> (random() % 32);
      if (random() % 4 == 0)
        a[i] = static_cast<unsigned short>(model.nearest(random() % 2 ? static_cast<long double>(x[i]) : n[i]));
    }
    Kernels<TypeParam>::mixed(a, x, n, f, d, r);
    for (int i = 0; i < 32; ++i) {
      double value = model.value(a[i]), number = model.value(model.nearest(n[i]));
      auto narrow = static_cast<float>(value);
      bool normal;
      EXPECT_TRUE(same(f[i][0], narrow * x[i])) << "with a float: float";
      EXPECT_TRUE(same(f[i][1], x[i] - narrow));
      EXPECT_TRUE(same(f[i][2], narrow));
      EXPECT_TRUE(same(d[i][0], value + static_cast<double>(x[i]))) << "with a double: double";
      EXPECT_TRUE(same(d[i][1], 1.0 / value));
      EXPECT_EQ(r[i][0], rounded(0, value, number, model, normal)) << "a C integer becomes the 16-bit type";
      EXPECT_EQ(r[i][1], rounded(2, number, value, model, normal));
      EXPECT_EQ(r[i][2], model.nearest(narrow - x[i]));
      EXPECT_EQ(r[i][3], (narrow < x[i]) + 2 * (value == number) + 4 * (number >= value) +
                             (narrow != 0 || std::isnan(narrow) ? 8 : 0));
    }
  }
}

#if defined(__FLT16_MANT_DIG__)
/// The compiler's own binary16, as a second reference.
TEST(Half, AgreesWithTheCompilersType) {
  __extension__ typedef _Float16 Reference;
  auto bits = [](Reference value) {
    return value != value ? static_cast<unsigned short>(0x7fff) : __builtin_bit_cast(unsigned short, value);
  };
  std::mt19937_64 random(9);
  for (unsigned pattern = 0; pattern < 65536; ++pattern) {
    auto a = static_cast<unsigned short>(pattern), b = static_cast<unsigned short>(random());
    auto x = __builtin_bit_cast(Reference, a), y = __builtin_bit_cast(Reference, b);
    half p = half::from_bits(a), q = half::from_bits(b);
    ASSERT_TRUE(same(static_cast<float>(x), p.to_float()));
    ASSERT_EQ(bits(x + y), patternOf(p + q));
    ASSERT_EQ(bits(x - y), patternOf(p - q));
    ASSERT_EQ(bits(x * y), patternOf(p * q));
    ASSERT_EQ(bits(x / y), patternOf(p / q));
    auto f = __builtin_bit_cast(float, static_cast<unsigned>(random()));
    ASSERT_EQ(bits(static_cast<Reference>(f)), patternOf(half(f)));
    double d = static_cast<double>(f) * (1 + 0x1p-40);
    ASSERT_EQ(bits(static_cast<Reference>(d)), patternOf(half(d)));
  }
}
#endif

TYPED_TEST(NarrowFloat, Limits) {
  const Model &model = Kernels<TypeParam>::model;
  using Limits = std::numeric_limits<TypeParam>;
  EXPECT_EQ(Limits::digits, model.precision);
  EXPECT_EQ(static_cast<double>(Limits::min()), std::ldexp(1.0, Limits::min_exponent - 1));
  EXPECT_EQ(Limits::min().to_double(), std::ldexp(1.0, model.leastExponent + model.fractionBits()));
  EXPECT_EQ(Limits::denorm_min().to_double(), std::ldexp(1.0, model.leastExponent));
  EXPECT_EQ(Limits::max().to_double(), std::ldexp(2 - std::ldexp(1.0, 1 - model.precision), model.mostExponent));
  EXPECT_EQ(Limits::lowest(), -Limits::max());
  EXPECT_EQ(Limits::epsilon().to_double(), std::ldexp(1.0, 1 - model.precision));
  EXPECT_EQ(Limits::round_error(), 0.5);
  EXPECT_EQ(Limits::infinity().to_float(), std::numeric_limits<float>::infinity());
  EXPECT_NE(Limits::quiet_NaN(), Limits::quiet_NaN());
  EXPECT_EQ(Limits::max_exponent, model.mostExponent + 1);
  EXPECT_EQ(Limits::digits10, static_cast<int>(std::floor((model.precision - 1) * std::log10(2))));
  EXPECT_EQ(Limits::max_digits10, static_cast<int>(std::ceil(1 + model.precision * std::log10(2))));
  EXPECT_EQ(Limits::max_exponent10, static_cast<int>(std::floor(std::log10(Limits::max().to_double()))));
  EXPECT_EQ(Limits::min_exponent10, static_cast<int>(std::ceil(std::log10(Limits::min().to_double()))));
}

TEST(NarrowOperands, OfTheseHeaders) {
  EXPECT_EQ(bfloat16(ap_uint<200>("0x8080000000000000000000000000000000001")).to_double(),
            std::numeric_limits<double>::infinity());
  EXPECT_EQ(bfloat16(ap_uint<100>("0x808000000000000000001")).to_double(), 0x1.02p83) << "just above a tie";
  EXPECT_EQ(bfloat16(ap_uint<100>("0x808000000000000000000")).to_double(), 0x1p83) << "a tie goes to even";
  EXPECT_EQ(bfloat16(-ap_int<100>("0x808000000000000000001")).to_double(), -0x1.02p83);
  for (int shift = 0; shift < 120; ++shift) { // small numbers of wide types
    EXPECT_EQ(bfloat16(ap_uint<147>(3) << shift).to_double(), std::ldexp(3.0, shift));
    EXPECT_EQ(bfloat16(ap_int<300>(-5) << shift).to_double(), std::ldexp(-5.0, shift));
    EXPECT_EQ(half(ap_int<200>(-5) << (shift % 13)).to_double(), std::ldexp(-5.0, shift % 13));
  }
  EXPECT_EQ(bfloat16(ap_fixed<100, 20>("1.00390625000000000000001")).to_double(), 1.0078125);
  EXPECT_EQ(half(ap_fixed<100, 20>("1.00048828125")).to_double(), 1.0);
  __extension__ typedef unsigned __int128 Wide;
  EXPECT_EQ(bfloat16((Wide(0x8080) << 80) + 1).to_double(), 0x1.02p95);
  EXPECT_EQ((half(1.5) + ap_fixed<8, 4>(0.25)).to_double(), 1.75);
  EXPECT_EQ(ap_int<9>(half(-2.75)), -2);
  EXPECT_TRUE(half(2) < ap_int<4>(3));
  EXPECT_EQ((ap_fixed<8, 4>(1.5)), half(1.5));
}
} // namespace
