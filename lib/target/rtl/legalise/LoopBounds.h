// What can be said about the bounds of an affine loop from the loops and guards around it.
#pragma once

#include "mlir/Dialect/Affine/IR/AffineOps.h"

#include <optional>

namespace allo::target::rtl::legal {

// One of the upper bounds of a loop less one of its lower bounds; both over `operands`. The loop runs when all
// differences are positive.
struct BoundDifference {
  mlir::AffineMap map; // one result
  llvm::SmallVector<mlir::Value> operands;
};
llvm::SmallVector<BoundDifference> boundDifferences(mlir::affine::AffineForOp loop);

// The differences of which it is not known that they are positive whenever the loop is reached.
llvm::SmallVector<BoundDifference> openDifferences(mlir::affine::AffineForOp loop);

// Proves that the loop runs at least once whenever it is reached.
bool surelyRuns(mlir::affine::AffineForOp loop);

// The most iterations that one execution of the loop can have; empty when it is unbounded.
std::optional<int64_t> mostIterations(mlir::affine::AffineForOp loop);

} // namespace allo::target::rtl::legal
