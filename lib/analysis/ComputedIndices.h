// Indices that integer arithmetic computes, as affine expressions where no operation of theirs can wrap: of a call that
// is looked into, the arguments are what the loops around it count; `i & 7` is `i mod 8`.
#pragma once

#include "ir/LoopRange.h"

#include "mlir/IR/AffineMap.h"
#include "mlir/IR/Value.h"

#include "llvm/ADT/DenseMap.h"

namespace allo::analysis {

class ComputedIndices {
public:
  // The map of all indices over the operands, as dimensions. Empty when one of them is not affine, or may wrap.
  std::optional<mlir::AffineMap> mapOf(mlir::ValueRange indices, llvm::SmallVectorImpl<mlir::Value> &operands);

private:
  // A value with the range that it provably has.
  struct Term {
    mlir::AffineExpr expression;
    __int128 low, high;
  };
  std::optional<Term> termOf(mlir::Value value, llvm::SmallVectorImpl<mlir::Value> &operands);
  std::optional<Term> operandTerm(mlir::Value value, llvm::SmallVectorImpl<mlir::Value> &operands);
  std::optional<Term> arithmeticTerm(mlir::Operation *op, llvm::SmallVectorImpl<mlir::Value> &operands);
  std::optional<Term> quotientTerm(mlir::Operation *op, const Term &left, const Term &right);

  llvm::DenseMap<mlir::Value, ir::LoopRange> ranges_;
};

} // namespace allo::analysis
