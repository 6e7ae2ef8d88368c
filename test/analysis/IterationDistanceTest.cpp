// Distances, conflicts and banks against the enumeration of all iterations of random nests, and directed cases.
#include "NestExecution.h"
#include "NestGenerator.h"

#include "analysis/BankChoice.h"
#include "ir/Naming.h"

#include "mlir/Parser/Parser.h"

#include <gtest/gtest.h>

#include <set>

using namespace allo;
using namespace allo::analysis;
using namespace allo::test;
using namespace mlir;

namespace {

struct Parsed {
  explicit Parsed(const std::string &text, unsigned around = 0, unsigned depth = ~0u) {
    ir::loadDialects(context);
    module = parseSourceString<ModuleOp>(text, &context);
    if (!module)
      throw std::runtime_error("does not parse:\n" + text);
    function = *module->getOps<func::FuncOp>().begin();
    accesses = collectAccesses(function);
    for (Operation *loop : ir::loopsOf(function))
      if (around > 0)
        --around;
      else if (nest.size() < depth)
        nest.push_back(loop);
  }
  MLIRContext context;
  OwningOpRef<ModuleOp> module;
  func::FuncOp function;
  std::vector<Access> accesses;
  Nest nest;
};

std::optional<int64_t> enumeratedDistance(ArrayRef<Execution> first, ArrayRef<Execution> second) {
  std::optional<int64_t> least;
  for (const Execution &before : first)
    for (const Execution &after : second)
      if (before.around == after.around && before.element == after.element && before.iteration < after.iteration)
        least = std::min(least.value_or(INT64_MAX), after.iteration - before.iteration);
  return least;
}

template <typename Holds> bool anyInOneIteration(ArrayRef<Execution> first, ArrayRef<Execution> second, Holds holds) {
  for (const Execution &before : first)
    for (const Execution &after : second)
      if (before.around == after.around && before.iteration == after.iteration && before.deeper == after.deeper &&
          holds(before.element, after.element))
        return true;
  return false;
}

std::string shown(std::optional<int64_t> distance) { return distance ? std::to_string(*distance) : "none"; }

void checkDistance(std::optional<int64_t> expected, std::optional<int64_t> actual, bool isExact) {
  if (isExact)
    EXPECT_EQ(shown(expected), shown(actual));
  else if (expected)
    EXPECT_TRUE(actual && *actual <= *expected && *actual >= 1) << shown(actual) << ", enumerated " << shown(expected);
}

struct Found {
  size_t conflicts = 0, exact = 0;
};

// Every pair of accesses of one nest.
Found checkConflicts(const NestText &text, bool distancesAreExact) {
  Parsed parsed(text.text, text.around, text.depth);
  NestExecution execution(parsed.nest);
  execution.run(parsed.function);
  std::map<std::pair<unsigned, unsigned>, IterationConflict> conflicts;
  for (const IterationConflict &conflict : conflictsOf(parsed.accesses, parsed.nest))
    conflicts[{conflict.first, conflict.second}] = conflict;
  Found found;
  for (unsigned first = 0; first < parsed.accesses.size(); ++first)
    for (unsigned second = first; second < parsed.accesses.size(); ++second) {
      const Access &before = parsed.accesses[first], &after = parsed.accesses[second];
      if (!before.isWrite && !after.isWrite) {
        EXPECT_FALSE(conflicts.count({first, second}));
        continue;
      }
      auto left = execution.of(before.op), right = execution.of(after.op);
      IterationConflict conflict = conflicts[{first, second}];
      checkDistance(enumeratedDistance(left, right), conflict.forward, distancesAreExact);
      checkDistance(enumeratedDistance(right, left), conflict.backward, distancesAreExact);
      bool meets = first != second && anyInOneIteration(left, right, std::equal_to<>());
      if (text.isExact)
        EXPECT_EQ(meets, conflict.inOneIteration);
      else
        EXPECT_LE(meets, conflict.inOneIteration);
      found.conflicts += meets || conflict.forward || conflict.backward;
      found.exact += distancesAreExact;
    }
  return found;
}

TEST(IterationDistance, ConstantBoundsExactly) {
  std::mt19937 random(1);
  Found all;
  for (int number = 0; number < 500 && !testing::Test::HasFailure(); ++number) {
    NestText text = randomNest(random, {.triangular = false});
    SCOPED_TRACE(text.text);
    all.conflicts += checkConflicts(text, true).conflicts;
  }
  EXPECT_GT(all.conflicts, 250u); // the programs are worth something
}

TEST(IterationDistance, TwoTriangularLoopsExactly) {
  std::mt19937 random(2);
  Found all;
  for (int number = 0; number < 500 && !testing::Test::HasFailure(); ++number) {
    NestText text = randomNest(random, {.depth = 2});
    SCOPED_TRACE(text.text);
    Found found = checkConflicts(text, text.isExact);
    all.conflicts += found.conflicts;
    all.exact += found.exact;
  }
  EXPECT_GT(all.conflicts, 150u);
  EXPECT_GT(all.exact, 300u);
}

TEST(IterationDistance, TriangularLoopsSoundly) {
  std::mt19937 random(3);
  for (int number = 0; number < 500 && !testing::Test::HasFailure(); ++number) {
    NestText text = randomNest(random, {.depth = 3});
    SCOPED_TRACE(text.text);
    checkConflicts(text, false);
  }
}

DimensionCut randomCut(std::mt19937 &random) {
  int parts = 1 << std::uniform_int_distribution<int>(1, 3)(random);
  switch (random() % 4) {
  case 0:
    return {};
  case 1:
    return {DimensionCut::block, parts, 256 / parts};
  case 2:
    return {DimensionCut::cyclic, std::uniform_int_distribution<int>(2, 6)(random), 1};
  default:
    return random() % 2 ? DimensionCut{DimensionCut::complete, 256, 1} : DimensionCut{DimensionCut::block, 64, 4};
  }
}

int64_t partOf(const DimensionCut &cut, int64_t index) {
  return cut.kind == DimensionCut::none     ? 0
         : cut.kind == DimensionCut::block  ? index / cut.depth
         : cut.kind == DimensionCut::cyclic ? index % cut.parts
                                            : index;
}

TEST(BankChoice, AgreesWithEnumeration) {
  std::mt19937 random(4);
  size_t different = 0, same = 0, onePart = 0;
  for (int number = 0; number < 500 && !testing::Test::HasFailure(); ++number) {
    NestText text = randomNest(random, {.triangular = number % 2 == 0, .depth = 2});
    if (!text.isExact)
      continue;
    SCOPED_TRACE(text.text);
    Parsed parsed(text.text, text.around, text.depth);
    NestExecution execution(parsed.nest);
    execution.run(parsed.function);
    DimensionCut cuts[] = {randomCut(random), randomCut(random)};
    auto banksEqual = [&](const std::vector<int64_t> &left, const std::vector<int64_t> &right) {
      return partOf(cuts[0], left[0]) == partOf(cuts[0], right[0]) &&
             partOf(cuts[1], left[1]) == partOf(cuts[1], right[1]);
    };
    BankChoice choice(parsed.accesses, cuts);
    for (unsigned first = 0; first < parsed.accesses.size(); ++first) {
      auto executions = execution.of(parsed.accesses[first].op);
      if (executions.empty())
        continue;
      auto parts = choice.partsOf(first);
      for (unsigned dimension = 0; dimension < 2; ++dimension) {
        std::set<int64_t> expected;
        for (const Execution &one : executions)
          expected.insert(partOf(cuts[dimension], one.element[dimension]));
        EXPECT_EQ(std::vector<int64_t>(expected.begin(), expected.end()), parts[dimension]);
        onePart += expected.size() == 1;
      }
      for (unsigned second = 0; second < parsed.accesses.size(); ++second) {
        auto others = execution.of(parsed.accesses[second].op);
        bool expected = !anyInOneIteration(executions, others, banksEqual);
        EXPECT_EQ(expected, choice.inDifferentBanks(first, second));
        (expected ? different : same) += 1;
        EXPECT_EQ(!anyInOneIteration(executions, others,
                                     [&](const std::vector<int64_t> &left, const std::vector<int64_t> &right) {
                                       return left != right && banksEqual(left, right);
                                     }),
                  choice.inDifferentBanks(first, second, true));
      }
    }
  }
  EXPECT_GT(different, 150u);
  EXPECT_GT(same, 150u);
  EXPECT_GT(onePart, 150u);
}

// The distance from the first access of a program to a later execution of the last.
std::string distanceOf(const std::string &body, unsigned around = 0, unsigned depth = ~0u) {
  Parsed parsed("func.func @nest(%A: memref<64x64xf32>, %B: memref<64xi32>, %x: f32, %n: index, %c: i1) {\n" + body +
                    "return\n}\n",
                around, depth);
  return shown(minimumDistance(parsed.accesses.front(), parsed.accesses.back(), parsed.nest));
}

TEST(IterationDistance, Directed) {
  // An accumulation that another loop separates.
  EXPECT_EQ("64", distanceOf(R"(
    affine.for %k = 0 to 32 { affine.for %j = 0 to 64 {
      %0 = affine.load %A[0, %j] : memref<64x64xf32>
      affine.store %x, %A[0, %j] : memref<64x64xf32> } })"));
  // Triangular: the row of the next i is one longer, and j starts at 0.
  EXPECT_EQ("1", distanceOf(R"(
    affine.for %i = 1 to 32 { affine.for %j = 0 to affine_map<(d0) -> (d0)>(%i) {
      %0 = affine.load %A[0, %j] : memref<64x64xf32>
      affine.store %x, %A[0, %j] : memref<64x64xf32> } })"));
  EXPECT_EQ("20", distanceOf(R"(
    affine.for %i = 20 to 32 { affine.for %j = 0 to affine_map<(d0) -> (d0)>(%i) {
      %0 = affine.load %A[0, %j] : memref<64x64xf32>
      affine.store %x, %A[0, %j] : memref<64x64xf32> } })"));
  // Two rows further: a whole row lies between.
  EXPECT_EQ("41", distanceOf(R"(
    affine.for %i = 20 to 32 { affine.for %j = 0 to affine_map<(d0) -> (d0)>(%i) {
      %0 = affine.load %A[%i + 2, %j] : memref<64x64xf32>
      affine.store %x, %A[%i, %j] : memref<64x64xf32> } })"));
  // The whole triangle lies between.
  EXPECT_EQ("55", distanceOf(R"(
    affine.for %k = 0 to 5 { affine.for %i = 0 to 10 { affine.for %j = 0 to affine_map<(d0) -> (d0 + 1)>(%i) {
      %0 = affine.load %A[%i, %j] : memref<64x64xf32>
      affine.store %x, %A[%i, %j] : memref<64x64xf32> } } })"));
  EXPECT_EQ("57", distanceOf(R"(
    affine.for %k = 0 to 5 { affine.for %i = 0 to 10 { affine.for %j = 0 to affine_map<(d0) -> (d0 + 1)>(%i) {
      affine.store %x, %A[%i, %k * 11 + %j + 24] : memref<64x64xf32>
      %0 = affine.load %A[%i, %k * 11 + %j + 11] : memref<64x64xf32> } } })"));
  // A bound that is not known: at least one element of the row lies between.
  EXPECT_EQ("1", distanceOf(R"(
    affine.for %i = 0 to 32 { affine.for %j = 0 to %n {
      %0 = affine.load %A[0, %j] : memref<64x64xf32>
      affine.store %x, %A[0, %j] : memref<64x64xf32> } })"));
  // One iteration only: there is no later one.
  EXPECT_EQ("none", distanceOf(R"(
    affine.for %i = 0 to 1 {
      %0 = affine.load %A[0, 0] : memref<64x64xf32>
      affine.store %x, %A[0, 0] : memref<64x64xf32> })"));
  // Loops that carry values, conditions on data, an index that is not affine.
  EXPECT_EQ("1", distanceOf(R"(
    %r = affine.for %i = 0 to 8 iter_args(%s = %x) -> (f32) {
      %0 = affine.load %A[0, %i] : memref<64x64xf32>
      %1 = scf.if %c -> (f32) { scf.yield %s : f32 } else {
        affine.store %x, %A[0, %i - 1] : memref<64x64xf32>
        scf.yield %0 : f32 }
      affine.store %1, %A[0, %i - 1] : memref<64x64xf32>
      affine.yield %1 : f32 })"));
  EXPECT_EQ("1", distanceOf(R"(
    affine.for %i = 0 to 8 {
      %0 = affine.load %B[%i] : memref<64xi32>
      %1 = arith.index_cast %0 : i32 to index
      %2 = memref.load %A[%1, %1] : memref<64x64xf32>
      %3 = memref.load %B[%1] : memref<64xi32>
      memref.store %3, %B[%1] : memref<64xi32> })"));
  // Loops that are not affine: a while loop, and one with bounds known at run time.
  EXPECT_EQ("1", distanceOf(R"(
    scf.while : () -> () { scf.condition(%c) } do {
      %0 = affine.load %A[0, 1] : memref<64x64xf32>
      affine.store %x, %A[0, 1] : memref<64x64xf32>
      scf.yield })"));
  EXPECT_EQ("8", distanceOf(R"(
    %one = arith.constant 1 : index
    scf.for %i = %one to %n step %one { affine.for %j = 0 to 8 {
      %0 = affine.load %A[0, %j] : memref<64x64xf32>
      affine.store %x, %A[0, %j] : memref<64x64xf32> } })"));
  // A guard that leaves every second iteration.
  EXPECT_EQ("2", distanceOf(R"(
    affine.for %i = 0 to 32 {
      affine.if affine_set<(d0) : (d0 mod 2 == 0)>(%i) {
        %0 = affine.load %A[0, 0] : memref<64x64xf32>
        affine.store %x, %A[0, 0] : memref<64x64xf32> } })"));
}

TEST(IterationDistance, PrivateMemory) {
  Parsed parsed(R"(func.func @nest(%x: f32) { affine.for %i = 0 to 8 {
    %A = memref.alloca() : memref<4xf32>
    affine.store %x, %A[0] : memref<4xf32>
    %0 = affine.load %A[0] : memref<4xf32> } return })");
  EXPECT_EQ("none", shown(minimumDistance(parsed.accesses[0], parsed.accesses[1], parsed.nest)));
  EXPECT_TRUE(meetInOneIteration(parsed.accesses[0], parsed.accesses[1]));
  EXPECT_EQ(1u, conflictsOf(parsed.accesses, parsed.nest).size());
}

TEST(IterationDistance, SidesOfOneConditionNeverMeet) {
  Parsed parsed(R"(func.func @nest(%A: memref<4xf32>, %x: f32, %c: i1) { affine.for %i = 0 to 8 {
    scf.if %c { affine.store %x, %A[0] : memref<4xf32> } else { affine.store %x, %A[0] : memref<4xf32> } } return })");
  EXPECT_FALSE(meetInOneIteration(parsed.accesses[0], parsed.accesses[1]));
  EXPECT_EQ("1", shown(minimumDistance(parsed.accesses[0], parsed.accesses[1], parsed.nest)));
}

// Accesses of one form share an answer; that two of them are on the sides of a condition is no part of it.
TEST(IterationDistance, WhatTheSidesOfAConditionShareMeetsTheRest) {
  Parsed parsed(R"(func.func @nest(%A: memref<4xf32>, %x: f32, %c: i1) { affine.for %i = 0 to 4 {
    scf.if %c { %0 = affine.load %A[%i] : memref<4xf32> } else { affine.store %x, %A[%i] : memref<4xf32> }
    %1 = affine.load %A[%i] : memref<4xf32>
    affine.store %x, %A[%i] : memref<4xf32> } return })");
  std::set<std::pair<unsigned, unsigned>> met;
  for (const IterationConflict &conflict : conflictsOf(parsed.accesses, parsed.nest))
    if (conflict.inOneIteration)
      met.insert({conflict.first, conflict.second});
  EXPECT_EQ((std::set<std::pair<unsigned, unsigned>>{{0, 3}, {1, 2}, {1, 3}, {2, 3}}), met);
}

// 2,048 unrolled accumulations: a quadratic number of exact questions would take minutes.
TEST(IterationDistance, ManyCopies) {
  std::string text = "func.func @nest(%A: memref<64x4096xf32>, %x: f32) {\naffine.for %k = 0 to 64 {\n"
                     "affine.for %j = 0 to 4096 step 2048 {\n";
  for (int copy = 0; copy < 2048; ++copy) {
    std::string element = "%A[3, %j + " + std::to_string(copy) + "] : memref<64x4096xf32>\n";
    text += "%v" + std::to_string(copy) + " = affine.load " + element + "affine.store %x, " + element;
  }
  Parsed parsed(text + "} }\nreturn\n}");
  std::vector<IterationConflict> conflicts = conflictsOf(parsed.accesses, parsed.nest);
  ASSERT_EQ(2u * 2048, conflicts.size()); // load with store, store with itself
  for (const IterationConflict &conflict : conflicts) {
    EXPECT_EQ("2", shown(conflict.forward));
    EXPECT_EQ(conflict.first != conflict.second, conflict.inOneIteration);
  }
}

} // namespace
