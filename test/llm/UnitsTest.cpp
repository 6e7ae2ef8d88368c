// Units: what has which type, and what does not compile.
#include "allo/units.hpp"

#include <gtest/gtest.h>

#include <type_traits>

using namespace allo::units;

namespace {
template <typename Left, typename Right>
concept Addable = requires(Left left, Right right) { left + right; };
template <typename Left, typename Right>
concept Comparable = requires(Left left, Right right) { left < right; };

TEST(Units, CyclesAreNoSecondsAndBitsNoMacs) {
  EXPECT_TRUE((Addable<Cycles, Cycles>));
  EXPECT_FALSE((Addable<Cycles, Seconds>));
  EXPECT_FALSE((Addable<Bits, Macs>));
  EXPECT_FALSE((Addable<Bits, double>));
  EXPECT_FALSE((Comparable<Cycles, Seconds>));
  EXPECT_FALSE((std::is_convertible_v<double, Seconds>));
  EXPECT_FALSE((std::is_convertible_v<Seconds, double>));
}

TEST(Units, ProductsAndQuotientsHaveTheirUnits) {
  EXPECT_TRUE((std::is_same_v<decltype(Macs(6) / MacsPerCycle(2)), Cycles>));
  EXPECT_TRUE((std::is_same_v<decltype(Cycles(6) / Hertz(2)), Seconds>));
  EXPECT_TRUE((std::is_same_v<decltype(Bits(6) / BitsPerSecond(2)), Seconds>));
  EXPECT_TRUE((std::is_same_v<decltype(Seconds(6) * Hertz(2)), Cycles>));
  EXPECT_TRUE((std::is_same_v<decltype(Watts(6) * Seconds(2)), Joules>));
  EXPECT_TRUE((std::is_same_v<decltype(Bits(6) / Bits(2)), double>));
  EXPECT_EQ((Macs(6) / MacsPerCycle(2)).value(), 3);
  EXPECT_EQ(cycles(500) / megahertz(250), seconds(2e-6));
}

TEST(Units, BytesAreEightBitsAndRatesAreDecimal) {
  EXPECT_EQ(bytes(3), bits(24));
  EXPECT_EQ(in_bytes(bits(24)), 3);
  EXPECT_EQ(gigabytes_per_second(1), gigabits_per_second(8));
  EXPECT_EQ(in_gigabytes_per_second(BitsPerSecond(8e9)), 1);
  EXPECT_EQ(in_milliseconds(milliseconds(5)), 5);
}
} // namespace
