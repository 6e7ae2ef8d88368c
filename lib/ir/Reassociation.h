// Floating-point operations whose order the schedule's author has given free: the flag `fastmath<reassoc>` of arith.
// Only legality reads it; every target erases it, so that no tool behind may reorder what the schedule did not.
#pragma once

#include "mlir/IR/BuiltinOps.h"

namespace allo::ir {

bool isReassociable(mlir::Operation *op);
void setReassociable(mlir::Operation *op, bool isReassociable);

} // namespace allo::ir
