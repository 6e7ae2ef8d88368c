// The body of a function in the place of one call: fresh ids, names without clashes, affine operands legal again.
#pragma once

#include "schedule/StepContext.h"

#include "mlir/IR/IRMapping.h"

namespace allo::schedule {

class InlinedBody {
public:
  InlinedBody(StepContext &context, mlir::func::FuncOp callee, mlir::func::CallOp call);

  // Inserts the body, replaces the results of the call and erases it.
  void insert();

private:
  void rename(mlir::Operation *op);
  void legalise(mlir::Operation *op);
  void simplifyCast(mlir::Operation *op);

  StepContext &context_;
  mlir::func::FuncOp callee_;
  mlir::func::CallOp call_;
  mlir::func::FuncOp caller_;
  llvm::SmallVector<mlir::Operation *> indexConstants_;
  llvm::StringMap<unsigned> names_; // of the caller's variables
};

} // namespace allo::schedule
