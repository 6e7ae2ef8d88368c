// Designs on sim and as RTL: the same bits and the same number of cycles. All designs of a run are simulated by one
// program of Verilator. Sim executes values and times apart where it can, and adds up what it knows already: what it
// says of cycles, processes and streams has to be what it says when it executes everything.
//
// sim-against-rtl [flush] FILE...
//
// A file names its designs in a line "// tops: NAME...", and the values of their parameters in one "// range:
// NAME=LEAST:GREATEST...". After "// executed: NAME..." most cycles of all others have to be added up. Prints a line a
// design and "N passed, N failed"; exits with 1 if any failed.
#include "build/Build.h"
#include "build/BuildRtl.h"
#include "build/Compare.h"
#include "build/Inputs.h"
#include "build/Simulation.h"
#include "lang/Frontend.h"
#include "schedule/Implementation.h"
#include "support/TemporaryDirectory.h"
#include "target/rtl/Design.h"
#include "target/sim/Simulator.h"

#include "allo/allo.hpp"

#include "llvm/ADT/STLExtras.h"

#include <cstdio>
#include <map>
#include <sstream>

using namespace allo;

namespace {
std::vector<std::string> wordsAfter(const std::string &text, const std::string &start) {
  std::vector<std::string> words;
  size_t place = text.find(start);
  if (place == std::string::npos)
    return words;
  std::istringstream line(text.substr(place + start.size(), text.find('\n', place) - place - start.size()));
  for (std::string word; line >> word;)
    words.push_back(word);
  return words;
}

class Case {
public:
  Case(const Program &program, const std::string &top, bool flushes, const std::vector<std::string> &ranges)
      : program_(program), schedule_(program.customize(top)), name_(top),
        rtl_(build::buildFor(schedule_, rtl({.flush_to_zero = flushes}))),
        graph_(graphOf(schedule_, {.flush_to_zero = flushes})), quick_(graph_, rtl_.interface, target::sim::limitOf(0)),
        executed_(graph_, rtl_.interface, target::sim::limitOf(0), /*executesAll=*/true) {
    options_.seed = 11;
    for (const std::string &range : ranges) {
      size_t equals = range.find('='), colon = range.find(':');
      if (build::positionOf(rtl_.interface, range.substr(0, equals)) >= 0)
        options_.ranges[range.substr(0, equals)] = {range.substr(equals + 1, colon - equals - 1),
                                                    range.substr(colon + 1)};
    }
  }
  const std::string &name() const { return name_; }
  build::Simulation *simulation() const { return dynamic_cast<build::Simulation *>(rtl_.executable.get()); }

  // The cycles. Throws for a difference.
  int64_t check() {
    std::vector<std::string> notes;
    mlir::ModuleOp module = schedule_.implementation().module();
    build::ArgumentSet inputs =
        build::makeInputs(module, rtl_.interface, program_.implementation().source, options_, nullptr, notes);
    build::ArgumentSet hardware = inputs, simulated = inputs, again = inputs, reference = inputs;
    std::vector<void *> pointers = hardware.pointers();
    rtl_.executable->run(rtl_.interface, pointers.data(), hardware.resultPointer());
    int64_t wanted = rtl_.executable->cycles(), found = run(quick_, simulated);
    std::string known = description(quick_);
    addedUp_ = quick_.cyclesAddedUp();
    if (std::string why = build::vacuity(inputs, hardware); !why.empty())
      throw InternalError("the comparison says nothing: " + why);
    for (const Mismatch &mismatch : build::compareOutputs(hardware, simulated))
      throw InternalError(build::elementName(mismatch) + " is " + mismatch.actual + " on sim and " + mismatch.expected +
                          " in hardware; so " + std::to_string(mismatch.count) + " of " +
                          std::to_string(mismatch.elements));
    if (wanted != found)
      throw InternalError("takes " + std::to_string(found) + " cycles on sim and " + std::to_string(wanted) +
                          " in hardware");
    if (int64_t all = run(executed_, reference); all != found)
      throw InternalError("takes " + std::to_string(found) + " cycles on sim, and " + std::to_string(all) +
                          " when all are executed");
    if (std::string all = description(executed_); all != known)
      throw InternalError("what sim says of streams and processes,\n" + known + "is, when all cycles are executed,\n" +
                          all);
    // The second call may need no times.
    reference = inputs;
    if (run(executed_, reference) != run(quick_, again) || !build::compareOutputs(reference, again).empty())
      throw InternalError("the second call on sim is not what it is when all is executed");
    return found;
  }
  // Of those cycles, how many were not executed.
  int64_t addedUp() const { return addedUp_; }

private:
  static std::shared_ptr<const target::rtl::Graph> graphOf(const Schedule &schedule, const SimOptions &options) {
    mlir::OwningOpRef<mlir::ModuleOp> program = schedule.implementation().module().clone();
    return target::rtl::makeGraph(
        *program, build::hardwareOptions(options.device, options.clock_ns, options.flush_to_zero, options.limits));
  }
  static int64_t run(target::sim::Simulator &simulator, build::ArgumentSet &arguments) {
    std::vector<void *> pointers = arguments.pointers();
    return simulator.run(pointers.data(), arguments.resultPointer());
  }
  static std::string description(const target::sim::Simulator &simulator) {
    HardwareReport report;
    simulator.describe(report);
    std::ostringstream text;
    for (const HardwareProcess &process : report.processes) {
      HardwareProcess::Part sum;
      for (const HardwareProcess::Part &part : process.timeline)
        sum = {sum.present + part.present, sum.reading + part.reading, sum.writing + part.writing};
      text << process.path << ": " << process.times << " times, " << process.cycles << " cycles, " << process.busy
           << " busy; " << sum.present << " " << sum.reading << " " << sum.writing;
      for (const auto &[stream, cycles] : process.stalls)
        text << ", " << stream << " " << cycles;
      text << "\n";
    }
    for (const HardwareStream &stream : report.streams) {
      text << stream.name << ": " << stream.elements << " elements, " << stream.peak << " of " << stream.depth << ", "
           << stream.left_over << " left, from " << stream.producer.value_or("-") << " to "
           << stream.consumer.value_or("-");
      for (int64_t writes : stream.occupancies)
        text << " " << writes;
      text << "\n";
    }
    return text.str();
  }

  const Program &program_;
  Schedule schedule_;
  std::string name_;
  build::Built rtl_;
  std::shared_ptr<const target::rtl::Graph> graph_;
  target::sim::Simulator quick_, executed_;
  int64_t addedUp_ = 0;
  build::InputOptions options_;
};
} // namespace

int main(int count, char **words) try {
  bool flushes = false;
  int passed = 0, failed = 0;
  auto judge = [&](const std::string &name, auto action) {
    try {
      action();
    } catch (const std::exception &error) {
      ++failed;
      std::printf("%s: %s\n", name.c_str(), error.what());
    }
  };
  std::vector<std::unique_ptr<Program>> programs;
  std::vector<std::unique_ptr<Case>> cases;
  std::map<const Case *, bool> isMostlyAddedUp;
  for (int i = 1; i < count; ++i) {
    if (std::string(words[i]) == "flush") {
      flushes = true;
      continue;
    }
    std::string text = support::readFile(words[i]);
    programs.push_back(std::make_unique<Program>(parse(words[i])));
    for (const std::string &top : wordsAfter(text, "// tops:"))
      judge(top, [&] {
        cases.push_back(std::make_unique<Case>(*programs.back(), top, flushes, wordsAfter(text, "// range:")));
        std::vector<std::string> executed = wordsAfter(text, "// executed:");
        isMostlyAddedUp[cases.back().get()] = !executed.empty() && !llvm::is_contained(executed, top);
      });
  }
  std::vector<build::Simulation *> simulations;
  for (const auto &one : cases)
    simulations.push_back(one->simulation());
  // Where one is refused, each is built on its own below, so that the message names it.
  judge("all together", [&] { build::Simulation::buildTogether(simulations); });
  for (const auto &one : cases)
    judge(one->name(), [&] {
      int64_t cycles = one->check();
      std::printf("%s: equal, %lld cycles, %lld added up\n", one->name().c_str(), static_cast<long long>(cycles),
                  static_cast<long long>(one->addedUp()));
      if (isMostlyAddedUp[one.get()] && 2 * one->addedUp() < cycles)
        throw InternalError("most cycles were executed");
      ++passed;
    });
  std::printf("%d passed, %d failed\n", passed, failed);
  return failed || !passed;
} catch (const std::exception &error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 2;
}
