// The proof through the public interface: what a verdict holds, and what its options do.
#include "allo/allo.hpp"

#include <gtest/gtest.h>

using allo::Verdict;
using allo::VerifyOptions;

namespace {
const std::string folder = ALLO_TEST_INPUTS;

allo::Schedule scheduleOf(const std::string &file, const std::string &top) {
  static std::vector<allo::Program> programs; // schedules refer to them
  programs.push_back(allo::parse(folder + "/" + file));
  return programs.back().customize(top);
}

TEST(Verify, ShowsWhatWasProved) {
  allo::Schedule schedule = scheduleOf("stencil.cpp", "dot");
  schedule.split("i", 4);
  Verdict verdict = schedule.verify();
  EXPECT_EQ(verdict.kind, Verdict::equal);
  EXPECT_FALSE(verdict.difference);
  EXPECT_GT(verdict.operations, 100);
  EXPECT_EQ(verdict.elements, 6 * (64 + 64 + 1));
  EXPECT_EQ(verdict.assumptions.at(0), "sizes: n = 0; n = 1; n = 2; n = 7; n = 18; n = 35");
  VerifyOptions options;
  options.sizes["n"] = 64;
  EXPECT_EQ(schedule.verify(options).assumptions.at(0), "sizes: n = 64");
  options.sizes["n"] = 65; // the arrays have 64 elements
  verdict = schedule.verify(options);
  EXPECT_EQ(verdict.kind, Verdict::unknown);
  EXPECT_EQ(verdict.reason, "in the source, subscript 64 of a is outside of 0 to 63");
  EXPECT_EQ(verdict.place.line, 17u);
}

TEST(Verify, NamesTheStep) {
  allo::Schedule schedule = scheduleOf("wrong.cpp", "last");
  schedule.pipeline("j").unchecked("a try").reorder({"j", "i"}).unroll("i");
  Verdict verdict = schedule.verify();
  ASSERT_EQ(verdict.kind, Verdict::different);
  ASSERT_TRUE(verdict.difference->step);
  EXPECT_EQ(*verdict.difference->step, 3);
  EXPECT_EQ(verdict.difference->step_text, "reorder j i");
  EXPECT_EQ(verdict.difference->output, "A");
  EXPECT_FALSE(verdict.difference->inputs.empty());
  EXPECT_NE(verdict.difference->expected, verdict.difference->actual);
  EXPECT_EQ(verdict.unchecked.size(), 1u);
  schedule.undo().undo();
  EXPECT_EQ(schedule.verify().kind, Verdict::equal);
}

TEST(Verify, ReassociatesOnlyWhereAsked) {
  allo::Schedule chain = scheduleOf("pairs.cpp", "chain<float>"), tree = scheduleOf("pairs.cpp", "tree<float>");
  VerifyOptions options;
  EXPECT_EQ(tree.verify_against(chain, options).kind, Verdict::different);
  options.reassociate = true;
  EXPECT_EQ(tree.verify_against(chain, options).kind, Verdict::equal);
}

TEST(Verify, RefusesWhatIsNoSize) {
  VerifyOptions options;
  options.sizes["m"] = 3;
  EXPECT_THROW(scheduleOf("stencil.cpp", "dot").verify(options), allo::UserError);
}

TEST(Verify, KnowsKernelsOfOtherParameters) {
  Verdict verdict = scheduleOf("stencil.cpp", "dot").verify_against(scheduleOf("stencil.cpp", "find"), {});
  EXPECT_EQ(verdict.kind, Verdict::unknown);
  EXPECT_EQ(verdict.reason, "the two kernels have different numbers of parameters or results");
}
} // namespace
