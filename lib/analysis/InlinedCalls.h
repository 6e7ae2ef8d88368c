// A copy of a function in which the calls below some operations are replaced by the bodies of their callees, and those
// in there too, with affine indices where the parameters turned out to be loop variables. What a call touches is then
// as exact as what the loops of the caller touch. It is gone with the object; nothing of the program changes.
#pragma once

#include "analysis/AccessCollection.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/IRMapping.h"

#include "llvm/ADT/DenseMap.h"

#include <limits>

namespace allo::analysis {

class InlinedCalls {
public:
  // Beyond these the calls stay, and may touch anything.
  struct Limit {
    unsigned calls = std::numeric_limits<unsigned>::max();
    unsigned operations = std::numeric_limits<unsigned>::max();
  };

  // Whether there is a call of a function with a body below one of them.
  static bool any(llvm::ArrayRef<mlir::Operation *> roots);

  // The roots are operations of one function.
  explicit InlinedCalls(llvm::ArrayRef<mlir::Operation *> roots, Limit limit);
  explicit InlinedCalls(llvm::ArrayRef<mlir::Operation *> roots) : InlinedCalls(roots, Limit()) {}
  ~InlinedCalls() { copy_.erase(); }
  InlinedCalls(const InlinedCalls &) = delete;
  InlinedCalls &operator=(const InlinedCalls &) = delete;

  // What stands for an operation of the function in the copy; for a root that is a call an operation around the body of
  // its callee. Calls below a root have none.
  mlir::Operation *copyOf(mlir::Operation *op) const { return mapping_.lookup(op); }
  template <typename Op> Op copyOf(Op op) const { return llvm::cast<Op>(copyOf(op.getOperation())); }
  mlir::Value copyOf(mlir::Value value) const { return mapping_.lookup(value); }

  // What an operation of the copy began as: the call for the body of a callee. Null: it belongs to no statement.
  mlir::Operation *originOf(mlir::Operation *copy) const { return origins_.lookup(copy); }
  // The value of the function that a value of the copy is a copy of; null for what comes from a callee.
  mlir::Value originOf(mlir::Value copy) const { return values_.lookup(copy); }
  // An access in the copy as one of its origin to a memory of the function. Empty where a callee declares the memory.
  std::optional<Access> originOf(const Access &access) const;

private:
  void wrap(mlir::func::CallOp root);
  void inlineCalls(mlir::Operation *root, const Limit &limit);
  void inlineCall(mlir::func::CallOp call, mlir::func::FuncOp callee);
  void foldConstantCasts();
  void mergeCasts();
  void forget(mlir::Operation *op);

  mlir::func::FuncOp copy_;
  mlir::IRMapping mapping_;
  llvm::DenseMap<mlir::Operation *, mlir::Operation *> origins_;
  llvm::DenseMap<mlir::Value, mlir::Value> values_;
  int64_t nextId_ = 0;
  unsigned calls_ = 0, operations_ = 0; // inlined so far, in the copy so far
};

} // namespace allo::analysis
