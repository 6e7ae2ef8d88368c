#include "build/CheckedRun.h"

#include "build/Build.h"
#include "build/Compare.h"
#include "build/Describe.h"
#include "build/NegativeResult.h"
#include "ir/InterfaceOf.h"
#include "lang/Frontend.h"
#include "schedule/Implementation.h"

#include <chrono>

namespace allo::build {

namespace {
class Stopwatch {
public:
  explicit Stopwatch(Report &report) : report_(report) {}
  void lap(const std::string &name) {
    auto now = std::chrono::steady_clock::now();
    report_.timings.emplace_back(name, std::chrono::duration<double>(now - start_).count());
    start_ = now;
  }
  void restart() { start_ = std::chrono::steady_clock::now(); }

private:
  Report &report_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// The first line that differs; empty where none does.
std::string printedDifference(llvm::StringRef expected, llvm::StringRef actual) {
  for (unsigned line = 1; expected != actual; ++line) {
    auto [wanted, wantedRest] = expected.split('\n');
    auto [found, foundRest] = actual.split('\n');
    if (wanted != found || wantedRest.empty() != foundRest.empty() || (wantedRest.empty() && foundRest.empty()))
      return "line " + std::to_string(line) + " is '" + found.str() + "', and natively '" + wanted.str() + "'";
    expected = wantedRest;
    actual = foundRest;
  }
  return {};
}

// The same where floating-point updates may have another order than natively: against the scheduled program on the cpu.
void judgeReassociated(Report &report, const ArgumentSet &before, const ArgumentSet &native,
                       const ArgumentSet &scheduled, const ArgumentSet &actual, bool allowVacuous) {
  if (std::string difference = printedDifference(scheduled.printed, actual.printed); !difference.empty())
    throw NegativeResult("the " + report.target +
                         " run prints something else than the scheduled program on the cpu: " + difference);
  report.mismatches = compareOutputs(scheduled, actual);
  if (report.mismatches.empty())
    report.deviation = deviationOf(native, actual, report.mismatches);
  report.vacuous = vacuity(before, native);
  report.equal =
      report.mismatches.empty() && report.deviation->beyond.empty() && (report.vacuous.empty() || allowVacuous);
}

// The outputs of the scheduled program on the cpu.
ArgumentSet runScheduled(const Schedule &schedule, const ArgumentSet &inputs, int64_t calls) {
  ArgumentSet outputs = inputs;
  Built built = buildFor(schedule, allo::cpu());
  built.executable->calls = calls;
  runIsolated(*built.executable, outputs);
  return outputs;
}

// The verdict on the outputs of the target against those of the oracle.
void judge(Report &report, const ArgumentSet &before, const ArgumentSet &expected, const ArgumentSet &actual,
           bool allowVacuous) {
  if (std::string difference = printedDifference(expected.printed, actual.printed); !difference.empty())
    throw NegativeResult("the " + report.target + " run prints something else than the native kernel: " + difference);
  report.mismatches = compareOutputs(expected, actual);
  report.vacuous = vacuity(before, expected);
  report.equal = report.mismatches.empty() && (report.vacuous.empty() || allowVacuous);
}
} // namespace

CheckedRun checkedRun(const Program &program, const Schedule &schedule, const Target &target,
                      const RunSettings &settings) {
  Report report = describe(schedule);
  report.file = program.file();
  report.target = target.name();
  Stopwatch watch(report);
  Built built = buildFor(schedule, target);
  report.notes = built.notes;
  report.hardware = built.hardware;
  watch.lap("build");

  const lang::Source &source = program.implementation().source;
  std::unique_ptr<Oracle> oracle;
  if (settings.compare || settings.checkUndefined || !settings.inputs.init.empty()) {
    oracle = std::make_unique<Oracle>(source, schedule.kernel(), built.interface,
                                      OracleOptions{settings.inputs.init, settings.checkUndefined,
                                                    elementaryFunctionsOf(schedule.implementation().module())});
    watch.lap("native compile");
  }
  ArgumentSet inputs = makeInputs(schedule.implementation().module(), built.interface, source, settings.inputs,
                                  oracle.get(), report.notes);
  watch.lap("inputs");
  ArgumentSet expected = inputs, actual = inputs;
  if (settings.compare || settings.checkUndefined)
    report.timings.emplace_back("native run", oracle->run(expected, settings.calls));
  watch.restart();
  double seconds = 0;
  built.executable->calls = settings.calls;
  if (target.kind() == Target::cpu_kind) {
    seconds = runIsolated(*built.executable, actual);
  } else { // has a process of its own, or cannot leave its arrays
    std::vector<void *> pointers = actual.pointers();
    if (report.hardware)
      built.executable->describe(pointers.data(), *report.hardware);
    seconds = built.executable->run(built.interface, pointers.data(), actual.resultPointer());
    actual.printed = built.executable->printed;
    watch.lap(target.kind() == Target::vitis_hls_kind ? "emitted code: compile and run"
                                                      : "simulation: compile and run");
  }
  if (report.hardware) {
    report.hardware->simulated = built.executable->cycles();
    built.executable->describeRun(*report.hardware);
    for (const HardwareStream &stream : report.hardware->streams)
      if (stream.left_over > 0)
        report.notes.push_back(std::to_string(stream.left_over) +
                               (stream.left_over == 1 ? " element is" : " elements are") + " left in '" + stream.name +
                               "' (line " + std::to_string(stream.place.line) + ") after the call");
  }
  report.timings.emplace_back(std::string(target.name()) + " run", seconds);
  if (settings.compare && !report.reassociated.empty())
    judgeReassociated(report, inputs, expected,
                      target.kind() == Target::cpu_kind ? actual : runScheduled(schedule, inputs, settings.calls),
                      actual, settings.allowVacuous);
  else if (settings.compare)
    judge(report, inputs, expected, actual, settings.allowVacuous);
  return {std::move(report), std::move(actual)};
}

ArgumentSet inputsOf(const Program &program, const Schedule &schedule, const InputOptions &options) {
  const lang::Source &source = program.implementation().source;
  mlir::ModuleOp module = schedule.implementation().module();
  Interface interface = ir::interfaceOf(schedule.implementation().top());
  std::unique_ptr<Oracle> oracle;
  if (!options.init.empty())
    oracle = std::make_unique<Oracle>(source, schedule.kernel(), interface,
                                      OracleOptions{options.init, false, elementaryFunctionsOf(module)});
  std::vector<std::string> notes; // a run has them too
  return makeInputs(module, interface, source, options, oracle.get(), notes);
}

} // namespace allo::build
