// The part of a report that is known without running: loops, directives, arrays, steps.
#pragma once

#include "allo/report.hpp"
#include "allo/schedule.hpp"

#include "mlir/IR/BuiltinOps.h"

namespace allo::build {

// Fills top, steps, loops and arrays.
Report describe(const Schedule &schedule);

// Throws UserError for a kernel that needs more memory than a run can give it: an array of 2 GB or more, with its
// place.
void checkSizes(mlir::ModuleOp module);

// Whether exp, log or pow of binary32 occur, which are our own on every path.
bool usesElementaryFunctions(mlir::ModuleOp module);

} // namespace allo::build
