// The untouched source as the oracle: C and C++, structures, crashes, findings of the sanitisers.
#include "Interfaces.h"

#include "build/NegativeResult.h"
#include "build/Oracle.h"

#include <cstring>

using namespace allo;
using namespace allo::build;
using namespace allo::test;

namespace {

class OracleTest : public testing::Test {
protected:
  lang::Source source(const std::string &name, const std::string &text) const {
    lang::Source result;
    result.file = (directory_.path() / name).string();
    result.is_c = name.ends_with(".c");
    result.standard = result.is_c ? "c11" : "c++20";
    support::writeFile(result.file, text);
    return result;
  }
  template <typename T> static T &at(std::vector<char> &buffer, size_t i = 0) {
    return reinterpret_cast<T *>(buffer.data())[i];
  }
  // The message of the negative result of a checked run.
  static std::string finding(const Oracle &oracle, ArgumentSet &arguments) {
    try {
      oracle.run(arguments);
    } catch (const NegativeResult &error) {
      return error.message();
    }
    return "";
  }
  support::TemporaryDirectory directory_;
};

TEST_F(OracleTest, CppTemplateWithArraysScalarsAndReference) {
  lang::Source text =
      source("k.cpp", "namespace ns {\n"
                      "template <typename T, int N>\n"
                      "static T scale(const T (&A)[N], T B[N], const T factor, bool twice, int &count) noexcept {\n"
                      "  count = 0;\n"
                      "  for (int i = 0; i < N; ++i, ++count) B[i] = A[i] * factor * (twice ? 2 : 1);\n"
                      "  return B[N - 1];\n}\n}\n"
                      "int main() { return 0; }\n");
  Interface interface{"ns::scale<float, 3>",
                      {parameter("A", floatType(), {3}, true), parameter("B", floatType(), {3}, false),
                       scalar("factor", floatType()), scalar("twice", element(ElementType::boolean, 1, "bool")),
                       parameter("count", intType(), {}, false)},
                      floatType()};
  Oracle oracle(text, interface.kernel, interface);
  ArgumentSet arguments(interface);
  for (size_t i = 0; i < 3; ++i)
    at<float>(arguments.buffers[0], i) = static_cast<float>(i + 1);
  at<float>(arguments.buffers[2]) = 0.5f;
  at<bool>(arguments.buffers[3]) = true;
  EXPECT_GE(oracle.run(arguments), 0);
  EXPECT_EQ(at<float>(arguments.buffers[1], 2), 3.0f);
  EXPECT_EQ(at<int>(arguments.buffers[4]), 3);
  EXPECT_EQ(at<float>(arguments.result), 3.0f);
}

TEST_F(OracleTest, StaticCFunctionWithStructure) {
  lang::Source text = source("k.c", "#include <math.h>\n"
                                    "typedef struct { float x; int n; } point;\n"
                                    "static _Bool shift(point p, int A[2][2], point *q) {\n"
                                    "  A[1][1] = p.n; q->x = sqrtf(p.x); q->n = -1; return p.n > 2;\n}\n");
  std::vector<InterfaceField> fields = {{"x", floatType(), 0}, {"n", intType(), 4}};
  Interface interface{"shift",
                      {structure("p", "point", fields, 8, false), parameter("A", intType(), {2, 2}, false),
                       structure("q", "point", fields, 8, true)},
                      element(ElementType::boolean, 1, "bool")};
  Oracle oracle(text, "shift", interface);
  ArgumentSet arguments(interface);
  at<float>(arguments.buffers[0]) = 9.0f;
  at<int>(arguments.buffers[0], 1) = 5;
  oracle.run(arguments);
  EXPECT_EQ(at<int>(arguments.buffers[1], 3), 5);
  EXPECT_EQ(at<float>(arguments.buffers[2]), 3.0f);
  EXPECT_EQ(at<char>(arguments.result), 1);
}

TEST_F(OracleTest, SignedOverflowWrapsUnlessChecked) {
  lang::Source text = source("k.cpp", "int grow(int a) {\n  return a + 1;\n}\n");
  Interface interface{"grow", {scalar("a", intType())}, intType()};
  ArgumentSet arguments(interface);
  at<int>(arguments.buffers[0]) = INT32_MAX;
  Oracle(text, "grow", interface).run(arguments);
  EXPECT_EQ(at<int>(arguments.result), INT32_MIN);
  OracleOptions checked;
  checked.checkUndefined = true;
  Oracle oracle(text, "grow", interface, checked);
  EXPECT_EQ(finding(oracle, arguments),
            "undefined behaviour in the kernel's source under the sanitisers: signed integer overflow: 2147483647 + 1 "
            "cannot be represented in type 'int'");
  at<int>(arguments.buffers[0]) = 3;
  EXPECT_EQ(finding(oracle, arguments), "");
}

TEST_F(OracleTest, CheckedRunFindsTheStepOverTheEndOfAnArgument) {
  lang::Source text = source("k.cpp", "void f(const float *A, float *B, int n) {\n  B[0] = A[n];\n}\n");
  Interface interface{
      "f",
      {parameter("A", floatType(), {4}, true), parameter("B", floatType(), {4}, false), scalar("n", intType())},
      {}};
  OracleOptions checked;
  checked.checkUndefined = true;
  Oracle oracle(text, "f", interface, checked);
  ArgumentSet arguments(interface);
  at<int>(arguments.buffers[2]) = 4;
  EXPECT_NE(finding(oracle, arguments).find("heap-buffer-overflow"), std::string::npos);
}

TEST_F(OracleTest, CheckedRunFindsAReadOfWhatWasNeverWritten) {
  lang::Source text = source("k.cpp", "void f(float B[2], int n) {\n  float t[2];\n  if (n > 0) t[0] = 1;\n"
                                      "  B[0] = t[0];\n  B[1] = 2;\n}\n");
  Interface interface{"f", {parameter("B", floatType(), {2}, false), scalar("n", intType())}, {}};
  OracleOptions checked;
  checked.checkUndefined = true;
  Oracle oracle(text, "f", interface, checked);
  ArgumentSet arguments(interface);
  EXPECT_EQ(finding(oracle, arguments), "the kernel reads a variable that was never written: B[0] depends on it");
  at<int>(arguments.buffers[1]) = 1;
  EXPECT_EQ(finding(oracle, arguments), "");
}

TEST_F(OracleTest, ACrashIsAnError) {
  lang::Source text = source("k.cpp", "void f(float B[2], int n) { B[n * 1000000L] = 1; }\n");
  Interface interface{"f", {parameter("B", floatType(), {2}, false), scalar("n", intType())}, {}};
  Oracle oracle(text, "f", interface);
  ArgumentSet arguments(interface);
  at<int>(arguments.buffers[1]) = 1000000;
  EXPECT_EQ(refusal([&] { oracle.run(arguments); }), "the kernel's source was ended by signal 11 (Segmentation fault)");
}

TEST_F(OracleTest, LargeLocalArraysFit) {
  lang::Source text =
      source("k.c", "void f(double B[2]) { double t[20000000]; for (long i = 0; i < 20000000; ++i) t[i] = i;\n"
                    "  B[0] = t[(int)B[1]]; }\n");
  Interface interface{"f", {parameter("B", doubleType(), {2}, false)}, {}};
  Oracle oracle(text, "f", interface);
  ArgumentSet arguments(interface);
  at<double>(arguments.buffers[0], 1) = 17;
  oracle.run(arguments);
  EXPECT_EQ(at<double>(arguments.buffers[0]), 17.0);
}

TEST_F(OracleTest, WhatTheCompilerRefusesIsNamed) {
  lang::Source text = source("k.cpp", "#error not with this compiler\nvoid f(float B[2]) {}\n");
  Interface interface{"f", {parameter("B", floatType(), {2}, false)}, {}};
  std::string message = refusal([&] { Oracle(text, "f", interface); });
  EXPECT_EQ(message.substr(0, 44), "g++ does not compile the kernel's source:\n" + message.substr(42, 2));
  EXPECT_NE(message.find("k.cpp:1:2: error: #error not with this compiler"), std::string::npos);
}

} // namespace
