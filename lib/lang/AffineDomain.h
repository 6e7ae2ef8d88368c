// What is known of the loop variables and symbols at a point of the function, and proofs that follow from it. An index
// becomes affine only where these proofs show that it cannot wrap (docs/decisions/0007).
#pragma once

#include "lang/Types.h"

#include "mlir/IR/AffineExpr.h"
#include "mlir/IR/AffineMap.h"
#include "mlir/IR/Value.h"

#include "llvm/ADT/SmallVector.h"

#include <algorithm>

namespace allo::lang {

// Affine expressions of one function are over one list of operands (loop variables and symbols), all as dimensions.
class AffineDomain {
public:
  explicit AffineDomain(mlir::MLIRContext *context) : context(context) {}

  struct Interval {
    __int128 low;
    __int128 high;
  };

  // A new operand; its static range bounds it wherever it is used.
  mlir::AffineExpr addOperand(mlir::Value value, Interval range);
  // The expression of a value that already is an operand, or null.
  mlir::AffineExpr operandOf(mlir::Value value) const;

  // What is known of an operand's value everywhere: `narrow` intersects it, `setRange` replaces it.
  Interval rangeOfOperand(unsigned operand) const { return ranges[operand]; }
  void setRange(unsigned operand, Interval range) { ranges[operand] = range; }
  void narrow(unsigned operand, Interval range) {
    ranges[operand] = {std::max(ranges[operand].low, range.low), std::min(ranges[operand].high, range.high)};
  }

  // Constraints that hold from here on: `expression >= 0`. `mark` and `restore` bracket the region where they hold.
  void assume(mlir::AffineExpr nonNegative) { constraints.push_back(nonNegative); }
  size_t mark() const { return constraints.size(); }
  void restore(size_t mark) { constraints.resize(mark); }

  Interval intervalOf(mlir::AffineExpr expression) const;
  bool provesAtLeast(mlir::AffineExpr expression, __int128 low) const;
  bool provesAtMost(mlir::AffineExpr expression, __int128 high) const;
  bool provesUnreachable() const { return provesEmpty(mlir::getAffineConstantExpr(0, context)); }
  bool provesInRange(mlir::AffineExpr expression, const IntegerRange &range) const;

  // A map of the expressions and its operands, reduced to the operands used and with symbols told apart.
  struct MapAndOperands {
    mlir::AffineMap map;
    llvm::SmallVector<mlir::Value> operands;
  };
  MapAndOperands mapOf(llvm::ArrayRef<mlir::AffineExpr> expressions) const;
  const llvm::SmallVector<mlir::Value> &allOperands() const { return operands; }

private:
  bool provesEmpty(mlir::AffineExpr nonNegative) const;

  mlir::MLIRContext *context;
  llvm::SmallVector<mlir::Value> operands;
  llvm::SmallVector<Interval> ranges;
  llvm::SmallVector<mlir::AffineExpr> constraints;
};

} // namespace allo::lang
