// Whether one iteration of a loop surely writes an element before it reads it, and whether it surely writes a whole
// range. Exact where projections are; where one is not, the answer is no.
#pragma once

#include "analysis/AccessCollection.h"
#include "analysis/IterationDomain.h"

namespace allo::analysis {

// One iteration of `axis`: columns for its variable, the loops around it and all symbols that the accesses use.
class AxisIteration {
public:
  AxisIteration(mlir::affine::AffineForOp axis, llvm::ArrayRef<Access> accesses);

  const LinearSystem &system() const { return system_; }
  const SymbolColumns &symbols() const { return symbols_; }
  const Instance &instance() const { return instance_; }
  mlir::Operation *inside() const {
    return inside_;
  } // an operation directly in the axis: instances share what is around it
  mlir::affine::AffineForOp axis() const { return axis_; }

  bool isExpressible(const LinearExpression &expression) const;
  // A linear expression of these columns over values() as dims.
  mlir::AffineExpr expressionOf(const LinearExpression &expression) const;
  const llvm::SmallVector<mlir::Value> &values() const { return values_; }

private:
  mlir::affine::AffineForOp axis_;
  mlir::Operation *inside_;
  LinearSystem system_;
  SymbolColumns symbols_;
  Instance instance_;
  llvm::SmallVector<mlir::Value> values_;
  llvm::SmallVector<unsigned> columns_; // of values_
};

// True when every execution of `read` is preceded, in the same iteration, by a write of its element.
bool isWrittenBefore(const AxisIteration &iteration, const Access &read, llvm::ArrayRef<Access> accesses);

// The first and the last index of one dimension, and the extent of the array there.
struct IndexRange {
  LinearExpression first;
  LinearExpression last;
  int64_t arrayExtent;
};

// True when the iteration writes every element of the array whose indices lie in the ranges.
bool isWrittenWhole(const AxisIteration &iteration, llvm::ArrayRef<IndexRange> ranges, llvm::ArrayRef<Access> accesses);

// True when in every iteration of `iterations`, a subset of those of the axis, an access surely runs with this index in
// this dimension. Outside the array that would be the kernel's own error.
bool isReached(const AxisIteration &iteration, const LinearSystem &iterations, unsigned dimension,
               const LinearExpression &index, llvm::ArrayRef<Access> accesses);

} // namespace allo::analysis
