// The rewrites of loop nests that several primitives share. None of them asks whether the change is legal.
#pragma once

#include "schedule/LoopBand.h"

namespace allo::schedule {

// Lets the body of a loop use `expression` over `values` (all dims) in place of `variable`, composed into the maps of
// affine operations; other uses get an affine.apply in `body`.
void replaceVariable(mlir::Value variable, mlir::AffineExpr expression, llvm::ArrayRef<mlir::Value> values,
                     mlir::Block *body);

// The bounds of a loop as expressions over `values`, all of them dims.
struct LoopBounds {
  llvm::SmallVector<mlir::Value> values;
  llvm::SmallVector<mlir::AffineExpr> lower;
  llvm::SmallVector<mlir::AffineExpr> upper;
};
LoopBounds loopBounds(mlir::affine::AffineForOp loop);
void setBounds(mlir::affine::AffineForOp loop, const LoopBounds &bounds);

// The iterations of a loop as expressions: `lower` starts it, it runs as often as the smallest of `counts` says. All
// are over `values` as dims. The lower bound must be one expression.
struct LoopCounts {
  llvm::SmallVector<mlir::Value> values;
  mlir::AffineExpr lower;
  llvm::SmallVector<mlir::AffineExpr> counts;
};
LoopCounts loopCounts(mlir::affine::AffineForOp loop);

// Replaces `loop` by an outer loop over blocks of `factor` iterations and an inner one over the iterations of a block.
// Both count from 0 with step 1; where the lower bound is a maximum, the outer loop steps over the original variable.
struct SplitLoops {
  mlir::affine::AffineForOp outer;
  mlir::affine::AffineForOp inner;
};
SplitLoops splitLoop(StepContext &context, mlir::affine::AffineForOp loop, int64_t factor);

// Replaces the loop by one that counts its iterations from 0 with step 1. The lower bound must be one expression.
mlir::affine::AffineForOp countFromZero(mlir::affine::AffineForOp loop);

// Whether no bound of a loop mentions one that `order` puts inside of it.
bool keepsBounds(const Band &order);

// A loop that runs once, with the first value of `loop`, where that runs at all: for a lower bound that is a maximum.
// Named after the loop; it stands where the builder does.
mlir::affine::AffineForOp firstIteration(StepContext &context, mlir::OpBuilder &builder,
                                         mlir::affine::AffineForOp loop);

// Puts the loops of a perfect band (outermost first) into `order`, a permutation of it. Bounds that depend on other
// loops of the band are rewritten (Fourier-Motzkin); refuses where that needs a loop of step 1 and it has another.
// Returns the new loops.
Band permuteBand(StepContext &context, const Band &band, const Band &order);

} // namespace allo::schedule
