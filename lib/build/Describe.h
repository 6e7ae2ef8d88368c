// The part of a report that is known without running: loops, directives, arrays, steps.
#pragma once

#include "allo/report.hpp"
#include "allo/schedule.hpp"

#include "mlir/IR/BuiltinOps.h"

#include <set>
#include <string>

namespace allo::build {

// Fills top, steps, loops and arrays.
Report describe(const Schedule &schedule);

// Throws UserError for a kernel that needs more memory than a run can give it: an array of 2 GB or more, with its
// place.
void checkSizes(mlir::ModuleOp module);

// The functions of hls_math that occur, by the names of support/ElementaryFunctions.h.
std::set<std::string> elementaryFunctionsOf(mlir::ModuleOp module);

} // namespace allo::build
