// The cpu target on modules written by hand in the form of docs/decisions/0001, compared with the same written in C++.
#include "target/cpu/Compiled.h"

#include "hls/hls_math.h"

#include "ir/AlloDialect.h"

#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Parser/Parser.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <vector>

using namespace allo;
using target::cpu::Compiled;

namespace {
mlir::MLIRContext &context() {
  static mlir::MLIRContext context;
  ir::loadDialects(context);
  return context;
}

Compiled compile(const std::string &text, const target::cpu::Options &options = {}) {
  auto module = mlir::parseSourceString<mlir::ModuleOp>(text, &context());
  if (!module)
    throw std::runtime_error("the test's module does not parse");
  return target::cpu::compile(*module, options);
}

// The top `name` with scalar parameters of type `from` and a result of type `to`.
std::string scalarKernel(const std::string &parameters, const std::string &resultType, const std::string &ctype,
                         const std::string &body) {
  return "module { func.func @top(" + parameters + ") -> (" + resultType + " {allo.ctype = #allo.ctype<" + ctype +
         ">}) attributes {allo.top} {\n" + body + "\n} }";
}

std::string parameter(const std::string &name, int id, const std::string &type, const std::string &ctype) {
  return "%" + name + ": " + type + " {allo.var = #allo.var<id = " + std::to_string(id) + ", name = \"" + name +
         "\", type = <" + ctype + ">>}";
}

template <typename... Pointers> void call(const Compiled &code, void *result, Pointers... pointers) {
  std::array<void *, sizeof...(Pointers)> arguments = {const_cast<void *>(static_cast<const void *>(pointers))...};
  code.invoke(arguments.data(), result);
}

const std::string gemm = R"(
module {
  func.func @"gemm<float, 13, 17, 19>"(
      %A: memref<13x19xf32, #allo.memory<[<none>, <cyclic, 4>], bram>> {allo.var = #allo.var<id = 0, name = "A", type = <float>, is_const = true>},
      %B: memref<19x17xf32> {allo.var = #allo.var<id = 1, name = "B", type = <float>, is_const = true>},
      %C: memref<13x17xf32> {allo.var = #allo.var<id = 2, name = "C", type = <float>>}) attributes {allo.top} {
    %zero = arith.constant 0.0 : f32
    affine.for %i = 0 to 13 {
      %sum = memref.alloca() {allo.var = #allo.var<id = 3, name = "sum", type = <float>>} : memref<f32>
      affine.for %j = 0 to 17 {
        affine.store %zero, %sum[] : memref<f32>
        affine.for %k = 0 to 19 {
          %a = affine.load %A[%i, %k] : memref<13x19xf32, #allo.memory<[<none>, <cyclic, 4>], bram>>
          %b = affine.load %B[%k, %j] : memref<19x17xf32>
          %s = affine.load %sum[] : memref<f32>
          %p = arith.mulf %a, %b : f32
          %n = arith.addf %s, %p : f32
          affine.store %n, %sum[] : memref<f32>
        } {allo.loop = #allo.loop<id = 6, name = "k", pipeline = 1>}
        %s = affine.load %sum[] : memref<f32>
        affine.store %s, %C[%i, %j] : memref<13x17xf32>
      } {allo.loop = #allo.loop<id = 5, name = "j">}
    } {allo.loop = #allo.loop<id = 4, name = "i"PARALLEL>}
    return
  }
})";

std::string gemmText(bool parallel) {
  std::string text = gemm;
  text.replace(text.find("PARALLEL"), 8, parallel ? ", parallel = true" : "");
  return text;
}

void checkGemm(const Compiled &code) {
  std::vector<float> A(13 * 19), B(19 * 17), C(13 * 17, -1), expected(13 * 17);
  for (size_t i = 0; i < A.size(); ++i)
    A[i] = std::sin(float(i)) * 3;
  for (size_t i = 0; i < B.size(); ++i)
    B[i] = std::cos(float(i)) * 1e3f;
  for (int i = 0; i < 13; ++i)
    for (int j = 0; j < 17; ++j) {
      volatile float sum = 0; // volatile: no contraction and no reassociation in the expectation
      for (int k = 0; k < 19; ++k) {
        volatile float product = A[i * 19 + k] * B[k * 17 + j];
        sum = sum + product;
      }
      expected[i * 17 + j] = sum;
    }
  call(code, nullptr, A.data(), B.data(), C.data());
  EXPECT_EQ(0, std::memcmp(C.data(), expected.data(), C.size() * sizeof(float)));
}
} // namespace

TEST(Cpu, gemmHasTheBitsOfSeparateRoundings) { checkGemm(compile(gemmText(false))); }

TEST(Cpu, compilingLeavesTheModuleAsItWas) {
  auto module = mlir::parseSourceString<mlir::ModuleOp>(gemmText(true), &context());
  auto print = [&] {
    std::string text;
    llvm::raw_string_ostream stream(text);
    module->print(stream);
    return text;
  };
  std::string before = print();
  target::cpu::compile(*module);
  EXPECT_EQ(before, print());
}

TEST(Cpu, aParallelLoopRunsOnThreads) {
  Compiled code = compile(gemmText(true), {.threads = 4});
  ASSERT_EQ(1u, code.parallelLoops().size());
  EXPECT_EQ("i", code.parallelLoops()[0].name);
  EXPECT_EQ("gemm<float, 13, 17, 19>", code.parallelLoops()[0].function);
  EXPECT_TRUE(code.parallelLoops()[0].threaded);
  for (int run = 0; run < 50; ++run)
    checkGemm(code);
}

TEST(Cpu, scalarsStructsAndResultsArePacked) {
  std::string field = ", allo.field = #allo.field<parameter = 1, name = \"p\", type = \"Pair\", member = ";
  std::string text = "module { func.func @top(" + parameter("flag", 0, "i1", "bool") + R"(,
      %x: i8 {allo.var = #allo.var<id = 1, name = "p.x", type = <schar>>)" +
                     field + R"("x", offset = 0, size = 16>},
      %y: f64 {allo.var = #allo.var<id = 2, name = "p.y", type = <double>>)" +
                     field + R"("y", offset = 8, size = 16>},
      %o: memref<i1> {allo.var = #allo.var<id = 3, name = "o", type = <bool>>})
      -> (i1 {allo.ctype = #allo.ctype<bool>}) attributes {allo.top} {
    %w = arith.sitofp %x : i8 to f64
    %less = arith.cmpf olt, %w, %y : f64
    affine.store %less, %o[] : memref<i1>
    %r = arith.xori %less, %flag : i1
    return %r : i1
  } })";
  Compiled code = compile(text);
  struct Pair {
    signed char x;
    double y;
  };
  for (int bits = 0; bits < 4; ++bits) {
    unsigned char flag = bits & 1, out = 7, result = 7;
    Pair pair = {-5, bits & 2 ? -5.5 : -4.5};
    call(code, &result, &flag, &pair, &out);
    EXPECT_EQ(-5 < pair.y, out);
    EXPECT_EQ((-5 < pair.y) ^ flag, result);
    call(code, nullptr, &flag, &pair, &out); // no use for the result
  }
}

TEST(Cpu, booleanArraysAreBytes) {
  std::string text = "module { func.func @top(" + parameter("a", 0, "memref<100xi32>", "int") + ", " +
                     parameter("m", 1, "memref<100xi1>", "bool") + R"() attributes {allo.top} {
    %zero = arith.constant 0 : i32
    affine.for %i = 0 to 100 {
      %v = affine.load %a[%i] : memref<100xi32>
      %old = affine.load %m[%i] : memref<100xi1>
      %c = arith.cmpi slt, %v, %zero : i32
      %n = arith.xori %c, %old : i1
      affine.store %n, %m[%i] : memref<100xi1>
    } {allo.loop = #allo.loop<id = 2, name = "i">}
    return
  } })";
  Compiled code = compile(text, {.keepText = true});
  std::vector<int> a(100);
  std::vector<unsigned char> m(100);
  for (int i = 0; i < 100; ++i)
    a[i] = (i * 37) % 11 - 5, m[i] = i % 2;
  call(code, nullptr, a.data(), m.data());
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ((a[i] < 0) ^ (i % 2), m[i]) << i;
  EXPECT_NE(std::string::npos, code.llvm().find("x i8>")) << "the loop is not vectorised";
}

TEST(Cpu, castsToIntegersSaturate) {
  Compiled toInt = compile(scalarKernel(parameter("x", 0, "f32", "float"), "i32", "int",
                                        "%r = arith.fptosi %x : f32 to i32\nreturn %r : i32"));
  Compiled toUChar = compile(scalarKernel(parameter("x", 0, "f64", "double"), "i8", "uchar",
                                          "%r = arith.fptoui %x : f64 to i8\nreturn %r : i8"));
  auto asInt = [&](float x) {
    int result;
    call(toInt, &result, &x);
    return result;
  };
  auto asUChar = [&](double x) {
    unsigned char result;
    call(toUChar, &result, &x);
    return int(result);
  };
  float infinity = std::numeric_limits<float>::infinity();
  EXPECT_EQ(-2, asInt(-2.9f));
  EXPECT_EQ(INT_MAX, asInt(3e9f));
  EXPECT_EQ(INT_MIN, asInt(-infinity));
  EXPECT_EQ(0, asInt(std::nanf("")));
  EXPECT_EQ(200, asUChar(200.9));
  EXPECT_EQ(255, asUChar(256));
  EXPECT_EQ(0, asUChar(-1));
}

TEST(Cpu, mathHasTheLibrarysBits) {
  struct Case {
    const char *operation;
    float (*native)(float);
  };
  const Case cases[] = {{"math.exp %x", [](float x) { return hls::exp(x); }},
                        {"math.log %x", [](float x) { return hls::log(x); }},
                        {"math.tanh %x", [](float x) { return hls::tanh(x); }},
                        {"math.sqrt %x", [](float x) { return std::sqrt(x); }},
                        {"math.floor %x", [](float x) { return std::floor(x); }},
                        {"math.powf %two, %x", [](float x) { return hls::pow(2.0f, x); }},
                        {"math.powf %x, %two", [](float x) { return x * x; }}};
  for (const Case &test : cases) {
    Compiled code = compile(scalarKernel(parameter("x", 0, "f32", "float"), "f32", "float",
                                         "%two = arith.constant 2.0 : f32\n%r = " + std::string(test.operation) +
                                             " : f32\nreturn %r : f32"));
    for (float x = 0.01f; x < 40; x *= 1.37f) {
      volatile float input = x; // nothing is folded at compile time
      float result, argument = x, expected = test.native(input);
      call(code, &result, &argument);
      EXPECT_EQ(0, std::memcmp(&expected, &result, sizeof(float))) << test.operation << " at " << x;
    }
  }
}

TEST(Cpu, minimumOfZerosAndNaNIsTheLibrarys) {
  std::string two = parameter("x", 0, "f64", "double") + ", " + parameter("y", 1, "f64", "double");
  Compiled minimum = compile(scalarKernel(two, "f64", "double", "%r = arith.minnumf %x, %y : f64\nreturn %r : f64"));
  Compiled maximum = compile(scalarKernel(two, "f64", "double", "%r = arith.maxnumf %x, %y : f64\nreturn %r : f64"));
  double (*volatile fmin)(double, double) = ::fmin;
  double (*volatile fmax)(double, double) = ::fmax;
  const double values[] = {0.0, -0.0, 1.5, -2, std::numeric_limits<double>::quiet_NaN()};
  for (double x : values)
    for (double y : values) {
      double result, expected = fmin(x, y);
      call(minimum, &result, &x, &y);
      EXPECT_TRUE(std::memcmp(&expected, &result, 8) == 0 || (result != result && expected != expected))
          << x << ' ' << y;
      expected = fmax(x, y);
      call(maximum, &result, &x, &y);
      EXPECT_TRUE(std::memcmp(&expected, &result, 8) == 0 || (result != result && expected != expected))
          << x << ' ' << y;
    }
}

TEST(Cpu, aKernelNamedLikeALibraryFunctionIsItself) {
  std::string text = R"(module {
    func.func @top(%x: f32 {allo.var = #allo.var<id = 0, name = "x", type = <float>>})
        -> (f32 {allo.ctype = #allo.ctype<float>}) attributes {allo.top} {
      %a = func.call @expf(%x) : (f32) -> f32
      %b = math.exp %a : f32
      return %b : f32
    }
    func.func private @expf(%x: f32 {allo.var = #allo.var<id = 0, name = "x", type = <float>>})
        -> (f32 {allo.ctype = #allo.ctype<float>}) {
      %one = arith.constant 1.0 : f32
      %r = arith.addf %x, %one : f32
      return %r : f32
    }
  })";
  Compiled code = compile(text);
  float x = 0.5f, result;
  call(code, &result, &x);
  volatile float sum = 1.5f;
  EXPECT_EQ(std::exp(float(sum)), result);
}

namespace {
std::string localArray(const std::string &shape) {
  std::string type = "memref<" + shape + "xf64>";
  return R"(module { func.func @top(%n: i32 {allo.var = #allo.var<id = 0, name = "n", type = <int>>})
      -> (f64 {allo.ctype = #allo.ctype<double>}) attributes {allo.top} {
    %last = memref.alloca() {allo.var = #allo.var<id = 3, name = "last", type = <double>>} : memref<f64>
    affine.for %t = 0 to 1000 {
      %big = memref.alloca() {allo.var = #allo.var<id = 1, name = "big", type = <double>>} : )" +
         type + R"( loc("k.cpp":7:3)
      %i = arith.index_cast %t : index to i32
      %v = arith.sitofp %i : i32 to f64
      affine.store %v, %big[%t * 7] : )" +
         type + R"(
      %j = arith.index_cast %n : i32 to index
      %w = memref.load %big[%j] : )" +
         type + R"(
      affine.store %w, %last[] : memref<f64>
    } {allo.loop = #allo.loop<id = 2, name = "t">}
    %r = affine.load %last[] : memref<f64>
    return %r : f64
  } })";
}
} // namespace

TEST(Cpu, largeLocalArraysInLoopsDoNotExhaustTheStack) {
  Compiled code = compile(localArray("1048576"));
  int n = 999 * 7; // the element that the last iteration wrote
  double result = 0;
  call(code, &result, &n);
  EXPECT_EQ(999.0, result);
}

TEST(Cpu, arraysBeyondTheLimitAreRefused) {
  try {
    compile(localArray("268435456"));
    FAIL() << "a 2 GiB array was accepted";
  } catch (const UserError &error) {
    EXPECT_EQ("array 'big' takes 2.00 GiB; the local arrays of one function may take 1.00 GiB", error.message());
    EXPECT_EQ(7u, error.place().line);
  }
}

namespace {
// A stencil in time whose two nests are parallel inside a sequential loop; the second is triangular, goes through a
// table and a local array, and has a parallel loop inside. `%n` is a scalar parameter that bounds and values use.
const std::string nests = R"(module {
  memref.global "private" constant @weights : memref<4xi32> = dense<[3, -1, 4, 7]>
  func.func @top(%n: i32 {allo.var = #allo.var<id = 0, name = "n", type = <int>>},
      %A: memref<40x40xi32> {allo.var = #allo.var<id = 1, name = "A", type = <int>>}) attributes {allo.top} {
    %extent = arith.index_cast %n : i32 to index
    %three = arith.constant 3 : i32
    affine.for %t = 0 to 5 {
      %B = memref.alloca() {allo.var = #allo.var<id = 2, name = "B", type = <int>>} : memref<40x40xi32>
      affine.for %i = 0 to %extent {
        affine.for %j = 0 to 40 {
          %a = affine.load %A[%i, 39 - %j] : memref<40x40xi32>
          %time = arith.index_cast %t : index to i32
          %b = arith.muli %a, %three : i32
          %c = arith.addi %b, %time : i32
          %d = arith.addi %c, %n : i32
          affine.store %d, %B[%i, %j] : memref<40x40xi32>
        } {allo.loop = #allo.loop<id = 6, name = "j">}
      } {allo.loop = #allo.loop<id = 5, name = "i", parallel = true>}
      %weights = memref.get_global @weights : memref<4xi32> {allo.var = #allo.var<id = 3, name = "weights", type = <int>>}
      affine.for %i = 0 to %extent step 3 {
        affine.for %j = affine_map<(d0) -> (d0)>(%i) to min affine_map<(d0)[s0] -> (d0 + 9, s0)>(%i)[%extent] {
          %v = affine.load %B[%i, %j] : memref<40x40xi32>
          %w = affine.load %weights[%j mod 4] : memref<4xi32>
          %p = arith.muli %v, %w : i32
          affine.store %p, %A[%i, %j] : memref<40x40xi32>
        } {allo.loop = #allo.loop<id = 9, name = "j", parallel = true>}
      } {allo.loop = #allo.loop<id = 8, name = "i", parallel = true>}
    } {allo.loop = #allo.loop<id = 4, name = "t">}
    return
  }
})";

void nestsInC(int n, int (*A)[40]) {
  const int weights[4] = {3, -1, 4, 7};
  for (int t = 0; t < 5; ++t) {
    int B[40][40];
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < 40; ++j)
        B[i][j] = int(unsigned(A[i][39 - j]) * 3u + unsigned(t) + unsigned(n));
    for (int i = 0; i < n; i += 3)
      for (int j = i; j < std::min(i + 9, n); ++j)
        A[i][j] = int(unsigned(B[i][j]) * unsigned(weights[j % 4]));
  }
}
} // namespace

TEST(Cpu, parallelNestsCaptureWhatTheyUse) {
  Compiled code = compile(nests, {.threads = 3});
  ASSERT_EQ(3u, code.parallelLoops().size());
  EXPECT_TRUE(code.parallelLoops()[0].threaded);
  EXPECT_TRUE(code.parallelLoops()[1].threaded);
  EXPECT_FALSE(code.parallelLoops()[2].threaded);
  EXPECT_EQ("it is inside the parallel loop 'i'", code.parallelLoops()[2].reason);
  for (int n : {0, 1, 2, 37, 40}) {
    int A[40][40], expected[40][40];
    for (int i = 0; i < 1600; ++i)
      A[i / 40][i % 40] = expected[i / 40][i % 40] = i * 7919 - 5000;
    nestsInC(n, expected);
    call(code, nullptr, &n, A);
    EXPECT_EQ(0, std::memcmp(A, expected, sizeof A)) << "n = " << n;
  }
}
