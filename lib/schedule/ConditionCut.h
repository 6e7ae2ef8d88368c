// A condition cut into several with the same condition, one after the other.
#pragma once

#include "schedule/StepContext.h"

namespace allo::schedule {

// Lets `op`, which is below conditions below `root`, stand alone under them: what stood beside it in one of the
// conditions goes under copies of that condition, before it or behind it. Nothing changes its order. Returns the
// outermost of the conditions that `op` is under, now about nothing else. Refuses where a value of one part that cannot
// be computed again is used in another.
mlir::Operation *standAlone(StepContext &context, mlir::Operation *op, mlir::Operation *root);

} // namespace allo::schedule
