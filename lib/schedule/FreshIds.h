// Copies of loops and variables: fresh ids, what is known of who set their properties, and directives that speak of
// variables by their ids.
#pragma once

#include "schedule/StepContext.h"

#include "llvm/ADT/DenseMap.h"

namespace allo::schedule {

// Gives the loops and variables in `copies` (the operations themselves included) fresh ids; they keep who set their
// properties, and their directives speak of the copied variables.
void renewIds(StepContext &context, llvm::ArrayRef<mlir::Operation *> copies);

// Who set the properties of one object holds for the other one too.
void copySetBy(StepContext &context, const ObjectKey &from, const ObjectKey &to);

// The directives of a loop with the variables' ids replaced where the map has them (ir/Directives.h).
void renameInDirectives(mlir::Operation *loop, const llvm::DenseMap<int64_t, int64_t> &newIds);

} // namespace allo::schedule
