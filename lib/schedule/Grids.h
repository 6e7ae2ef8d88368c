// Grids of processing elements (docs/decisions/0023): a perfect nest of spatial loops whose body is one call.
#pragma once

#include "schedule/LoopBand.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace allo::schedule {

struct Grid {
  Band loops;                 // outermost first
  mlir::func::CallOp element; // of the function that is the processing element
};

bool isSpatial(mlir::Operation *loop);

// The grid that a spatial loop belongs to. The element is null where the form is broken.
Grid gridAround(mlir::Operation *loop);

// The one call that the body of the loop is, but for the values that it passes; null where it is something else.
mlir::func::CallOp onlyCall(mlir::affine::AffineForOp loop);

// Refuses a loop of a grid, for steps that would leave something else than a grid.
void refuseSpatial(const StepContext &context, mlir::Operation *loop);

// Refuses the step if a grid of the rewritten program has not the form of one any more.
void checkGrids(const StepContext &context);

} // namespace allo::schedule
