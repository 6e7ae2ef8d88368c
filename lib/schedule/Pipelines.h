// The rule of pipelined loops that every step must keep: what is inside can be unrolled fully.
#pragma once

#include "schedule/StepContext.h"

namespace allo::schedule {

// The first loop inside `loop`, calls included, without a constant trip count; null when there is none.
mlir::Operation *variableLoopInside(mlir::ModuleOp module, mlir::Operation *loop);

// Refuses the step if a pipelined loop of the rewritten program has such a loop inside.
void checkPipelines(const StepContext &context);

} // namespace allo::schedule
