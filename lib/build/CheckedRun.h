// One run of a design on one set of inputs, next to the oracle: what `allo run` does.
#pragma once

#include "allo/program.hpp"
#include "allo/report.hpp"
#include "allo/schedule.hpp"
#include "allo/target.hpp"
#include "build/Inputs.h"

namespace allo::build {

struct RunSettings {
  InputOptions inputs;
  bool compare = true;         // with the native kernel
  bool checkUndefined = false; // run the native kernel under the sanitisers too
  bool allowVacuous = false;
  int64_t calls = 1; // each on what the one before left
};

struct CheckedRun {
  Report report;
  ArgumentSet arguments; // after the run of the target
};

// Throws UserError for bad inputs, NegativeResult for undefined behaviour. A difference is in the report.
CheckedRun checkedRun(const Program &program, const Schedule &schedule, const Target &target,
                      const RunSettings &settings);

// The arguments that such a run starts from. Throws UserError.
ArgumentSet inputsOf(const Program &program, const Schedule &schedule, const InputOptions &options);

} // namespace allo::build
