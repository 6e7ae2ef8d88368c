// The manual of every primitive, run: its script is accepted on the kernel `before`, what results computes what that
// kernel does natively, and so does the kernel `after`, on the same random inputs. Every pragma that stands in `after`
// is one that the hls target prints for the scheduled kernel.
#include "allo/program.hpp"
#include "allo/schedule.hpp"
#include "allo/target.hpp"
#include "build/Build.h"
#include "build/CheckedRun.h"
#include "build/Compare.h"
#include "schedule/Primitive.h"
#include "support/TemporaryDirectory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

namespace {

using allo::Program;
using allo::Schedule;
using allo::build::CheckedRun;
using allo::schedule::Primitive;

class Manual : public testing::TestWithParam<const Primitive *> {
protected:
  const allo::schedule::Manual &page() const { return GetParam()->manual; }

  Program parsed(const std::string &name, const std::string &kernel) const {
    std::string file = (folder_.path() / (name + ".cpp")).string();
    std::ofstream(file) << kernel << "\n";
    return allo::parse(file);
  }

  Schedule scheduled(const Program &before) const {
    bool isWhole = page().example.rfind("kernel ", 0) == 0;
    Schedule schedule = before.customize("example");
    return schedule.replay((isWhole ? "" : "kernel example\n") + page().example + "\n");
  }

private:
  allo::support::TemporaryDirectory folder_;
};

// Runs the design next to the native kernel on the inputs of one seed. The result is that of both.
allo::build::ArgumentSet checked(const Program &program, const Schedule &schedule, const allo::Target &target) {
  allo::build::RunSettings settings;
  settings.inputs.seed = 11;
  CheckedRun run = allo::build::checkedRun(program, schedule, target, settings);
  EXPECT_TRUE(run.report.mismatches.empty()) << "differs from the native kernel on " << target.name();
  EXPECT_EQ(run.report.vacuous, "");
  return std::move(run.arguments);
}

// The lines that begin with #pragma HLS, without the blanks before it.
std::set<std::string> pragmasOf(const std::string &text) {
  std::set<std::string> pragmas;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (size_t start = line.find("#pragma HLS"); start != std::string::npos)
      pragmas.insert(line.substr(start));
  return pragmas;
}

TEST_P(Manual, PageIsComplete) {
  EXPECT_FALSE(page().meaning.empty());
  EXPECT_FALSE(page().legality.empty());
  EXPECT_FALSE(page().cost.empty());
  EXPECT_FALSE(page().method.empty());
  EXPECT_FALSE(page().errors.empty());
  EXPECT_NE(page().example.find(GetParam()->word), std::string::npos);
}

TEST_P(Manual, ExampleMakesOneKernelTheOther) {
  Program before = parsed("before", page().before), after = parsed("after", page().after);
  Schedule schedule = scheduled(before);
  allo::build::ArgumentSet given = checked(before, schedule, allo::cpu());
  EXPECT_TRUE(allo::build::compareOutputs(given, checked(before, schedule, allo::vitis_hls())).empty());
  allo::build::ArgumentSet claimed = checked(after, after.customize("example"), allo::cpu());
  EXPECT_TRUE(allo::build::compareOutputs(given, claimed).empty()) << "before and after compute different outputs";
}

TEST_P(Manual, PragmasOfTheResultAreThoseOfTheHlsTarget) {
  Program before = parsed("before", page().before);
  std::string emitted;
  for (const auto &[name, text] : allo::build::buildFor(scheduled(before), allo::vitis_hls(), true).files)
    emitted += text;
  std::set<std::string> printed = pragmasOf(emitted);
  for (const std::string &pragma : pragmasOf(page().after))
    EXPECT_TRUE(printed.contains(pragma)) << pragma << " is not in\n" << emitted;
}

INSTANTIATE_TEST_SUITE_P(Primitives, Manual, testing::ValuesIn(allo::schedule::primitives()),
                         [](const testing::TestParamInfo<const Primitive *> &info) { return info.param->word; });

} // namespace
