// The part of an array that one iteration of a loop touches: per dimension a start, a count and a constant extent; and
// what has to be copied so that a buffer can stand for it.
#pragma once

#include "analysis/AccessCollection.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"

namespace allo::analysis {

// All expressions are over Footprint::values as dims.
struct DimensionRange {
  mlir::AffineExpr start;
  mlir::AffineExpr count;    // elements from `start` on; never more than `extent`
  int64_t extent = 0;        // the largest count of any iteration
  bool startsBefore = false; // some iteration may start at a negative index, though no access does
  bool endsBehind = false;   // some iteration may end behind the array, though no access does
  // The same for the `extent` elements from `start` on, however many of them the iteration touches.
  bool extentStartsBefore = false;
  bool extentEndsBehind = false;
};

struct Footprint {
  llvm::SmallVector<mlir::Value> values; // variables of the loop and of loops around it, and symbols
  llvm::SmallVector<DimensionRange> dimensions;
  bool isEmpty = false; // no access ever runs: the ranges mean nothing
  bool isWritten = false;
  // Some element is read before the iteration wrote it, or not every element of the range is surely written.
  bool needsCopyIn = false;
};

// `accesses` are those of one array inside `axis`; all of them affine.
Footprint footprintOf(llvm::ArrayRef<Access> accesses, mlir::affine::AffineForOp axis, llvm::ArrayRef<int64_t> shape);

} // namespace allo::analysis
