// Which SSA values are written inside the expression of their user and which become named temporaries.
// An analysis of the legal IR, which it never changes.
#pragma once

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Operation.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace allo::target::hls {

class Folding {
public:
  explicit Folding(mlir::func::FuncOp function);

  // Written in place: a value with one use that nothing in between can change, or one that costs nothing to repeat.
  bool isInline(mlir::Operation *op) const { return inlined.contains(op); }
  // An scf.if with one result whose branches are expressions: written as `?:`, `&&` or `||`.
  bool isConditional(mlir::Operation *op) const { return conditionals.contains(op); }

private:
  void findTrivial(mlir::Operation *op);
  bool branchIsExpression(mlir::Block &block) const;
  void decideBlock(mlir::Block &block);
  void decide(mlir::Operation *op);
  mlir::Operation *root(mlir::Operation *op) const; // the op whose statement the value is written in
  bool changedBetween(mlir::Operation *load, mlir::Operation *from, mlir::Operation *to) const;
  bool loadsSurvive(mlir::Operation *op, mlir::Operation *to) const;

  llvm::DenseSet<mlir::Operation *> inlined, conditionals, trivial;
  llvm::DenseMap<mlir::Operation *, unsigned> size; // operands in the expression so far
};

bool isLoad(mlir::Operation *op);
mlir::Value loadedMemory(mlir::Operation *load);
bool isStore(mlir::Operation *op);
mlir::Value storedMemory(mlir::Operation *store);
mlir::Value storedValue(mlir::Operation *store);
// A load and a store of one element: the same memory, map and indices.
bool sameElement(mlir::Operation *load, mlir::Operation *store);
// Whether `op` or anything in it writes `memory` or passes it to a call.
bool mayWrite(mlir::Operation *op, mlir::Value memory);

} // namespace allo::target::hls
