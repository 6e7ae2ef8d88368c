// From a source file to schedules: parse, customize, compose, replay, and the errors of files and names.
#include "allo/program.hpp"
#include "allo/schedule.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

namespace {
using allo::Program;
using allo::Schedule;
using allo::UserError;

const char *gemmName = "gemm<float, 32, 64, 64>";

Program twoLayers() { return allo::parse(ALLO_TEST_INPUTS "/two_layers.cpp"); }

Schedule scheduledGemm(const Program &program) {
  Schedule gemm = program.customize(gemmName);
  auto [outer, inner] = gemm.split("j", 4);
  gemm.pipeline(outer).unroll(inner);
  gemm.partition("B", {.dim = 2, .kind = allo::cyclic, .factor = 4});
  return gemm;
}

TEST(Program, ComposesTheKernelAtBothCallSites) {
  Program program = twoLayers();
  Schedule top = program.customize("two_layers");
  top.compose(scheduledGemm(program));
  EXPECT_EQ(top.trace(), "kernel gemm<float, 32, 64, 64>\n"
                         "  split j factor=4\n"
                         "  pipeline j.outer\n"
                         "  unroll j.inner\n"
                         "  partition B dim=2 kind=cyclic factor=4\n"
                         "kernel two_layers\n"
                         "  compose gemm<float, 32, 64, 64>\n");
  // W1 and W2 are B at the two calls: a second layout for that dimension is refused.
  for (const char *weights : {"W1", "W2"})
    EXPECT_THROW(top.partition(weights, {.dim = 2, .kind = allo::block, .factor = 2}), allo::ScheduleError);
  top.partition("X", {.dim = 2, .kind = allo::block, .factor = 2});
}

TEST(Program, AScheduleCannotComposeItsOwnTop) {
  Schedule top = twoLayers().customize("two_layers");
  try {
    top.compose(Schedule(top).unroll("gemm:i", 2));
    FAIL() << "two_layers was composed into itself";
  } catch (const allo::ScheduleError &error) {
    EXPECT_EQ(error.message(), "compose two_layers: a schedule cannot compose its own top");
  }
  EXPECT_TRUE(top.steps().empty());
}

TEST(Program, ReplaysATraceFromTheSource) {
  Program program = twoLayers();
  Schedule top = program.customize("two_layers");
  top.compose(scheduledGemm(program)).unroll("gemm:i", 2);
  Schedule again = twoLayers().customize("two_layers");
  again.replay(top.trace());
  EXPECT_EQ(again.ir(), top.ir());
  EXPECT_EQ(again.trace(), top.trace());
}

TEST(Program, TwoSchedulesOfOneKernel) {
  Program program = twoLayers();
  Schedule first = scheduledGemm(program), second = program.customize(gemmName);
  second.unroll("j", 2);
  Schedule top = program.customize("two_layers");
  top.compose(first, "#1").compose(second, "#1"); // the first of the calls that are left
  std::string gemm = gemmName;
  EXPECT_EQ(top.trace(), "kernel " + gemm +
                             "\n"
                             "  split j factor=4\n"
                             "  pipeline j.outer\n"
                             "  unroll j.inner\n"
                             "  partition B dim=2 kind=cyclic factor=4\n"
                             "kernel " +
                             gemm + " version=2\n  unroll j factor=2\nkernel two_layers\n  compose " + gemm +
                             " at=#1\n  compose " + gemm + " version=2 at=#1\n");
  Schedule again = twoLayers().customize("two_layers");
  again.replay(top.trace());
  EXPECT_EQ(again.ir(), top.ir());
  EXPECT_EQ(again.trace(), top.trace());
  // Each of the two is addressed by its number, and a handle names a loop of one of them.
  EXPECT_EQ(top.loop("gemm<float, 32, 64, 64>#2:j.outer").name(), "j.outer");
  top.pipeline(top.loop(gemm + "#1:j"));
  EXPECT_EQ(top.steps().back(), "pipeline " + gemm + "#1:j");
  try {
    top.pipeline("gemm:k");
    FAIL() << "an ambiguous function was taken";
  } catch (const allo::ScheduleError &error) {
    EXPECT_EQ(error.message(), "pipeline gemm:k ii=1: function 'gemm' is ambiguous");
    EXPECT_NE(error.hint().find("#1"), std::string::npos);
    EXPECT_NE(error.hint().find("#2"), std::string::npos);
  }
  EXPECT_EQ(top.undo().undo().trace().find("version"), std::string::npos);
}

// One C++ function builds the schedule of every size.
template <int M, int N, int K> Schedule scheduledProduct(const Program &program) {
  Schedule gemm =
      program.customize("gemm<float, " + std::to_string(M) + ", " + std::to_string(N) + ", " + std::to_string(K) + ">");
  constexpr int lanes = N % 4 == 0 ? 4 : 2;
  auto [outer, inner] = gemm.split("j", lanes);
  gemm.pipeline(outer).unroll(inner).partition("B", {.dim = 2, .kind = allo::cyclic, .factor = lanes});
  return gemm;
}

TEST(Program, OneScheduleForSeveralSizes) {
  Program program = allo::parse(ALLO_TEST_INPUTS "/classifier.cpp");
  Schedule top = program.customize("classifier");
  top.compose(scheduledProduct<8, 16, 16>(program)).compose(scheduledProduct<8, 10, 16>(program));
  EXPECT_EQ(top.layout("W1").banks, 4);
  EXPECT_EQ(top.layout("W2").banks, 2);
  Schedule again = program.customize("classifier");
  EXPECT_EQ(again.replay(top.trace()).ir(), top.ir());
}

// Writes a source file for one test.
std::string sourceFile(const std::string &name, const std::string &text) {
  std::string file = testing::TempDir() + name;
  std::ofstream(file) << text;
  return file;
}

const char *withPragmas = "void leaf(int A[8]) {\n"
                          "  for (int i = 0; i < 8; ++i) {\n"
                          "#pragma HLS pipeline II=2\n"
                          "    A[i] = i;\n"
                          "  }\n"
                          "}\n"
                          "void top(int A[8]) {\n"
                          "#pragma HLS array_partition variable=A complete\n"
                          "#pragma HLS unheard of\n"
                          "  leaf(A);\n"
                          "}\n";

TEST(Program, PragmasAreTheFirstSteps) {
  std::string file = sourceFile("allo_pragmas.cpp", withPragmas);
  Schedule top = allo::parse(file).customize("top");
  EXPECT_EQ(top.steps(), (std::vector<std::string>{"pipeline leaf:i ii=2", "partition A dim=1"}));
  EXPECT_EQ(top.trace(), "kernel top\n"
                         "  pipeline leaf:i ii=2 # from allo_pragmas.cpp:3\n"
                         "  partition A dim=1 # from allo_pragmas.cpp:8\n");
  ASSERT_EQ(top.warnings().size(), 1u);
  EXPECT_EQ(top.warnings()[0].message, "#pragma HLS unheard of: this pragma is not known; it is ignored");
  EXPECT_EQ(top.warnings()[0].place.line, 9u);
  top.unroll("leaf:i", 2).undo();
  EXPECT_THROW(top.undo(), allo::ScheduleError);
  allo::ParseOptions ignoring;
  ignoring.ignore_pragmas = true;
  Schedule plain = allo::parse(file, ignoring).customize("top");
  EXPECT_TRUE(plain.steps().empty() && plain.warnings().empty());
  EXPECT_EQ(plain.replay(top.trace()).ir(), top.ir());
  Schedule again = allo::parse(file).customize("top");
  EXPECT_EQ(again.replay(top.trace()).trace(), top.trace());
}

TEST(Program, ComposesAKernelThatPragmasBegan) {
  Program program = allo::parse(sourceFile("allo_composed_pragmas.cpp", withPragmas));
  Schedule leaf = program.customize("leaf"), top = program.customize("top");
  leaf.unroll("i", 2);
  top.compose(leaf);
  EXPECT_NE(top.ir().find("pipeline = 2, unroll = 2"), std::string::npos);
  Schedule again = program.customize("top");
  EXPECT_EQ(again.replay(top.trace()).ir(), top.ir());
  Schedule changed = program.customize("top");
  changed.unroll("leaf:i", 4);
  EXPECT_THROW(changed.compose(leaf), allo::ScheduleError);
}

TEST(Program, MethodsOfDirectives) {
  std::string file = sourceFile("allo_directives.cpp", "void work(int A[8], const int key[8]) {\n"
                                                       "  int B[16];\n"
                                                       "  for (int i = 0; i < 8; ++i)\n"
                                                       "    B[key[i]] += A[i];\n"
                                                       "  A[0] = B[0];\n"
                                                       "}\n");
  Schedule work = allo::parse(file).customize("work");
  work.reshape("B", {.dim = 1, .kind = allo::cyclic, .factor = 2}).bind_storage("B", allo::uram);
  work.dependence("B", "i", {.direction = "raw", .unchecked = true}).limit("add", 1).no_flatten("i");
  work.directive("loop_tripcount", {.loop = "i", .options = "min=8 max=8"});
  EXPECT_EQ(work.trace(), "kernel work\n"
                          "  reshape B dim=1 kind=cyclic factor=2\n"
                          "  bind_storage B impl=uram\n"
                          "  dependence B loop=i direction=raw unchecked=yes\n"
                          "  limit add count=1\n"
                          "  no_flatten i\n"
                          "  directive loop_tripcount loop=i options=(min=8 max=8)\n");
  EXPECT_THROW(work.dependence("B", "i"), allo::ScheduleError);
}

TEST(Program, RefusesASourceThatChangedSince) {
  std::string file = testing::TempDir() + "allo_changed.cpp";
  auto write = [&](const char *value) {
    std::ofstream(file) << "void leaf(float A[4]) { for (int i = 0; i < 4; ++i) A[i] = " << value
                        << "; }\nvoid top(float A[4]) { leaf(A); }\n";
  };
  write("1.0f");
  Schedule leaf = allo::parse(file).customize("leaf");
  leaf.unroll("i");
  write("2.0f");
  Schedule top = allo::parse(file).customize("top");
  try {
    top.compose(leaf);
    ADD_FAILURE() << "composed a schedule of another source";
  } catch (const allo::ScheduleError &error) {
    EXPECT_EQ(error.message(),
              "compose leaf: the source of 'leaf' is not the one that the schedule of 'leaf' began with");
  }
  std::remove(file.c_str());
}

TEST(Program, ComposesKernelsWithTablesOfOneName) {
  std::string file = testing::TempDir() + "allo_tables.cpp";
  std::ofstream(file)
      << "void rows(float A[4]) { const float w[2] = {1, 2}; for (int i = 0; i < 2; ++i) A[i] = w[i]; }\n"
         "void columns(float A[4]) { const float w[2] = {3, 4}; for (int i = 0; i < 2; ++i) A[i] = w[i]; }\n"
         "void top(float A[4], float B[4]) { rows(A); columns(B); }\n";
  Program program = allo::parse(file);
  Schedule rows = program.customize("rows"), columns = program.customize("columns"), top = program.customize("top");
  rows.partition("w", {.dim = 1});
  columns.unroll("i").partition("w", {.dim = 1, .kind = allo::cyclic, .factor = 2});
  top.compose(rows).compose(columns);
  std::string ir = top.ir();
  // Each function keeps its own table, with the layout of its own schedule.
  EXPECT_NE(ir.find("#allo.memory<[<complete>], auto>> = dense<[1.000000e+00, 2.000000e+00]>"), std::string::npos)
      << ir;
  EXPECT_NE(ir.find("#allo.memory<[<cyclic, 2>], auto>> = dense<[3.000000e+00, 4.000000e+00]>"), std::string::npos)
      << ir;
  std::remove(file.c_str());
}

TEST(Program, UnreadableFile) {
  try {
    allo::parse("/nonexistent/kernel.cpp");
    ADD_FAILURE();
  } catch (const UserError &error) {
    EXPECT_EQ(error.message(), "cannot read '/nonexistent/kernel.cpp'");
  }
}

TEST(Program, UnknownKernel) { EXPECT_THROW(twoLayers().customize("three_layers"), UserError); }
} // namespace
