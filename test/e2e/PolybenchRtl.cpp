// The PolyBench kernels as RTL, against the native kernels bit for bit and in the number of cycles that was reported.
// All designs of a run are simulated by one program, which takes a fraction of the time of one program for each.
//
// polybench-rtl POLYBENCH_FOLDER float|int [scheduled] [DATASET] [KERNEL...]
//
// Prints a line a kernel and "N passed, N failed"; exits with 1 if any failed.
#include "PolybenchKernels.h"

#include "build/Build.h"
#include "build/Compare.h"
#include "build/Describe.h"
#include "build/Inputs.h"
#include "build/Oracle.h"
#include "build/Simulation.h"
#include "schedule/Implementation.h"

#include "llvm/ADT/StringRef.h"

#include <chrono>
#include <cstdio>
#include <optional>

using namespace allo;
using namespace allo::test;

namespace {
struct Settings {
  std::string folder, dataset = "mini";
  ElementKind kind = ElementKind::binary32;
  bool scheduled = false;
  std::vector<std::string> kernels;
};

Settings settingsOf(int count, char **words) {
  if (count < 3)
    throw UserError("usage: polybench-rtl POLYBENCH_FOLDER float|int [scheduled] [DATASET] [KERNEL...]");
  Settings settings;
  settings.folder = words[1];
  settings.kind = std::string(words[2]) == "int" ? ElementKind::integer : ElementKind::binary32;
  for (int i = 3; i < count; ++i) {
    std::string word = words[i];
    if (word == "scheduled")
      settings.scheduled = true;
    else if (word == "mini" || word == "small" || word == "medium")
      settings.dataset = word;
    else
      settings.kernels.push_back(word);
  }
  return settings;
}

// One kernel from its source to the verdict.
class Case {
public:
  Case(const PolybenchKernel &kernel, const Settings &settings)
      : kernel_(kernel), program_(kernel.parse(settings.dataset, settings.kind)),
        schedule_(kernel.customized(program_, settings.scheduled)) {
    if (settings.scheduled && schedule_.steps().empty())
      throw InternalError("the schedule has no steps");
    built_ = build::buildFor(schedule_, rtl());
    if (settings.kind == ElementKind::binary32) {
      options_.init = kernel.init;
    } else { // the functions that fill the arguments divide, which gives mostly 0 in int
      options_.seed = 1;
      for (const std::string &scalar : kernel.integerScalars)
        options_.ranges[scalar] = {"-9", "9"};
    }
    options_.bind = kernel.sizes;
  }

  build::Simulation *simulation() const { return dynamic_cast<build::Simulation *>(built_.executable.get()); }
  const std::string &name() const { return kernel_.name; }

  // Throws for what is wrong. Returns the cycles.
  int64_t check() {
    const lang::Source &source = program_.implementation().source;
    mlir::ModuleOp module = schedule_.implementation().module();
    build::OracleOptions native;
    native.init = options_.init;
    native.elementary = build::elementaryFunctionsOf(module);
    build::Oracle oracle(source, schedule_.kernel(), built_.interface, native);
    std::vector<std::string> notes;
    build::ArgumentSet inputs = build::makeInputs(module, built_.interface, source, options_, &oracle, notes);
    build::ArgumentSet expected = inputs, actual = inputs;
    oracle.run(expected);
    if (std::string why = build::vacuity(inputs, expected); !why.empty())
      throw InternalError("the comparison says nothing: " + why);

    std::vector<void *> pointers = actual.pointers();
    HardwareReport report = *built_.hardware;
    built_.executable->describe(pointers.data(), report);
    built_.executable->run(built_.interface, pointers.data(), actual.resultPointer());
    for (const Mismatch &mismatch : build::compareOutputs(expected, actual))
      throw InternalError(build::elementName(mismatch) + " is " + mismatch.actual + " and should be " +
                          mismatch.expected + "; so " + std::to_string(mismatch.count) + " of " +
                          std::to_string(mismatch.elements));
    int64_t cycles = built_.executable->cycles();
    // Which side of a branch in its exponential is taken depends on the data; else the number is exact.
    bool isBounded = kernel_.name == "deriche" && report.cycles.most;
    if (isBounded ? cycles < report.cycles.least || cycles > *report.cycles.most
                  : !report.cycles.is_exact() || cycles != report.cycles.least)
      throw InternalError("takes " + std::to_string(cycles) + " cycles, reported are " + report.cycles.text());
    return cycles;
  }

private:
  const PolybenchKernel &kernel_;
  Program program_;
  Schedule schedule_;
  build::Built built_;
  build::InputOptions options_;
};

class Verdicts {
public:
  template <typename Action> void judge(const std::string &name, Action action) {
    try {
      action();
    } catch (const std::exception &error) {
      ++failed_;
      std::printf("%s: %s\n", name.c_str(), error.what());
    }
  }
  void pass(const std::string &name, int64_t cycles) {
    ++passed_;
    std::printf("%s: equal, %lld cycles\n", name.c_str(), static_cast<long long>(cycles));
  }
  int finish() const {
    std::printf("%d passed, %d failed\n", passed_, failed_);
    return failed_ || !passed_;
  }

private:
  int passed_ = 0, failed_ = 0;
};
} // namespace

int main(int count, char **words) try {
  Settings settings = settingsOf(count, words);
  auto start = std::chrono::steady_clock::now();
  auto lap = [&](const char *what) {
    auto now = std::chrono::steady_clock::now();
    std::printf("%s: %.1f s\n", what, std::chrono::duration<double>(now - start).count());
    start = now;
  };
  std::vector<PolybenchKernel> kernels = readPolybench(settings.folder, settings.dataset, settings.kernels);
  std::vector<std::unique_ptr<Case>> cases;
  Verdicts verdicts;
  for (const PolybenchKernel &kernel : kernels)
    if (settings.kind == ElementKind::binary32 || kernel.isInteger)
      verdicts.judge(kernel.name, [&] { cases.push_back(std::make_unique<Case>(kernel, settings)); });
  lap("compiled");
  std::vector<build::Simulation *> simulations;
  for (const auto &one : cases)
    simulations.push_back(one->simulation());
  // Where one of them is refused, each is built on its own below, so that the message names the kernel.
  verdicts.judge("all together", [&] {
    if (!simulations.empty())
      build::Simulation::buildTogether(simulations);
  });
  lap("simulator built");
  for (const auto &one : cases)
    verdicts.judge(one->name(), [&] { verdicts.pass(one->name(), one->check()); });
  lap("simulated and compared");
  return verdicts.finish();
} catch (const std::exception &error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 2;
}
