// A loop nest that writes an array, restricted to what computes a part of the array.
#pragma once

#include "schedule/LoopRewrite.h"

#include "analysis/AccessCollection.h"

namespace allo::schedule {

// Elements of an array: in each dimension from the largest of `first` to the smallest of `last`, both over `values` as
// dims. A dimension without bounds is whole.
struct ArrayPart {
  struct Range {
    llvm::SmallVector<mlir::AffineExpr> first, last;
  };
  llvm::SmallVector<mlir::Value> values;
  llvm::SmallVector<Range> dimensions;
};

// Leaves out iterations of the loops of `nest` (itself included) that write no element of the part: every execution of
// a write to an element of the part stays, and as few others as bounds can tell. A loop whose variable is an index
// times a factor, plus what loops around it fix, gets bounds; one with another step is counted from 0. The values of
// the part must be there at the nest.
void restrictNest(mlir::affine::AffineForOp nest, mlir::Value array, const ArrayPart &part);

// Dissolves the loops of the nest that run exactly once and have nothing but another loop in them. Returns the
// outermost loop that is left.
mlir::affine::AffineForOp dissolveSingle(mlir::affine::AffineForOp nest);

// Puts a condition around each write of the nest that may write an element outside the part.
void guardWrites(mlir::Operation *nest, mlir::Value array, const ArrayPart &part);

} // namespace allo::schedule
