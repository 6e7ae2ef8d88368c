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

TEST(Program, ReplaysATraceFromTheSource) {
  Program program = twoLayers();
  Schedule top = program.customize("two_layers");
  top.compose(scheduledGemm(program)).unroll("gemm:i", 2);
  Schedule again = twoLayers().customize("two_layers");
  again.replay(top.trace());
  EXPECT_EQ(again.ir(), top.ir());
  EXPECT_EQ(again.trace(), top.trace());
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
