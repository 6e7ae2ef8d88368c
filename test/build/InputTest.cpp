// Scalars from text, and the random generator: deterministic, in range.
#include "Interfaces.h"

#include "build/Scalars.h"

#include <cstring>
#include <set>

using namespace allo;
using namespace allo::build;
using namespace allo::test;

namespace {

template <typename T> T stored(const ElementType &type, const std::string &text) {
  T value{};
  EXPECT_EQ(storeText(type, text, reinterpret_cast<char *>(&value)).value_or(""), "") << text;
  return value;
}
std::string refusedText(const ElementType &type, const std::string &text) {
  char value[8];
  return storeText(type, text, value).value_or("");
}

TEST(Scalars, FromText) {
  EXPECT_EQ(stored<int>(intType(), "-42"), -42);
  EXPECT_EQ(stored<int>(intType(), "0x10"), 16);
  EXPECT_EQ(stored<float>(floatType(), "1.5e3"), 1500.0f);
  EXPECT_EQ(stored<float>(floatType(), "0.1"), 0.1f);
  EXPECT_EQ(stored<double>(doubleType(), "0.1"), 0.1);
  ElementType boolean = element(ElementType::boolean, 1, "bool");
  EXPECT_EQ(stored<bool>(boolean, "true"), true);
  ElementType word = element(ElementType::unsigned_integer, 8, "unsigned long");
  EXPECT_EQ(stored<uint64_t>(word, "18446744073709551615"), UINT64_MAX);
  ElementType longType = element(ElementType::signed_integer, 8, "long");
  EXPECT_EQ(stored<int64_t>(longType, "-9223372036854775808"), INT64_MIN);
  EXPECT_EQ(refusedText(intType(), "2147483648"), "2147483648 does not fit into int");
  EXPECT_EQ(refusedText(byteType(), "256"), "256 does not fit into unsigned char");
  EXPECT_EQ(refusedText(byteType(), "-1"), "-1 does not fit into unsigned char");
  EXPECT_EQ(refusedText(boolean, "2"), "2 does not fit into bool");
  EXPECT_EQ(refusedText(longType, "9223372036854775808"), "9223372036854775808 does not fit into long");
  EXPECT_EQ(refusedText(intType(), "six"), "'six' is not an integer");
  EXPECT_EQ(refusedText(intType(), "1.5"), "'1.5' is not an integer");
  EXPECT_EQ(refusedText(intType(), ""), "'' is not an integer");
  EXPECT_EQ(refusedText(floatType(), "1,5"), "'1,5' is not a number");
}

TEST(RandomInputs, SameForASeedAndAName) {
  RandomSequence a(7, "A"), again(7, "A"), otherName(7, "B"), otherSeed(8, "A");
  uint64_t first = a.next();
  EXPECT_EQ(first, again.next());
  EXPECT_NE(first, otherName.next());
  EXPECT_NE(first, otherSeed.next());
  EXPECT_EQ(RandomSequence(7, "A").next(), 0xb51130b73843c554ULL); // the same on every machine and in every version
}

TEST(RandomInputs, StayInTheirRange) {
  RandomSequence sequence(1, "x");
  std::set<int> seen;
  RandomValues small(intType(), "x", "-1", "2");
  for (int i = 0; i < 200; ++i) {
    int value;
    small.store(sequence, reinterpret_cast<char *>(&value));
    seen.insert(value);
  }
  EXPECT_EQ(seen, (std::set<int>{-1, 0, 1, 2}));
  RandomValues unit(floatType());
  float least = 2, greatest = -2;
  for (int i = 0; i < 2000; ++i) {
    float value;
    unit.store(sequence, reinterpret_cast<char *>(&value));
    least = std::min(least, value);
    greatest = std::max(greatest, value);
  }
  EXPECT_GE(least, -1);
  EXPECT_LT(least, -0.9f);
  EXPECT_LT(greatest, 1);
  EXPECT_GT(greatest, 0.9f);
}

TEST(RandomInputs, RefuseBadRanges) {
  auto refused = [](const ElementType &type, const char *low, const char *high) {
    return refusal([&] { RandomValues(type, "x", low, high); });
  };
  EXPECT_EQ(refused(intType(), "3", "2"), "the range 3:2 of x is not usable: it is empty");
  EXPECT_EQ(refused(byteType(), "-1", "2"), "the range -1:2 of x is not usable: -1 does not fit into unsigned char");
  EXPECT_EQ(refused(floatType(), "0", "inf"), "the range 0:inf of x is not usable: it is empty");
  EXPECT_EQ(refused(floatType(), "0", "b"), "the range 0:b of x is not usable: 'b' is not a number");
}

} // namespace
