// A copy of a function in which the calls below some operations are replaced by the bodies of their callees, and those
// in there too: what analyses look through calls with. It is gone with the object; nothing of the program changes.
#pragma once

#include "schedule/StepContext.h"

#include "mlir/IR/IRMapping.h"

namespace allo::schedule {

class FlatCopy {
public:
  // The roots are operations of one function, or the function.
  explicit FlatCopy(llvm::ArrayRef<mlir::Operation *> roots);
  ~FlatCopy();
  FlatCopy(const FlatCopy &) = delete;
  FlatCopy &operator=(const FlatCopy &) = delete;

  // The copy of an operation; that of a call at or below a root is an operation around the callee's body.
  mlir::Operation *of(mlir::Operation *op) const { return mapping_.lookup(op); }
  mlir::Value of(mlir::Value value) const { return mapping_.lookup(value); }
  // The value of the function that a value of the copy is a copy of; null for what comes from a callee.
  mlir::Value origin(mlir::Value value) const { return origins_.lookup(value); }

private:
  mlir::IRMapping mapping_;
  llvm::DenseMap<mlir::Value, mlir::Value> origins_;
  mlir::func::FuncOp copy_;
};

} // namespace allo::schedule
