// The body of a function in the place of one call: fresh ids and names without clashes.
#pragma once

#include "schedule/StepContext.h"

#include "llvm/ADT/StringMap.h"

namespace allo::schedule {

class InlinedBody {
public:
  InlinedBody(StepContext &context, mlir::func::FuncOp callee, mlir::func::CallOp call);

  // Inserts the body, replaces the results of the call and erases it.
  void insert();

private:
  void rename(mlir::Operation *op);

  StepContext &context_;
  mlir::func::FuncOp callee_;
  mlir::func::CallOp call_;
  mlir::func::FuncOp caller_;
  llvm::StringMap<unsigned> names_;         // of the caller's variables
  llvm::DenseMap<int64_t, int64_t> newIds_; // of variables, by their ids in the callee
  llvm::SmallVector<mlir::Operation *> loops_;
};

} // namespace allo::schedule
