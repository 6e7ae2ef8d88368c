// The bodies of two functions as one body, where a mode chooses: loops of equal bounds at the same place are shared,
// and so is what begins a body in the same words; the rest stands under conditions of the mode.
#pragma once

#include "schedule/StepContext.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/IR/IRMapping.h"

namespace allo::schedule {

class UnifiedBody {
public:
  // One of the two bodies, with what its values are in the new one.
  struct Side {
    mlir::func::FuncOp function;
    mlir::IRMapping values;
    llvm::DenseMap<int64_t, int64_t> ids; // of loops and variables, in the new function
  };

  // `mode` is an argument of `unified`; it is at most `lastOfFirst` where the first side runs. The arguments are
  // mapped.
  UnifiedBody(StepContext &context, mlir::func::FuncOp unified, mlir::Value mode, int64_t lastOfFirst, Side &first,
              Side &second);

  // Fills the empty entry block, with the return.
  void build();

private:
  using Operations = llvm::SmallVector<mlir::Operation *>;

  void merge(mlir::Block *first, mlir::Block *second);
  void mergeSegments(llvm::ArrayRef<mlir::Operation *> first, llvm::ArrayRef<mlir::Operation *> second);
  void mergeLoops(mlir::affine::AffineForOp first, mlir::affine::AffineForOp second);
  void mergeReturns();

  bool isAvailable(mlir::Operation *op, const Side &side) const;
  bool isFree(mlir::Operation *op, const Side &side) const;
  bool haveEqualLoops(mlir::affine::AffineForOp first, mlir::affine::AffineForOp second) const;
  bool areEqual(mlir::Operation *first, mlir::Operation *second) const;
  void emitFree(mlir::Operation *op, Side &side);
  mlir::Operation *sharedDeclaration(mlir::Operation *op) const;
  void emitUnderMode(const Operations &first, const Operations &second);
  void emitBranch(mlir::Block *block, const Operations &ops, Side &side,
                  llvm::ArrayRef<std::pair<mlir::Value, mlir::Value>> escaping);
  llvm::SmallVector<std::pair<mlir::Value, mlir::Value>> keepEscaping(const Operations &ops);
  void loadEscaping(llvm::ArrayRef<std::pair<mlir::Value, mlir::Value>> escaping, Side &side);
  mlir::Operation *clone(mlir::Operation *op, Side &side);

  StepContext &context_;
  mlir::func::FuncOp unified_;
  mlir::Value mode_; // as an index
  mlir::Value isFirst_;
  int64_t lastOfFirst_;
  Side &first_, &second_;
  mlir::OpBuilder builder_;
  llvm::SmallVector<mlir::Operation *> unmatched_; // declarations and index arithmetic of the first side, here
};

} // namespace allo::schedule
