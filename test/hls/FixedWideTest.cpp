// Fixed point of more than 64 bits, numbers in text, and the examples of the published guide: expected values are
// literals.
#include "ap_fixed.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <sstream>
#include <string>

namespace {
template <class T> using BitsOf = ap_uint<T::width>;
template <class T> T ofBits(const char *bits) {
  T number = 0;
  number.range() = BitsOf<T>(bits);
  return number;
}
template <class T> std::string bitsOf(const T &number) { return ap_uint<T::width>(number.range()).to_string(16); }
template <class T> std::string same(const char *bits) { return BitsOf<T>(bits).to_string(16); }

template <class Source, class Target> void convert(const char *bits, const char *expected) {
  EXPECT_EQ(bitsOf(Target(ofBits<Source>(bits))), same<Target>(expected)) << __PRETTY_FUNCTION__ << " of " << bits;
}

template <class A, class B>
void operate(const char *a, const char *b, int order, std::initializer_list<const char *> expected) {
  A x = ofBits<A>(a);
  B y = ofBits<B>(b);
  const char *const *next = expected.begin();
  auto check = [&](const auto &result, const char *symbol) {
    using Result = std::decay_t<decltype(result)>;
    EXPECT_EQ(bitsOf(result), same<Result>(*next++)) << __PRETTY_FUNCTION__ << a << " " << symbol << " " << b;
  };
  check(x + y, "+");
  check(x - y, "-");
  check(x * y, "*");
  check(x / y, "/");
  check(x & y, "&");
  check(x | y, "|");
  check(x ^ y, "^");
  EXPECT_EQ(x < y ? -1 : x > y ? 1 : 0, order);
  EXPECT_EQ(x == y, order == 0);
  EXPECT_EQ(x != y, order != 0);
  EXPECT_EQ(x <= y, order <= 0);
  EXPECT_EQ(x >= y, order >= 0);
}

template <class T> void parse(const char *text, const char *expected) {
  EXPECT_EQ(bitsOf(T(text)), same<T>(expected)) << __PRETTY_FUNCTION__ << " of " << text;
}

#include "FixedWideCases.h"

TEST(FixedWide, Conversions) { wideConversions(); }
TEST(FixedWide, Operators) { wideOperators(); }
TEST(FixedWide, FromText) { numbersInText(); }

// UG1399, "Quantization Modes" and "Overflow Modes": the examples there.
template <ap_q_mode Q, ap_o_mode O = AP_SAT> using Q3 = ap_fixed<3, 2, Q, O>;
TEST(FixedGuide, QuantizationExamples) {
  EXPECT_EQ(Q3<AP_RND>(1.25), 1.5);
  EXPECT_EQ(Q3<AP_RND>(-1.25), -1.0);
  EXPECT_EQ(Q3<AP_RND_ZERO>(1.25), 1.0);
  EXPECT_EQ(Q3<AP_RND_ZERO>(-1.25), -1.0);
  EXPECT_EQ(Q3<AP_RND_MIN_INF>(1.25), 1.0);
  EXPECT_EQ(Q3<AP_RND_MIN_INF>(-1.25), -1.5);
  EXPECT_EQ(Q3<AP_RND_INF>(1.25), 1.5);
  EXPECT_EQ(Q3<AP_RND_INF>(-1.25), -1.5);
  EXPECT_EQ(Q3<AP_RND_CONV>(0.75), 1.0);
  EXPECT_EQ(Q3<AP_RND_CONV>(-1.25), -1.0);
  EXPECT_EQ(Q3<AP_TRN>(1.25), 1.0);
  EXPECT_EQ(Q3<AP_TRN>(-1.25), -1.5);
  EXPECT_EQ(Q3<AP_TRN_ZERO>(1.25), 1.0);
  EXPECT_EQ(Q3<AP_TRN_ZERO>(-1.25), -1.0);
}
template <ap_o_mode O> using S4 = ap_fixed<4, 4, AP_RND, O>;
template <ap_o_mode O> using U4 = ap_ufixed<4, 4, AP_RND, O>;
TEST(FixedGuide, OverflowExamples) {
  EXPECT_EQ(S4<AP_SAT>(19.0), 7.0);
  EXPECT_EQ(S4<AP_SAT>(-19.0), -8.0);
  EXPECT_EQ(U4<AP_SAT>(19.0), 15.0);
  EXPECT_EQ(U4<AP_SAT>(-19.0), 0.0);
  EXPECT_EQ(S4<AP_SAT_ZERO>(19.0), 0.0);
  EXPECT_EQ(S4<AP_SAT_ZERO>(-19.0), 0.0);
  EXPECT_EQ(U4<AP_SAT_ZERO>(19.0), 0.0);
  EXPECT_EQ(U4<AP_SAT_ZERO>(-19.0), 0.0);
  EXPECT_EQ(S4<AP_SAT_SYM>(19.0), 7.0);
  EXPECT_EQ(S4<AP_SAT_SYM>(-19.0), -7.0);
  EXPECT_EQ(U4<AP_SAT_SYM>(19.0), 15.0);
  EXPECT_EQ(U4<AP_SAT_SYM>(-19.0), 0.0);
  EXPECT_EQ(S4<AP_WRAP>(31.0), -1.0);
  EXPECT_EQ(S4<AP_WRAP>(-19.0), -3.0);
  EXPECT_EQ(U4<AP_WRAP>(19.0), 3.0);
  EXPECT_EQ(U4<AP_WRAP>(-19.0), 13.0);
  EXPECT_EQ(S4<AP_WRAP_SM>(19.0), -4.0);
  EXPECT_EQ(S4<AP_WRAP_SM>(-19.0), 2.0);
}
// IEEE 1666 7.10.9.1 as the results of its proof-of-concept implementation show it: 9 into four bits.
TEST(FixedGuide, SaturatedBits) {
  EXPECT_EQ((ap_fixed<4, 4, AP_TRN, AP_WRAP>(9)).range().to_int(), 9);
  EXPECT_EQ((ap_fixed<4, 4, AP_TRN, AP_WRAP, 1>(9)).range().to_int(), 1);
  EXPECT_EQ((ap_fixed<4, 4, AP_TRN, AP_WRAP, 2>(9)).range().to_int(), 5);
  EXPECT_EQ((ap_fixed<4, 4, AP_TRN, AP_WRAP, 3>(9)).range().to_int(), 7);
  EXPECT_EQ((ap_fixed<4, 4, AP_TRN, AP_WRAP, 2>(-5)).range().to_int(), 11) << "in range: as it is";
}
TEST(FixedGuide, Representation) {
  EXPECT_EQ((ap_fixed<2, 0>(-0.5)), -0.5);
  EXPECT_EQ((ap_ufixed<1, 0>(0.5)), 0.5);
  EXPECT_EQ((ap_ufixed<1, -1>(0.25)), 0.25);
  EXPECT_EQ((ap_fixed<11, 6>(22.96875) + ap_ufixed<12, 11>(512.5)), 535.46875);
  EXPECT_EQ((ap_fixed<16, 11>(ap_fixed<11, 6>(22.96875) + ap_ufixed<12, 11>(512.5))), 535.46875);
}

TEST(FixedText, Writes) {
  EXPECT_EQ((ap_fixed<16, 8>(-1.25).to_string(10)), "-1.25");
  EXPECT_EQ((ap_fixed<16, 8>(-1.25).to_string(2)), "-0b1.01");
  EXPECT_EQ((ap_fixed<16, 8>(-1.25).to_string(8)), "-0o1.2");
  EXPECT_EQ((ap_fixed<16, 8>(-1.25).to_string(16)), "-0x1.4");
  EXPECT_EQ((ap_fixed<8, 12>(-2048).to_string(10)), "-2048");
  EXPECT_EQ((ap_ufixed<4, -3>(0.0546875).to_string(10)), "0.0546875");
  EXPECT_EQ((ap_fixed<16, 8>(0).to_string(10)), "0");
  EXPECT_EQ((ap_fixed<4, 4>(-8).to_string(16)), "-0x8");
  std::ostringstream out;
  out << ap_fixed<90, 10>("3.5") << ' ' << ap_ufixed<3, 3>(5);
  EXPECT_EQ(out.str(), "3.5 5");
}
TEST(FixedText, Reads) {
  EXPECT_EQ((ap_fixed<16, 8>("+1'0.2_5")), 10.25) << "separators between digits";
  EXPECT_EQ((ap_fixed<16, 8>("101.1", 2)), 5.5);
  EXPECT_EQ((ap_fixed<16, 8>("7.4", 8)), 7.5);
  EXPECT_EQ((ap_fixed<16, 8>(".5")), 0.5);
  EXPECT_EQ((ap_fixed<16, 8, AP_TRN, AP_SAT>("1e100")), 127.99609375);
  EXPECT_EQ((ap_fixed<16, 8, AP_TRN, AP_SAT>("-1e99999")), -128);
  EXPECT_EQ((ap_fixed<16, 8>("-1e-99999")), -0.00390625) << "AP_TRN is toward minus infinity";
  EXPECT_DEATH((void)(ap_fixed<16, 8>("1.2.3")), "");
  EXPECT_DEATH((void)(ap_fixed<16, 8>("")), "");
  EXPECT_DEATH((void)(ap_fixed<16, 8>("1e")), "");
  EXPECT_DEATH((void)(ap_fixed<16, 8>("12", 2)), "");
}

// All of it can be a constant.
constexpr ap_fixed<100, 50> table[] = {1.5, "2.25", -3, ap_fixed<10, 5>(0.75)};
static_assert(table[0] * table[1] + table[2] == 0.375 && table[3] / 3 == 0.25, "a table of constants");
static_assert(ap_fixed<8, 4, AP_RND, AP_SAT>(3.97) == 4 && ap_fixed<8, 4>(1).to_double() == 1.0, "conversions");

TEST(FixedMembers, BitsAndIntegers) {
  ap_fixed<12, 5> x = 3.28125;
  EXPECT_EQ(x.range().to_int(), 420);
  x[0] = true;
  x.set_bit(8, false);
  x(7, 4) = 9;
  EXPECT_EQ(x.range().to_int(), 0b10010101);
  x.invert_bit(11);
  EXPECT_TRUE(x.is_neg());
  EXPECT_EQ(x.to_int(), -14) << "toward zero";
  EXPECT_EQ(ap_int<8>(x), -14);
  EXPECT_EQ(ap_uint<3>(x), 2) << "modulo 2^3";
  EXPECT_EQ(x.to_ap_int(), -14);
  EXPECT_EQ(static_cast<int>(ap_fixed<8, 12>(-48)), -48);
  EXPECT_EQ(static_cast<bool>(ap_fixed<8, 2>(0.25)), true);
  EXPECT_EQ(static_cast<short>(ap_ufixed<40, 40>(65535)), -1);
  EXPECT_EQ((ap_fixed<64, 64>(-9).to_int64()), -9);
  EXPECT_EQ((ap_ufixed<80, 70>(ap_uint<70>("0x123456789abcdef012")).to_uint64()), 0x3456789abcdef012ull);
  ap_int<6> n = 5;
  n += ap_fixed<8, 4>(2.75);
  EXPECT_EQ(n, 7) << "the full result, then toward zero";
  enum Small { two = 2 };
  EXPECT_EQ((ap_fixed<8, 4>(1.5) * two), 3);
  EXPECT_EQ(x.iwl(), 5);
  EXPECT_EQ(x.wl(), 12);
  EXPECT_EQ((ap_fixed<8, 4>(0.75) / ap_fixed<8, 4>(0)).range().and_reduce(), true) << "division by zero: all ones";
}
} // namespace
