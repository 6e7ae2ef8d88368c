// A copy of a function in which the calls below some operations are replaced by the bodies of their callees. What a
// call touches is then as exact as what the loops of the caller touch. The copy answers questions and is dropped.
#pragma once

#include "analysis/AccessCollection.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/OwningOpRef.h"

#include "llvm/ADT/DenseMap.h"

namespace allo::analysis {

class InlinedCalls {
public:
  // Whether there is a call of a function with a body below one of them.
  static bool any(llvm::ArrayRef<mlir::Operation *> regions);

  // The regions are loops of one function.
  explicit InlinedCalls(llvm::ArrayRef<mlir::Operation *> regions);

  // What stands for an operation of the function in the copy.
  mlir::Operation *copyOf(mlir::Operation *op) const { return mapping_.lookup(op); }
  template <typename Op> Op copyOf(Op op) const { return llvm::cast<Op>(copyOf(op.getOperation())); }

  // What an operation of the copy began as: the call for the body of a callee. Null: it belongs to no statement.
  mlir::Operation *originOf(mlir::Operation *copy) const { return origins_.lookup(copy); }
  // An access in the copy as one of its origin to a memory of the function. Empty where a callee declares the memory.
  std::optional<Access> originOf(const Access &access) const;

private:
  void inlineCall(mlir::func::CallOp call, mlir::func::FuncOp callee);

  mlir::OwningOpRef<mlir::func::FuncOp> copy_;
  mlir::IRMapping mapping_;
  llvm::DenseMap<mlir::Operation *, mlir::Operation *> origins_;
  llvm::DenseMap<mlir::Value, mlir::Value> memories_;
};

} // namespace allo::analysis
