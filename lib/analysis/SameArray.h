// Which memories of a program are one array, across calls and fetches of tables.
#pragma once

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Value.h"

namespace allo::analysis {

// Every memory that is the same array as `memory`: the arguments that it becomes in callees, the arrays that callers
// pass for it, and the other uses of a constant table, to the fixpoint over the call graph.
llvm::SmallVector<mlir::Value> sameArray(mlir::ModuleOp module, mlir::Value memory);

} // namespace allo::analysis
