// A condition cut into several with the same condition, one after the other.
#pragma once

#include "schedule/StepContext.h"

namespace allo::schedule {

// Lets `op`, which is below conditions below `root`, stand alone under them: what stood beside it in one of the
// conditions goes under copies of that condition, before it or behind it. Nothing changes its order. Values of one part
// that another uses are computed again or kept in a variable, named after the loop `root`. Returns the outermost of the
// conditions that `op` is under, now about nothing else.
mlir::Operation *standAlone(StepContext &context, mlir::Operation *op, mlir::Operation *root);

} // namespace allo::schedule
