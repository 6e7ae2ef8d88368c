// Operators on fixed point: the kernels of fixed/arithmetic.cpp, mixed.cpp and compound.cpp against exact fractions.
#include "FixedModel.h"
#include "fixed/arithmetic.cpp"
#include "fixed/compound.cpp"
namespace mixed_kernels {
#include "fixed/mixed.cpp"
}

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <type_traits>

namespace {
using model::Format;
using model::Integer;
using model::power;
using namespace mixed_kernels;

const Format f8_4{8, 4, true}, u8_4{8, 4, false}, f6_9{6, 9, true}, u7_m2{7, -2, false}, f20_8{20, 8, true},
    u17_3{17, 3, false}, f31_16{31, 16, true}, u30_1{30, 1, false}, u9_2{9, 2, false}, int32{32, 32, true},
    uint32{32, 32, false}, uint8{8, 8, false}, int16{16, 16, true}, bit1{1, 1, false}, int5{5, 5, true},
    uint12{12, 12, false}, f10_5{10, 5, true}, f9_3{9, 3, true}, u8_3{8, 3, false}, f8_5{8, 5, true}, u7_0{7, 0, false};

/// Bits of the corners of a format and random ones; all of a format of at most 5 bits.
std::vector<long long> bitsOf(const Format &format, unsigned seed) {
  std::vector<long long> bits;
  unsigned long long mask = format.width == 64 ? ~0ull : (1ull << format.width) - 1, sign = 1ull << (format.width - 1);
  for (unsigned long long corner : {0ull, 1ull, 2ull, mask, mask - 1, sign, sign - 1, sign + 1, mask / 3})
    bits.push_back(static_cast<long long>(corner & mask));
  std::mt19937_64 random(seed);
  while (bits.size() < 64)
    bits.push_back(
        static_cast<long long>(random() & mask & (~0ull >> (random() % 2 ? 0 : 64 - (format.width + 1) / 2))));
  return bits;
}

/// Calls the kernel on every pair of bits of the two formats.
template <class Check> long onPairs(const Format &a, const Format &b, Check check) {
  std::vector<long long> as = bitsOf(a, 1), bs = bitsOf(b, 2);
  long long left[32], right[32];
  long pairs = 0;
  for (long long x : as)
    for (std::size_t base = 0; base < bs.size(); base += 32) {
      std::fill(left, left + 32, x);
      std::copy(&bs[base], &bs[base] + 32, right);
      check(left, right);
      pairs += 32;
    }
  return pairs;
}

Integer maskTo(Integer value, int width) { return model::modulo(value, power(width)); }
Integer truncatedQuotient(Integer a, Integer b) { return a / b; }

/// The exact results and their formats, from the rules as published, in units of their last places.
struct Expected {
  Integer value;
  Format format;
};
Expected expectedOf(int operation, Integer x, const Format &a, Integer y, const Format &b) {
  int fraction = std::max(a.fractionBits(), b.fractionBits());
  bool either = a.isSigned || b.isSigned;
  int integerBits = std::max(a.integerBits + (b.isSigned && !a.isSigned), b.integerBits + (a.isSigned && !b.isSigned));
  Integer alignedX = x * power(fraction - a.fractionBits()), alignedY = y * power(fraction - b.fractionBits());
  Format sum{integerBits + 1 + fraction, integerBits + 1, either}, logic{integerBits + fraction, integerBits, either};
  switch (operation) {
  case 0:
    return {alignedX + alignedY, sum};
  case 1:
    return {alignedX - alignedY, {sum.width, sum.integerBits, true}};
  case 2:
    return {x * y, {a.width + b.width, a.integerBits + b.integerBits, either}};
  case 3: {
    int shift = std::max(b.fractionBits(), 0);
    return {truncatedQuotient(x * power(shift), y),
            {a.width + shift + b.isSigned, a.integerBits + b.fractionBits() + b.isSigned, either}};
  }
  case 4:
    return {alignedX & alignedY, logic};
  case 5:
    return {alignedX | alignedY, logic};
  default:
    return {alignedX ^ alignedY, logic};
  }
}
const char *const operationRules[] = {"UG1399 fixed point: operator +, exact",
                                      "operator -, exact and signed",
                                      "operator *, exact",
                                      "operator /, the quotient of the bits with the dividend extended by the "
                                      "divisor's fraction, toward zero",
                                      "operator & on the aligned operands",
                                      "operator |",
                                      "operator ^"};

struct BinaryCase {
  const char *name;
  void (*kernel)(const long long[32], const long long[32], long long[32][9]);
  Format a, b;
};
const BinaryCase binaryCases[] = {{"same_signed", same_signed, f8_4, f8_4},
                                  {"same_unsigned", same_unsigned, u8_4, u8_4},
                                  {"signed_unsigned", signed_unsigned, f8_4, u8_4},
                                  {"unsigned_signed", unsigned_signed, u8_4, f8_4},
                                  {"far_points", far_points, f6_9, u7_m2},
                                  {"far_points_turned", far_points_turned, u7_m2, f6_9},
                                  {"middle", middle, f20_8, u17_3},
                                  {"broad", broad, f31_16, u30_1},
                                  {"with_int", with_int, f8_4, int32},
                                  {"int_with", int_with, int32, f8_4},
                                  {"with_unsigned_char", with_unsigned_char, f8_4, uint8},
                                  {"short_with_unsigned", short_with_unsigned, int16, u9_2},
                                  {"with_bool", with_bool, u9_2, bit1},
                                  {"with_unsigned", with_unsigned, f8_4, uint32},
                                  {"with_ap_int", with_ap_int, f8_4, int5},
                                  {"ap_uint_with", ap_uint_with, uint12, u9_2}};
class FixedBinary : public testing::TestWithParam<BinaryCase> {};
TEST_P(FixedBinary, AgreesWithModel) {
  const BinaryCase &c = GetParam();
  int wrong = 0;
  long pairs = onPairs(c.a, c.b, [&](const long long *left, const long long *right) {
    long long results[32][9];
    c.kernel(left, right, results);
    for (int i = 0; i < 32; ++i) {
      Integer x = model::fromBits(left[i], c.a), y = model::fromBits(right[i], c.b);
      for (int operation = 0; operation < 7; ++operation) {
        Integer divisor = operation == 3 && y == 0 ? model::fromBits(1, c.b) : y;
        Expected expected = expectedOf(operation, x, c.a, divisor, c.b);
        ASSERT_LE(expected.format.width, 64);
        if (maskTo(results[i][operation], 64) != maskTo(maskTo(expected.value, expected.format.width), 64) &&
            ++wrong < 5)
          ADD_FAILURE() << c.name << ": bits " << left[i] << " and " << right[i] << " give " << results[i][operation]
                        << ", not " << static_cast<long long>(maskTo(expected.value, expected.format.width)) << "\n"
                        << operationRules[operation];
      }
      int fraction = std::max(c.a.fractionBits(), c.b.fractionBits());
      Integer p = x * power(fraction - c.a.fractionBits()), q = y * power(fraction - c.b.fractionBits());
      EXPECT_EQ(results[i][7], (p == q) + 2 * (p != q) + 4 * (p < q) + 8 * (p <= q) + 16 * (p > q) + 32 * (p >= q))
          << "comparisons are exact";
      EXPECT_EQ(results[i][8], p < q ? 1 : p > q ? 2 : 3);
    }
  });
  EXPECT_EQ(wrong, 0);
  RecordProperty("checks", std::to_string(9 * pairs));
}
INSTANTIATE_TEST_SUITE_P(All, FixedBinary, testing::ValuesIn(binaryCases),
                         [](const testing::TestParamInfo<BinaryCase> &of) { return std::string(of.param.name); });

struct UnaryCase {
  const char *name;
  void (*kernel)(const long long[32], const long long[32], long long[32][14]);
  Format a;
};
const UnaryCase unaryCases[] = {{"unary_signed", unary_signed, f8_4},
                                {"unary_unsigned", unary_unsigned, u8_4},
                                {"unary_left", unary_left, u7_m2},
                                {"unary_right", unary_right, f6_9},
                                {"unary_broad", unary_broad, f31_16}};
class FixedUnary : public testing::TestWithParam<UnaryCase> {};
TEST_P(FixedUnary, AgreesWithModel) {
  const UnaryCase &c = GetParam();
  std::vector<long long> inputs = bitsOf(c.a, 3);
  int W = c.a.width;
  for (int shift = -W - 2; shift <= W + 2; ++shift)
    for (std::size_t base = 0; base < inputs.size(); base += 32) {
      long long counts[32], results[32][14];
      std::fill(counts, counts + 32, shift);
      c.kernel(&inputs[base], counts, results);
      for (int i = 0; i < 32; ++i) {
        long long bits = inputs[base + static_cast<std::size_t>(i)];
        Integer x = model::fromBits(bits, c.a);
        Integer up = shift >= 0 ? x * power(shift) : model::floorDivide(x, power(-shift));
        Integer down = shift <= 0 ? x * power(-shift) : model::floorDivide(x, power(shift));
        // Toward zero, then modulo the width of the C type.
        int F = c.a.fractionBits();
        Integer whole = F >= 0 ? x / power(F) : x * power(-F);
        const long long *r = results[i];
        EXPECT_EQ(Integer(r[0]), maskTo(-x, W + 1)) << "unary minus is one bit wider and signed";
        EXPECT_EQ(r[1], bits);
        EXPECT_EQ(Integer(r[2]), maskTo(-x - 1, W)) << "~ complements every bit";
        EXPECT_EQ(r[3], x == 0);
        EXPECT_EQ(Integer(r[4]), maskTo(up, W))
            << "a shift keeps the type, a negative count shifts the other way: " << bits << " << " << shift;
        EXPECT_EQ(Integer(r[5]), maskTo(down, W)) << bits << " >> " << shift;
        EXPECT_EQ(r[6], static_cast<int>(whole)) << "to_int() truncates toward zero";
        EXPECT_EQ(r[7], static_cast<long long>(whole));
        EXPECT_EQ(r[8], static_cast<unsigned char>(whole));
        EXPECT_EQ(r[9], x < 0);
        EXPECT_EQ(r[10], W);
        EXPECT_EQ(r[11], (bits >> 2 & 1) + 2 * (bits & 1)) << "[i] is bit i of the bits";
        EXPECT_EQ(r[12], bits >> 1 & 15) << "(hi, lo) are bits hi to lo of the bits";
        EXPECT_EQ(r[13], x != 0);
      }
    }
}
INSTANTIATE_TEST_SUITE_P(All, FixedUnary, testing::ValuesIn(unaryCases),
                         [](const testing::TestParamInfo<UnaryCase> &of) { return std::string(of.param.name); });

struct CompoundCase {
  const char *name;
  void (*kernel)(const long long[32], const long long[32], long long[32][13]);
  Format a;
  int q, o, N;
  Format b;
};
const CompoundCase compoundCases[] = {
    {"compound_default", compound_default, f8_4, model::Trn, model::Wrap, 0, f8_4},
    {"compound_rounded", compound_rounded, f10_5, model::RndConv, model::Sat, 0, f9_3},
    {"compound_symmetric", compound_symmetric, f9_3, model::RndZero, model::SatSym, 0, u8_3},
    {"compound_zeroed", compound_zeroed, u8_3, model::TrnZero, model::SatZero, 0, f10_5},
    {"compound_wrapped", compound_wrapped, f8_5, model::RndInf, model::WrapSm, 2, f9_3},
    {"compound_fraction", compound_fraction, u7_0, model::Rnd, model::Sat, 0, f9_3},
    {"compound_int", compound_int, f10_5, model::RndConv, model::Sat, 0, int32}};
class FixedCompound : public testing::TestWithParam<CompoundCase> {};
TEST_P(FixedCompound, AgreesWithModel) {
  const CompoundCase &c = GetParam();
  int W = c.a.width, F = c.a.fractionBits();
  auto stored = [&](Integer value, int fraction) { return model::convert(value, fraction, c.a, c.q, c.o, c.N); };
  onPairs(c.a, c.b, [&](const long long *left, const long long *right) {
    long long results[32][13];
    c.kernel(left, right, results);
    for (int i = 0; i < 32; ++i) {
      Integer x = model::fromBits(left[i], c.a), y = model::fromBits(right[i], c.b);
      for (int operation = 0; operation < 7; ++operation) {
        Integer divisor = operation == 3 && y == 0 ? model::fromBits(1, c.b) : y;
        Expected full = expectedOf(operation, x, c.a, divisor, c.b);
        Integer fits = model::fromBits(full.value, full.format);
        EXPECT_EQ(Integer(results[i][operation]), maskTo(stored(fits, full.format.fractionBits()), W))
            << "a OP= b is a = a OP b: " << operationRules[operation] << ", bits " << left[i] << " and " << right[i];
      }
      EXPECT_EQ(Integer(results[i][7]), maskTo(x * 4, W)) << "<<= drops what leaves";
      EXPECT_EQ(Integer(results[i][8]), maskTo(model::floorDivide(x, 8), W)) << ">>= rounds down";
      Integer up = stored(x + power(F), F), down = stored(up - power(F), F);
      EXPECT_EQ(Integer(results[i][9]), maskTo(up, W)) << "++ adds the integer 1";
      EXPECT_EQ(Integer(results[i][10]), maskTo(up, W)) << "x-- is the value before";
      EXPECT_EQ(Integer(results[i][11]), maskTo(down, W));
      EXPECT_EQ(Integer(results[i][12]), maskTo(stored(down - power(F), F), W));
    }
  });
}
INSTANTIATE_TEST_SUITE_P(All, FixedCompound, testing::ValuesIn(compoundCases),
                         [](const testing::TestParamInfo<CompoundCase> &of) { return std::string(of.param.name); });

TEST(FixedIntoC, CompoundAssignment) {
  std::mt19937_64 random(4);
  for (int round = 0; round < 100; ++round) {
    long long bits[32];
    int n[32], r[32][8];
    float y[32];
    double d[32][5];
    for (int i = 0; i < 32; ++i) {
      bits[i] = static_cast<long long>(random() & 255);
      n[i] = static_cast<int>(random()) >> (random() % 24 + 6);
      y[i] = static_cast<float>(static_cast<int>(random())) * 0x1p-24f;
    }
    into_c_numbers(bits, n, y, r, d);
    for (int i = 0; i < 32; ++i) { // in sixteenths, truncated toward zero
      long long x = static_cast<long long>(model::fromBits(bits[i], f8_4)), by = x == 0 ? 1 : x, m = n[i];
      EXPECT_EQ(r[i][0], (16 * m + x) / 16) << "c OP= x is c = c OP x, then toward zero";
      EXPECT_EQ(r[i][1], (16 * m - x) / 16);
      EXPECT_EQ(r[i][2], m * x / 16);
      EXPECT_EQ(r[i][3], m * 16 / by);
      EXPECT_EQ(r[i][4], ((16 * m) & x) / 16);
      EXPECT_EQ(r[i][5], static_cast<unsigned char>((16 * (m & 255) + x) / 16));
      long long narrow = static_cast<short>(m);
      EXPECT_EQ(r[i][6], static_cast<short>(((16 * narrow) | x) / 16));
      EXPECT_EQ(r[i][7], static_cast<short>(((16 * narrow) ^ x) / 16));
      float value = static_cast<float>(x) / 16;
      EXPECT_EQ(static_cast<float>(d[i][0]), y[i] + value);
      EXPECT_EQ(static_cast<float>(d[i][1]), y[i] * value);
      EXPECT_EQ(d[i][2], static_cast<double>(y[i]) - static_cast<double>(value));
      EXPECT_EQ(d[i][3], static_cast<double>(y[i]) / (static_cast<double>(by) / 16));
      EXPECT_EQ(d[i][4], static_cast<double>(y[i]) + static_cast<double>(value));
    }
  }
}

// The formats of results, by literal numbers from the documented rules.
template <class T, int W, int I, bool S> constexpr bool is() {
  return std::is_same<T, typename std::conditional<S, ap_fixed<W, I>, ap_ufixed<W, I>>::type>::value;
}
template <class T> T value();
using A = ap_fixed<5, 2>;
using B = ap_fixed<75, 62>;
using U = ap_ufixed<10, 4, AP_RND, AP_SAT>;
static_assert(is<decltype(value<A>() + value<B>()), 76, 63, true>(), "UG1399: operator +, the example");
static_assert(is<decltype(value<B>() - value<A>()), 76, 63, true>(), "UG1399: operator -, the example");
static_assert(is<decltype(value<A>() * value<B>()), 80, 64, true>(), "UG1399: operator *, the example");
static_assert(is<decltype(value<U>() + value<U>()), 11, 5, false>(), "two unsigned operands");
static_assert(is<decltype(value<U>() - value<U>()), 11, 5, true>(), "a difference is signed");
static_assert(is<decltype(value<A>() + value<U>()), 12, 6, true>(), "the unsigned operand needs a sign bit");
static_assert(is<decltype(value<A>() & value<U>()), 11, 5, true>(), "aligned");
static_assert(is<decltype(value<A>() / value<U>()), 11, 8, true>(), "5 + 6, 2 + 6");
static_assert(is<decltype(value<U>() / value<A>()), 14, 8, true>(), "10 + 3 + 1, 4 + 3 + 1");
static_assert(is<decltype(value<A>() + 1), 36, 33, true>(), "int is ap_fixed<32, 32>");
static_assert(is<decltype(value<A>() * true), 6, 3, true>(), "bool is ap_ufixed<1, 1>");
static_assert(is<decltype(value<A>() + value<ap_uint<7>>()), 12, 9, true>(), "ap_uint<7> is ap_ufixed<7, 7>");
static_assert(is<decltype(-value<U>()), 11, 5, true>(), "unary minus");
static_assert(std::is_same<decltype(value<U>() << 3), U>::value, "a shift keeps the type");
static_assert(std::is_same<decltype(value<A>() * 0.5f), float>::value, "with a floating type: that type");
static_assert(std::is_same<decltype(2.0 - value<U>()), double>::value, "with a floating type: that type");
} // namespace
