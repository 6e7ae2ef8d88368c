// The contract of a schedule through its C++ interface: refusals change nothing, undo, replay, handles, copies.
#include "ModuleProgram.h"

#include "allo/schedule.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace {
using allo::Schedule;
using allo::ScheduleError;
using allo::test::ModuleProgram;

const char *text = R"mlir(
func.func private @"gemm<4>"(%B: memref<4x8xf32> {allo.var = #allo.var<id = 0, name = "B", type = <float>>}) {
  %zero = arith.constant 0.0 : f32
  affine.for %i = 0 to 4 {
    affine.for %j = 0 to 8 {
      affine.store %zero, %B[%i, %j] : memref<4x8xf32>
    } {allo.loop = #allo.loop<id = 2, name = "j">}
  } {allo.loop = #allo.loop<id = 1, name = "i">}
  return
}
func.func private @helper(%v: memref<8xf32> {allo.var = #allo.var<id = 0, name = "v", type = <float>>}) {
  %zero = arith.constant 0.0 : f32
  affine.for %j = 0 to 8 {
    affine.store %zero, %v[%j] : memref<8xf32>
  } {allo.loop = #allo.loop<id = 1, name = "j">}
  return
}
func.func @layers(%W: memref<4x8xf32> {allo.var = #allo.var<id = 0, name = "W", type = <float>>},
                  %v: memref<8xf32> {allo.var = #allo.var<id = 1, name = "v", type = <float>>}) attributes {allo.top} {
  call @"gemm<4>"(%W) : (memref<4x8xf32>) -> ()
  affine.for %t = 0 to 16 {
    func.call @helper(%v) : (memref<8xf32>) -> ()
  } {allo.loop = #allo.loop<id = 2, name = "t">}
  return
}
)mlir";

const ModuleProgram &program() {
  static ModuleProgram loaded = ModuleProgram::fromText(text);
  return loaded;
}

// The message of the refusal; fails the test if the step is accepted or leaves a trace of itself.
template <typename Step> std::string refusal(Schedule &schedule, Step step) {
  std::string ir = schedule.ir(), trace = schedule.trace();
  try {
    step();
  } catch (const ScheduleError &error) {
    EXPECT_EQ(schedule.ir(), ir);
    EXPECT_EQ(schedule.trace(), trace);
    return error.message();
  }
  ADD_FAILURE() << "the step was accepted";
  return {};
}

TEST(Schedule, RefusedStepsChangeNothing) {
  Schedule s = program().schedule();
  s.pipeline("gemm<4>:j").partition("W", {.dim = 2, .kind = allo::cyclic, .factor = 4});
  for (const char *step : {"unroll gemm<4>:j", "unroll q", "unroll t factor=0 factor=1", "pipeline t ii=0",
                           "partition W dim=2", "partition W dim=3", "inline layers", "inline nothing",
                           "compose gemm<4>", "nothing t", "", "unroll t factor=17", "partition W kind=block"})
    refusal(s, [&] { s.apply(step); });
  EXPECT_EQ(s.steps().size(), 2u);
}

TEST(Schedule, MethodsAndScriptAreOnePath) {
  Schedule methods = program().schedule(), script = program().schedule();
  methods.unroll("t", 4).partition("v", {.dim = 1, .kind = allo::block, .factor = 3}).inline_("helper");
  methods.pipeline(methods.loop("j"), 2);
  script.apply("unroll t factor=4").apply("partition v dim=1 kind=block factor=3").apply("inline helper");
  script.apply("pipeline t/j ii=2");
  EXPECT_EQ(methods.ir(), script.ir());
  EXPECT_EQ(methods.trace(), script.trace());
  EXPECT_EQ(methods.trace(), "kernel layers\n  unroll t factor=4\n  partition v dim=1 kind=block factor=3\n"
                             "  inline helper\n  pipeline j ii=2\n");
}

TEST(Schedule, ReplayGivesTheSameProgram) {
  Schedule gemm = program().customize("gemm<4>");
  gemm.pipeline("j").partition("B", {.dim = 2, .kind = allo::cyclic, .factor = 4});
  Schedule top = program().schedule();
  top.compose(gemm).unroll("t", 2).inline_("helper");
  Schedule again = program().schedule();
  again.replay(top.trace());
  EXPECT_EQ(again.ir(), top.ir());
  EXPECT_EQ(again.trace(), top.trace());
}

TEST(Schedule, ReplayIsAllOrNothing) {
  Schedule s = program().schedule();
  std::string message =
      refusal(s, [&] { s.replay("kernel layers\n  unroll t factor=2\n\n  # comment\n  unroll q\n"); });
  EXPECT_EQ(message, "unroll q: there is no loop 'q' in 'layers'");
  try {
    s.replay("kernel layers\n  unroll t factor=2\n\n  # comment\n  unroll q\n");
  } catch (const ScheduleError &error) {
    ASSERT_EQ(error.notes().size(), 1u);
    EXPECT_EQ(error.notes().front().message, "in line 5 of the schedule");
  }
}

TEST(Schedule, UndoRestoresProgramAndTrace) {
  Schedule s = program().schedule();
  std::string ir = s.ir();
  s.unroll("t", 2);
  std::string once = s.ir();
  s.inline_("helper").undo();
  EXPECT_EQ(s.ir(), once);
  s.undo();
  EXPECT_EQ(s.ir(), ir);
  EXPECT_EQ(s.trace(), "kernel layers\n");
  EXPECT_EQ(refusal(s, [&] { s.undo(); }), "undo: no step was applied to 'layers'");
}

TEST(Schedule, CopiesAreIndependent) {
  Schedule s = program().schedule();
  s.unroll("t", 2);
  Schedule copy = s;
  copy.inline_("helper");
  EXPECT_NE(copy.ir(), s.ir());
  EXPECT_EQ(s.steps().size(), 1u);
  s = copy;
  EXPECT_EQ(copy.ir(), s.ir());
}

TEST(Schedule, StaleHandlesNameTheStep) {
  Schedule s = program().schedule();
  allo::Loop j = s.loop("helper:j");
  allo::Array v = s.array("helper:v");
  s.inline_("helper");
  EXPECT_EQ(refusal(s, [&] { s.unroll(j); }),
            "unroll j factor=0: the handle of loop 'j' is stale: the loop was removed by the step 'inline helper'");
  EXPECT_EQ(refusal(s, [&] { s.partition(v, {}); }),
            "partition v dim=0 kind=complete: the handle of array 'v' is stale: the array was removed by the step "
            "'inline helper'");
  s.undo();
  s.unroll(j); // exists again
}

TEST(Schedule, HandlesOfUndoneStepsNeverMeanAnotherLoop) {
  Schedule s = program().schedule();
  s.inline_("helper");
  allo::Loop inlined = s.loop("j");
  s.undo();
  s.inline_("gemm<4>"); // gives its loops the same ids
  EXPECT_EQ(refusal(s, [&] { s.unroll(inlined); }),
            "unroll j factor=0: the handle of loop 'j' does not belong to this schedule");
}

TEST(Schedule, HandlesSurviveOtherSteps) {
  Schedule s = program().schedule();
  allo::Loop t = s.loop("t");
  s.inline_("helper").inline_("gemm<4>").pipeline("t/j").unroll(t, 4);
  EXPECT_EQ(s.steps().back(), "unroll t factor=4");
}

TEST(Schedule, HandlesOfAComposedKernelStayValid) {
  Schedule gemm = program().customize("gemm<4>");
  allo::Loop j = gemm.loop("j");
  gemm.partition("B", {.dim = 2});
  Schedule top = program().schedule();
  allo::Loop before = top.loop("gemm<4>:j");
  top.compose(gemm).pipeline(j);
  EXPECT_EQ(top.steps().back(), "pipeline gemm<4>:j");
  EXPECT_EQ(refusal(top, [&] { top.unroll(before); }),
            "unroll j factor=0: the handle of loop 'j' is stale: the loop was removed by the step 'compose gemm<4>'");
}

TEST(Schedule, ComposeNeedsTheSameSource) {
  ModuleProgram other = ModuleProgram::fromText(
      "func.func @\"gemm<4>\"(%B: memref<4x8xf32> {allo.var = #allo.var<id = 0, name = \"B\", type = <float>>}) "
      "attributes {allo.top} {\n return\n}");
  Schedule gemm = other.schedule(), top = program().schedule();
  EXPECT_EQ(refusal(top, [&] { top.compose(gemm); }),
            "compose gemm<4>: the schedule of 'gemm<4>' belongs to another program");
}

TEST(Schedule, PartitionConflictsNameBothSteps) {
  Schedule gemm = program().customize("gemm<4>");
  gemm.partition("B", {.dim = 2, .kind = allo::cyclic, .factor = 4});
  Schedule top = program().schedule();
  top.partition("W", {.dim = 2, .kind = allo::cyclic, .factor = 2});
  EXPECT_EQ(refusal(top, [&] { top.compose(gemm); }),
            "compose gemm<4>: dimension 2 of 'gemm<4>:B' (line 2) is cyclic factor=4 by 'gemm<4>: partition B dim=2 "
            "kind=cyclic "
            "factor=4', but 'W' (line 18) is cyclic factor=2 by 'partition W dim=2 kind=cyclic factor=2', "
            "and the two are one array: the call on line 20 passes 'W' as 'gemm<4>:B'");
}

TEST(Schedule, LayoutSaysWhereElementsAre) {
  Schedule top = program().schedule();
  top.partition("W", {.dim = 2, .kind = allo::cyclic, .factor = 2});
  top.partition("W", {.dim = 1, .kind = allo::block, .factor = 2});
  allo::ArrayLayout w = top.layout("W"), v = top.layout("v");
  EXPECT_EQ(w.banks, 4);
  EXPECT_EQ(w.depth, 8);
  EXPECT_EQ(w.ports, 2);
  EXPECT_EQ(w.locate({3, 1}).bank, 3);
  EXPECT_EQ(w.locate({3, 1}).address, 4); // the second row of its block, the first of its odd elements
  EXPECT_EQ(w.locate({0, 6}).bank, 0);
  EXPECT_EQ(w.locate({0, 6}).address, 3);
  EXPECT_EQ(v.banks, 1);
  EXPECT_EQ(v.locate({7}).address, 7);
  EXPECT_THROW(w.locate({4, 0}), allo::UserError);
  EXPECT_THROW(w.locate({1}), allo::UserError);
  EXPECT_EQ(top.layout("gemm<4>:B").banks, 4);
}

TEST(Schedule, StepsAreFast) {
  Schedule s = program().schedule();
  auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 100; ++i)
    s.inline_("helper").undo();
  std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - start;
  EXPECT_LT(spent.count() / 100, 20);
}
} // namespace
