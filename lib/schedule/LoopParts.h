// The body of a loop as statements and the values that one statement leaves for others: what distribute cuts.
#pragma once

#include "schedule/StepContext.h"

#include "ir/CTypes.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"

#include "llvm/ADT/DenseMap.h"

namespace allo::schedule {

// The C type that a variable for a value of this type has; nothing for an index.
std::optional<ir::CType> plainTypeOf(mlir::Type type);

// Something that exists from statement `first` to statement `last` of an iteration.
struct CarriedValue {
  mlir::Operation *op; // a memref.alloca or another declaration, or what computes the value
  mlir::Value value;
  unsigned first = 0;
  unsigned last = 0;
  std::string obstacle; // why no array with an element for each iteration can stand for it; empty when one can
};

// Statements are what has an effect: stores, calls, loops, conditions. Loads belong to the statement behind them;
// computations without effects belong to whoever uses them. Making it moves loads and computations to their first use.
class LoopParts {
public:
  LoopParts(StepContext &context, mlir::affine::AffineForOp loop);

  mlir::affine::AffineForOp loop() const { return loop_; }
  const llvm::SmallVector<mlir::Operation *> &statements() const { return statements_; }
  const std::vector<CarriedValue> &carried() const { return carried_; }
  // The number of the statement that a direct or nested operation of the body belongs to.
  unsigned statementOf(mlir::Operation *op) const;

  // Makes the loops: statement s goes to loop groups[s] (from 0, not falling). What is carried between groups gets an
  // element for each iteration. Group `kept` stays in the loop itself, unless it is -1; then the loop is erased.
  llvm::SmallVector<mlir::affine::AffineForOp> separate(llvm::ArrayRef<unsigned> groups, int kept);

private:
  mlir::Block *body() const { return mlir::affine::AffineForOp(loop_).getBody(); }
  void sink();
  void number();
  void findCarried();
  std::string obstacleOf(mlir::Operation *op, mlir::Value value) const;
  void assignGroups(llvm::ArrayRef<unsigned> groups);
  unsigned groupOf(mlir::Operation *op) const;
  void expandVariable(const CarriedValue &carried);
  void expandValue(const CarriedValue &carried);
  mlir::Operation *accessExpanded(mlir::Operation *user, mlir::Value array) const;
  mlir::Value arrayFor(mlir::MemRefType type, ir::VariableAttr variable, mlir::Location location);
  std::pair<mlir::AffineExpr, llvm::SmallVector<mlir::Value>> iteration() const;

  StepContext &context_;
  mlir::affine::AffineForOp loop_;
  std::optional<int64_t> trips_;
  llvm::SmallVector<mlir::Operation *> statements_;
  llvm::DenseMap<mlir::Operation *, unsigned> numbers_; // of all direct operations but computations
  llvm::DenseMap<mlir::Operation *, unsigned> groups_;  // of all direct operations, while they are separated
  std::vector<CarriedValue> carried_;
};

} // namespace allo::schedule
