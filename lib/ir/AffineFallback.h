// Affine operations whose operands are no longer legal affine operands, written with scf, memref and arith instead:
// correct, less analysable (docs/decisions/0007).
#pragma once

#include "mlir/IR/Operation.h"

namespace allo::ir {

// Whether every index operand of an affine operation is a legal dimension or symbol.
bool hasLegalAffineOperands(mlir::Operation *op);

// Replaces an affine.for, if, load, store, apply, min or max. Operations in its regions stay the same operations; those
// that used the variable of a replaced loop have illegal operands then, so go from the outside in.
void replaceAffine(mlir::Operation *op);

} // namespace allo::ir
