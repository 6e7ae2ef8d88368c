// Bit for bit comparison, and the rule that it must have shown something.
#include "Interfaces.h"

#include "build/Compare.h"

#include <cmath>
#include <cstring>
#include <limits>

using namespace allo;
using namespace allo::build;
using namespace allo::test;

namespace {

Interface kernel() { // int f(const float A[2], float C[2][3], int &count)
  return {"f",
          {parameter("A", floatType(), {2}, true), parameter("C", floatType(), {2, 3}, false),
           parameter("count", intType(), {}, false)},
          intType()};
}

template <typename T> void set(std::vector<char> &buffer, size_t element, T value) {
  std::memcpy(buffer.data() + element * sizeof(T), &value, sizeof(T));
}

ArgumentSet filled() {
  ArgumentSet arguments(kernel());
  for (size_t i = 0; i < 6; ++i)
    set(arguments.buffers[1], i, static_cast<float>(i));
  set(arguments.result, 0, 3);
  return arguments;
}

TEST(Compare, ReportsFirstDifferenceAndCount) {
  ArgumentSet expected = filled(), actual = filled();
  EXPECT_TRUE(compareOutputs(expected, actual).empty());
  set(actual.buffers[1], 4, 4.5f);
  set(actual.buffers[1], 5, 4.5f);
  set(actual.result, 0, -1);
  std::vector<Mismatch> mismatches = compareOutputs(expected, actual);
  ASSERT_EQ(mismatches.size(), 2U);
  EXPECT_EQ(elementName(mismatches[0]), "C[1][1]");
  EXPECT_EQ(mismatches[0].expected, "4 (0x40800000)");
  EXPECT_EQ(mismatches[0].actual, "4.5 (0x40900000)");
  EXPECT_EQ(mismatches[0].count, 2);
  EXPECT_EQ(mismatches[0].elements, 6);
  EXPECT_EQ(elementName(mismatches[1]), "return");
  EXPECT_EQ(mismatches[1].actual, "-1 (0xffffffff)");
}

TEST(Compare, ZerosHaveSignsAndNaNsHaveNot) {
  ArgumentSet expected = filled(), actual = filled();
  set(expected.buffers[1], 0, 0.0f);
  set(actual.buffers[1], 0, -0.0f);
  set(expected.buffers[1], 1, std::numeric_limits<float>::quiet_NaN());
  set(actual.buffers[1], 1, -std::numeric_limits<float>::quiet_NaN());
  std::vector<Mismatch> mismatches = compareOutputs(expected, actual);
  ASSERT_EQ(mismatches.size(), 1U);
  EXPECT_EQ(elementName(mismatches[0]), "C[0][0]");
  EXPECT_EQ(mismatches[0].count, 1);
}

TEST(Compare, IgnoresConstParametersAndPadding) {
  ArgumentSet expected = filled(), actual = filled();
  set(actual.buffers[0], 0, 9.0f);
  EXPECT_TRUE(compareOutputs(expected, actual).empty());
  Interface move{"move", {structure("p", "P", {{"tag", byteType(), 0}, {"x", doubleType(), 8}}, 16, true)}, {}};
  ArgumentSet first(move), second(move);
  second.buffers[0][3] = 1; // padding
  EXPECT_TRUE(compareOutputs(first, second).empty());
  second.buffers[0][15] = 1;
  std::vector<Mismatch> mismatches = compareOutputs(first, second);
  ASSERT_EQ(mismatches.size(), 1U);
  EXPECT_EQ(elementName(mismatches[0]), "p.x");
}

TEST(Compare, VacuousComparisons) {
  Interface copy{"copy", {parameter("A", floatType(), {4}, true), parameter("B", floatType(), {4}, false)}, {}};
  ArgumentSet before(copy), after(copy);
  set(before.buffers[1], 0, 1.0f);
  set(after.buffers[1], 0, 1.0f);
  EXPECT_EQ(vacuity(before, after), "the kernel left every output untouched");
  set(after.buffers[1], 0, 0.0f);
  EXPECT_EQ(vacuity(before, after), "every output is zero");
  for (size_t i = 0; i < 2; ++i)
    set(after.buffers[1], i, std::nanf(""));
  EXPECT_EQ(vacuity(before, after), ""); // half of it is not most of it
  set(after.buffers[1], 2, std::nanf(""));
  EXPECT_EQ(vacuity(before, after), "B is mostly NaN (3 of 4 elements)");
  set(after.buffers[1], 0, 5.0f);
  set(after.buffers[1], 1, 5.0f);
  EXPECT_EQ(vacuity(before, after), "");
  Interface silent{"silent", {parameter("A", floatType(), {4}, true)}, {}};
  EXPECT_EQ(vacuity(ArgumentSet(silent), ArgumentSet(silent)), "the kernel has no output");
}

} // namespace
