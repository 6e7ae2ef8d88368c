// Recognises reduction updates `M[f] = M[f] op x`, whose order does not matter (docs/decisions/0005): of integers, and
// of floating-point values where `reassociate` has marked the operations (docs/decisions/0026).
#pragma once

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Operation.h"

#include <optional>
#include <vector>

namespace allo::analysis {

enum class ReductionKind {
  add,
  multiply,
  bitAnd,
  bitOr,
  bitXor,
  minSigned,
  maxSigned,
  minUnsigned,
  maxUnsigned,
  addFloat,
  multiplyFloat,
  minFloat,
  maxFloat
};

struct ReductionUpdate {
  ReductionKind kind;
  mlir::Operation *load;
  mlir::Operation *store;
  llvm::SmallVector<mlir::Operation *, 2> chain;     // the operations of the kind between them, that of the load first
  llvm::SmallVector<mlir::Operation *, 2> readAgain; // more loads of the element that only the update sees
};

// The update that `store` completes, when it is one: load and store touch the same element, the chain of operations
// between them is of one associative and commutative kind, and nobody else sees a value of the chain.
std::optional<ReductionUpdate> reductionUpdateOf(mlir::Operation *store);

// The same for a floating-point update, whether it is marked or not.
std::optional<ReductionUpdate> floatingUpdateOf(mlir::Operation *store);

// The arrays and scalars that have marked updates, in source order.
std::vector<mlir::Value> reassociatedMemories(mlir::ModuleOp module);

} // namespace allo::analysis
