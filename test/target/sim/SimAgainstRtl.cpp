// Designs on sim and as RTL: the same bits and the same number of cycles. All designs of a run are simulated by one
// program of Verilator.
//
// sim-against-rtl [flush] FILE...
//
// A file names its designs in a line "// tops: NAME...", and the values of their parameters in one "// range:
// NAME=LEAST:GREATEST...". Prints a line a design and "N passed, N failed"; exits with 1 if any failed.
#include "build/Build.h"
#include "build/Compare.h"
#include "build/Inputs.h"
#include "build/Simulation.h"
#include "lang/Frontend.h"
#include "schedule/Implementation.h"
#include "support/TemporaryDirectory.h"

#include "allo/allo.hpp"

#include <cstdio>
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
        sim_(build::buildFor(schedule_, sim({.flush_to_zero = flushes}))) {
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
    build::ArgumentSet hardware = inputs, simulated = inputs;
    run(rtl_, hardware);
    run(sim_, simulated);
    if (std::string why = build::vacuity(inputs, hardware); !why.empty())
      throw InternalError("the comparison says nothing: " + why);
    for (const Mismatch &mismatch : build::compareOutputs(hardware, simulated))
      throw InternalError(build::elementName(mismatch) + " is " + mismatch.actual + " on sim and " + mismatch.expected +
                          " in hardware; so " + std::to_string(mismatch.count) + " of " +
                          std::to_string(mismatch.elements));
    int64_t wanted = rtl_.executable->cycles(), found = sim_.executable->cycles();
    if (wanted != found)
      throw InternalError("takes " + std::to_string(found) + " cycles on sim and " + std::to_string(wanted) +
                          " in hardware");
    return found;
  }

private:
  static void run(build::Built &built, build::ArgumentSet &arguments) {
    std::vector<void *> pointers = arguments.pointers();
    built.executable->run(built.interface, pointers.data(), arguments.resultPointer());
  }
  const Program &program_;
  Schedule schedule_;
  std::string name_;
  build::Built rtl_, sim_;
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
      });
  }
  std::vector<build::Simulation *> simulations;
  for (const auto &one : cases)
    simulations.push_back(one->simulation());
  // Where one is refused, each is built on its own below, so that the message names it.
  judge("all together", [&] { build::Simulation::buildTogether(simulations); });
  for (const auto &one : cases)
    judge(one->name(), [&] {
      std::printf("%s: equal, %lld cycles\n", one->name().c_str(), static_cast<long long>(one->check()));
      ++passed;
    });
  std::printf("%d passed, %d failed\n", passed, failed);
  return failed || !passed;
} catch (const std::exception &error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 2;
}
