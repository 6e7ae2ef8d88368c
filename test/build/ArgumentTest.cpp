// Calls with every kind of C++ argument, and the refusals of those that do not fit.
#include "Interfaces.h"

#include "allo/argument.hpp"
#include "build/CheckArguments.h"

#include <array>
#include <span>
#include <vector>

using namespace allo;
using namespace allo::test;

namespace {

Interface gemv() { // void gemv(const float A[2][3], const float x[3], float y[2], int n)
  return {"gemv",
          {parameter("A", floatType(), {2, 3}, true), parameter("x", floatType(), {3}, true),
           parameter("y", floatType(), {2}, false), scalar("n", intType())},
          {}};
}

template <typename... Values> build::CheckedArguments check(const Interface &interface, Values &&...values) {
  std::vector<Argument> list;
  list.reserve(sizeof...(values));
  (list.emplace_back(std::forward<Values>(values)), ...);
  return build::checkArguments(interface, list);
}

template <typename... Values> std::string refused(const Interface &interface, Values &&...values) {
  return refusal([&] { check(interface, std::forward<Values>(values)...); });
}

TEST(Argument, AcceptsEveryDenseArray) {
  float A[2][3] = {}, y[2] = {};
  std::array<std::array<float, 3>, 2> nested{};
  std::vector<std::array<float, 3>> rows(2);
  std::vector<float> x(3);
  const std::vector<float> constant(3);
  std::span<float> span(x);
  EXPECT_EQ(check(gemv(), A, x, y, 4).pointers[0], A);
  EXPECT_EQ(check(gemv(), nested, constant, y, 4).pointers[1], constant.data());
  EXPECT_EQ(check(gemv(), rows, span, y, 4).pointers[0], rows.data());
  EXPECT_EQ(check(gemv(), allo::view(&A[0][0], {2, 3}), std::span<const float>(x), y, 4).pointers[0], A);
  EXPECT_EQ(check(gemv(), A, std::array<float, 3>{}, y, 4).pointers[2], y);
}

TEST(Argument, ConvertsScalarsWhereTheValueStays) {
  float A[2][3], x[3], y[2];
  auto valueOf = [](build::CheckedArguments checked) { return *static_cast<int *>(checked.pointers[3]); };
  EXPECT_EQ(valueOf(check(gemv(), A, x, y, -7L)), -7);
  const unsigned char small = 200;
  EXPECT_EQ(valueOf(check(gemv(), A, x, y, small)), 200);
  EXPECT_EQ(refused(gemv(), A, x, y, 3000000000L), "argument 4 of gemv ('int n') cannot hold the value 3000000000");
  EXPECT_EQ(refused(gemv(), A, x, y, 3000000000U), "argument 4 of gemv ('int n') cannot hold the value 3000000000");
  EXPECT_EQ(refused(gemv(), A, x, y, 1.5),
            "argument 4 of gemv ('int n') is an integer, but a floating-point value was given");
  EXPECT_EQ(refused(gemv(), A, x, y, x), "argument 4 of gemv ('int n') is a scalar, but an array was given");
  Interface scale{"scale", {scalar("alpha", floatType())}, {}};
  EXPECT_EQ(*static_cast<float *>(check(scale, 0.5).pointers[0]), 0.5f);
  EXPECT_EQ(*static_cast<float *>(check(scale, 3).pointers[0]), 3.0f);
}

TEST(Argument, RefusesAnotherNumber) {
  float A[2][3], x[3];
  EXPECT_EQ(refused(gemv(), A, x), "gemv takes 4 arguments (A, x, y, n), 2 were given");
}

TEST(Argument, RefusesAnotherShape) {
  float A[2][3], B[3][2], x[3], y[2], flat[6];
  EXPECT_EQ(refused(gemv(), B, x, y, 1),
            "argument 1 of gemv ('const float A[2][3]') was given an array of shape (3, 2) instead of "
            "(2, 3): dimension 1 differs");
  EXPECT_EQ(refused(gemv(), flat, x, y, 1),
            "argument 1 of gemv ('const float A[2][3]') was given an array of rank 1 instead of an array of rank 2");
  EXPECT_EQ(refused(gemv(), A, 1.0f, y, 1),
            "argument 2 of gemv ('const float x[3]') was given a scalar instead of an array of rank 1");
  EXPECT_EQ(
      refused(gemv(), A, std::vector<float>(4), y, 1),
      "argument 2 of gemv ('const float x[3]') was given an array of shape (4,) instead of (3,): dimension 1 differs");
}

TEST(Argument, RefusesAnotherElementType) {
  float A[2][3], y[2];
  double wide[3];
  unsigned bits[3];
  EXPECT_EQ(refused(gemv(), A, wide, y, 1),
            "argument 2 of gemv ('const float x[3]') was given elements of another type: double instead of float");
  EXPECT_EQ(refused(gemv(), A, bits, y, 1),
            "argument 2 of gemv ('const float x[3]') was given elements of another type: "
            "an unsigned integer of 4 bytes instead of float");
}

TEST(Argument, RefusesConstWhereTheKernelWrites) {
  float A[2][3], x[3];
  const float y[2] = {};
  EXPECT_EQ(refused(gemv(), A, x, y, 1),
            "argument 3 of gemv ('float y[2]') may be written by the kernel, but the argument is const or a temporary");
  EXPECT_EQ(refused(gemv(), A, x, std::vector<float>(2), 1).substr(0, 44),
            "argument 3 of gemv ('float y[2]') may be wri");
}

TEST(Argument, RefusesOverlapOfWhatIsWritten) {
  float memory[8];
  auto A = allo::view(memory, {2, 3});
  std::span<float> all(memory);
  float y[2];
  EXPECT_EQ(refused(gemv(), A, all.subspan(3, 3), y, 1), ""); // both are only read
  EXPECT_EQ(refused(gemv(), A, all.subspan(0, 3), all.subspan(6, 2), 1), "");
  EXPECT_EQ(refused(gemv(), A, all.subspan(0, 3), all.subspan(5, 2), 1),
            "arguments 1 and 3 of gemv ('A' and 'y') overlap in memory");
}

TEST(Argument, RefusesNull) {
  float A[2][3], y[2];
  EXPECT_EQ(refused(gemv(), A, allo::view(static_cast<const float *>(nullptr), {3}), y, 1),
            "argument 2 of gemv ('const float x[3]') was given a null pointer");
}

struct Point {
  float x;
  int weight;
};

TEST(Argument, StructuresFitBySize) {
  Interface move{"move", {structure("p", "Point", {{"x", floatType(), 0}, {"weight", intType(), 4}}, 8, true)}, {}};
  Point p{};
  double other;
  EXPECT_EQ(check(move, p).pointers[0], &p);
  EXPECT_EQ(
      refused(move, other),
      "argument 1 of move ('Point &p') was given elements of another type: double instead of a structure of 8 bytes");
  EXPECT_NE(refused(move, Point{}).find("may be written"), std::string::npos);
}

} // namespace
