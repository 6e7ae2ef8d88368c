// What stands between two operations of one block, when these are to stand one behind the other.
#pragma once

#include "schedule/StepContext.h"

namespace allo::schedule {

// Moves what stands between `first` and `second`, loops or conditions, before the first or behind the second, wherever
// that changes nothing. Refuses where it would.
void moveStatementsBetween(const StepContext &context, mlir::Operation *first, mlir::Operation *second);

} // namespace allo::schedule
