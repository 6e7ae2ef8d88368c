// The list of lib/lower on its own: what each rewrite leaves in the LLVM dialect, and that the gates close.
#include "lower/Lower.h"

#include "ir/AlloDialect.h"

#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Parser/Parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace allo;
using testing::HasSubstr;
using testing::Not;

namespace {
std::string lowered(const std::string &text, const lower::Options &options = {}) {
  static mlir::MLIRContext context;
  ir::loadDialects(context);
  auto module = mlir::parseSourceString<mlir::ModuleOp>(text, &context);
  if (!module)
    throw std::runtime_error("the test's module does not parse");
  lower::toLLVM(*module, options);
  std::string result;
  llvm::raw_string_ostream stream(result);
  module->print(stream);
  return result;
}

// A top that adds up `type` values from a local array declared in a loop.
std::string localArray(const std::string &loopAttribute) {
  return R"(module { func.func @"top<4>"(%A: memref<8xf32> {allo.var = #allo.var<id = 0, name = "A", type = <float>>})
      attributes {allo.top} {
    affine.for %i = 0 to 8 step 2 {
      %t = memref.alloca() {allo.var = #allo.var<id = 1, name = "t", type = <float>>} : memref<4xf32>
      %s = memref.alloca() {allo.var = #allo.var<id = 2, name = "s", type = <float>>} : memref<f32>
      %a = affine.load %A[%i] : memref<8xf32>
      affine.store %a, %t[%i floordiv 2] : memref<4xf32>
      affine.store %a, %s[] : memref<f32>
    } )" +
         loopAttribute + R"(
    return
  } })";
}
const std::string named = R"({allo.loop = #allo.loop<id = 3, name = "i">})";
} // namespace

TEST(Lower, argumentsAreDistinctBarePointersWithTheirExtent) {
  std::string text = lowered(localArray(named));
  EXPECT_THAT(text, HasSubstr(R"(llvm.func @"kernel.top<4>"(%arg0: !llvm.ptr {llvm.align = 4 : i64, )"
                              "llvm.dereferenceable = 32 : i64, llvm.noalias, llvm.nonnull, llvm.noundef})"));
  EXPECT_THAT(text, Not(HasSubstr("allo.")));
}

TEST(Lower, wideIntegersAreAlignedAsTheirClassIs) {
  std::string text = lowered(R"(module { func.func @top(
      %A: memref<4xi130> {allo.var = #allo.var<id = 0, name = "A", type = <ap_int, 130>>},
      %B: memref<4xi300> {allo.var = #allo.var<id = 1, name = "B", type = <ap_int, 300>>}) attributes {allo.top} {
    return
  } })");
  EXPECT_THAT(text, HasSubstr("%arg0: !llvm.ptr {llvm.align = 16 : i64,"));
  EXPECT_THAT(text, HasSubstr("%arg1: !llvm.ptr {llvm.align = 16 : i64,"));
}

TEST(Lower, localMemoriesStandInTheEntry) {
  std::string text = lowered(localArray(named));
  size_t array = text.find("llvm.alloca"), scalar = text.find("llvm.alloca", array + 1);
  ASSERT_NE(std::string::npos, scalar);
  EXPECT_LT(scalar, text.find("llvm.br"));
  EXPECT_EQ(std::string::npos, text.find("llvm.alloca", scalar + 1));
  EXPECT_GT(text.find("llvm.store"), text.find("^bb")) << "a scalar gets its zero where it is declared";
}

TEST(Lower, arraysAboveTheLimitsOfTheStackLiveOnTheHeap) {
  EXPECT_THAT(lowered(localArray(named)), Not(HasSubstr("aligned_alloc")));
  for (lower::Options options : {lower::Options{.stackBytes = 15}, lower::Options{.frameBytes = 15}}) {
    std::string text = lowered(localArray(named), options);
    EXPECT_THAT(text, HasSubstr("llvm.call @aligned_alloc"));
    EXPECT_LT(text.find("llvm.call @aligned_alloc"), text.find("llvm.br"));
    EXPECT_THAT(text, HasSubstr("llvm.call @free"));
  }
}

TEST(Lower, bfloat16IsRoundedOnItsBits) {
  std::string text = lowered(R"(module { func.func @top(
      %A: memref<3xf32> {allo.var = #allo.var<id = 0, name = "A", type = <float>>},
      %B: memref<3xbf16> {allo.var = #allo.var<id = 1, name = "B", type = <bfloat16>>}) attributes {allo.top} {
    %a = affine.load %A[0] : memref<3xf32>
    %float = arith.truncf %a : f32 to bf16
    affine.store %float, %B[0] : memref<3xbf16>
    %wide = arith.extf %a : f32 to f64
    %double = arith.truncf %wide : f64 to bf16
    affine.store %double, %B[1] : memref<3xbf16>
    %long = arith.fptosi %a : f32 to i64
    %integer = arith.sitofp %long : i64 to bf16
    affine.store %integer, %B[2] : memref<3xbf16>
    return
  } })");
  EXPECT_THAT(text, Not(HasSubstr("f32 to bf16"))) << "no conversion of the machine";
  EXPECT_THAT(text, Not(HasSubstr("f64 to bf16")));
  EXPECT_THAT(text, Not(HasSubstr("i64 to bf16")));
  EXPECT_THAT(text, HasSubstr("i16 to bf16"));
}

TEST(Lower, theTotalOfSmallArraysIsLimitedToo) {
  try {
    lowered(localArray(named), {.arrayBytes = 16});
    FAIL() << "20 bytes were accepted";
  } catch (const UserError &error) {
    EXPECT_THAT(error.message(), HasSubstr("array 's' takes 4 bytes, with the arrays before it 20 bytes;"));
  }
}

TEST(Lower, indexArithmeticDoesNotWrap) {
  EXPECT_THAT(lowered(localArray(named)), Not(testing::ContainsRegex("llvm.add %[0-9]+, %[0-9]+ : i64")));
}

TEST(Lower, aLoopThatLostItsNameStopsAtTheGate) {
  try {
    lowered(localArray(""));
    FAIL() << "a loop without a name was lowered";
  } catch (const InternalError &error) {
    EXPECT_THAT(error.message(), HasSubstr("phase 'structure': 'affine.for' op has lost its name and id"));
  }
}

TEST(Lower, aParallelLoopBecomesAFunctionOfARange) {
  std::string text = lowered(localArray(R"({allo.loop = #allo.loop<id = 3, name = "i", parallel = true>})"));
  EXPECT_THAT(text, HasSubstr(R"(llvm.func internal @"kernel.top<4>.parallel.3"(%arg0: i64, %arg1: i64, %arg2: i64, )"
                              "%arg3: !llvm.ptr {"));
  // What is declared in the loop is private to the function.
  EXPECT_GT(text.find("llvm.alloca"), text.find(R"(@"kernel.top<4>.parallel.3"(%arg0)"));
}

namespace {
// A loop from 1 to the parameter n; `body` computes the index %x from %v, the variable as i32, or %i, the variable.
std::string indexed(const std::string &body) {
  return R"(module { func.func @top(%n: i32 {allo.var = #allo.var<id = 0, name = "n", type = <int>>},
      %A: memref<8xf32> {allo.var = #allo.var<id = 1, name = "A", type = <float>>}) attributes {allo.top} {
    %one = arith.constant 1 : index
    %c = arith.constant 1 : i32
    %to = arith.index_cast %n : i32 to index
    scf.for %i = %one to %to step %one {
      %v = arith.index_cast %i : index to i32
      )" +
         body + R"(
      %a = memref.load %A[%x] : memref<8xf32>
      memref.store %a, %A[%x] : memref<8xf32>
    } {allo.loop = #allo.loop<id = 3, name = "i">}
    return
  } })";
}
} // namespace

TEST(Lower, anIndexThatCannotWrapIsComputedAsIndex) {
  // i - 1 for i from 1; i * i where the access A[i] bounds i.
  std::string minus = lowered(indexed("%w = arith.subi %v, %c : i32\n%x = arith.index_cast %w : i32 to index"));
  EXPECT_THAT(minus, testing::ContainsRegex("llvm.sub [^\n]*overflow<nsw> : i64"));
  std::string product = lowered(indexed("%m = arith.muli %v, %v : i32\n%b = memref.load %A[%i] : memref<8xf32>\n"
                                        "%x = arith.index_cast %m : i32 to index"));
  EXPECT_THAT(product, testing::ContainsRegex("llvm.mul [^\n]*overflow<nsw> : i64"));
}

TEST(Lower, anIndexThatMayWrapKeepsItsCType) {
  // i * i may wrap, and to a value within bounds: the access that uses it proves nothing.
  std::string product = lowered(indexed("%m = arith.muli %v, %v : i32\n%x = arith.index_cast %m : i32 to index"));
  EXPECT_THAT(product, testing::ContainsRegex("llvm.mul [^\n]*: i32"));
  EXPECT_THAT(product, Not(testing::ContainsRegex("llvm.mul [^\n]*overflow<nsw>")));
}
