// Recognises integer reduction updates `M[f] = M[f] op x`, whose order does not matter (docs/decisions/0005).
#pragma once

#include "mlir/IR/Operation.h"

#include <optional>

namespace allo::analysis {

enum class ReductionKind { add, multiply, bitAnd, bitOr, bitXor, minSigned, maxSigned, minUnsigned, maxUnsigned };

struct ReductionUpdate {
  ReductionKind kind;
  mlir::Operation *load;
  mlir::Operation *store;
};

// The update that `store` completes, when it is one: load and store touch the same element, the chain of operations
// between them is of one associative and commutative integer kind, and nobody else sees a value of the chain.
std::optional<ReductionUpdate> reductionUpdateOf(mlir::Operation *store);

} // namespace allo::analysis
