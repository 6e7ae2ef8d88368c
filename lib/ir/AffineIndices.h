// Index arithmetic of a function whose parameters turned out to be loop variables: affine where it cannot wrap.
#pragma once

#include "mlir/IR/Operation.h"

namespace allo::ir {

// Below `root`, an index that is computed in integers from loop variables and constants becomes an affine.apply, where
// the ranges of the variables show that no step of the computation wraps (docs/decisions/0007).
void makeIndicesAffine(mlir::Operation *root);

} // namespace allo::ir
