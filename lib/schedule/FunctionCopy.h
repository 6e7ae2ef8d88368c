// Copies of a function for some of its calls: "row" becomes "row" and "row#2".
#pragma once

#include "schedule/StepContext.h"

namespace allo::schedule {

// On a copy: the symbol of the function that it began as.
inline constexpr llvm::StringLiteral copyOfAttrName = "allo.copy_of";

// The operation that keeps the function, or one that it calls, from being copied: state that lives from call to call,
// of which there must be one. Null where there is none.
mlir::Operation *stateOf(mlir::ModuleOp module, mlir::func::FuncOp function);

// A copy behind `function`, with a symbol of its own, the ids of its loops and arrays, and what is known of which step
// set what. Nothing calls it yet. The function must not have state.
mlir::func::FuncOp copyFunction(StepContext &context, mlir::func::FuncOp function);

} // namespace allo::schedule
