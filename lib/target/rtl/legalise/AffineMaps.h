// The affine maps of operations, seen alike: an operation has one map (loads, stores, affine.apply, min, max), two (the
// bounds of an affine.for) or a set (affine.if). Copies of loop bodies are made by rewriting them.
#pragma once

#include "mlir/Dialect/Affine/IR/AffineOps.h"

#include "llvm/ADT/STLFunctionalExtras.h"

namespace allo::target::rtl::legal {

using MapRewrite = llvm::function_ref<void(mlir::AffineMap &map, llvm::SmallVectorImpl<mlir::Value> &operands)>;

bool hasMaps(mlir::Operation *op);

// Lets `rewrite` change each map of an affine operation with its operands; nothing for other operations.
void rewriteMaps(mlir::Operation *op, MapRewrite rewrite);

// A bound (maximum or minimum of results) without equal results and with one constant at most.
mlir::AffineMap withoutRepeats(mlir::AffineMap map, bool isMaximum);

// Composes affine.apply operations and constants into the maps of all operations in `root` that use them.
void composeMaps(mlir::Operation *root);

// A value as an affine expression: one result over operands.
struct AffineValue {
  mlir::AffineMap map;
  llvm::SmallVector<mlir::Value> operands;

  static AffineValue of(mlir::Value value);
  AffineValue plus(int64_t constant) const;
  std::optional<int64_t> constant() const;
};

// Replaces `variable` in the maps of `op` (not in its regions). Its other uses stay.
void substitute(mlir::Operation *op, mlir::Value variable, const AffineValue &value);

// True, false or open: whether the condition of an affine.if holds.
std::optional<bool> constantCondition(mlir::affine::AffineIfOp guard);

} // namespace allo::target::rtl::legal
