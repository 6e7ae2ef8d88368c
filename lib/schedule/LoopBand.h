// Chains of perfectly nested affine loops: what split, tile, reorder and fuse work on, and the refusals they share.
#pragma once

#include "schedule/StepContext.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"

namespace allo::schedule {

using Band = llvm::SmallVector<mlir::affine::AffineForOp>;

// The loop as a counted loop with affine bounds; refuses others.
mlir::affine::AffineForOp affineLoop(const StepContext &context, mlir::Operation *loop);

// Refuses a loop that a directive was already set on, since the rewrite would leave it without a loop to hold for.
void refuseDirectives(const StepContext &context, mlir::Operation *loop);

// Refuses a factor larger than the constant trip count of the loop.
void refuseFactor(const StepContext &context, mlir::affine::AffineForOp loop, int64_t factor);

// The chain from the outermost to the innermost of `loops`, with the loops between them. Refuses when they are not
// nested in one another, when one is named twice, or when anything stands between two loops of the chain. Operations
// without effects in between are moved into the innermost loop.
Band perfectBand(StepContext &context, llvm::ArrayRef<mlir::Operation *> loops);

// Refuses when `named` is not exactly the band, outermost first.
void requireContiguous(const StepContext &context, const Band &band, llvm::ArrayRef<mlir::Operation *> named);

// Refuses when a loop in `root` (or `root` itself) that runs in parallel carries a dependence.
void refuseBrokenParallel(StepContext &context, mlir::Operation *root);

} // namespace allo::schedule
