// Two equal conditions, one after the other, made one.
#pragma once

#include "schedule/StepContext.h"

namespace allo::schedule {

// Lets two loops under equal conditions, those of the first before those of the second, stand in one block. False
// where it is not conditions that part them; refuses where these are not provably the same, or where what stands
// between cannot move.
bool joinConditions(const StepContext &context, mlir::Operation *first, mlir::Operation *second);

} // namespace allo::schedule
