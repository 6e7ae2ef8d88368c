// The body of a function in the place of one call, with affine operands that are legal there.
#pragma once

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include "llvm/ADT/STLFunctionalExtras.h"

namespace allo::ir {

// Inserts a copy of the callee's body, replaces the results of the call and erases it. `renew` is called for every
// copied loop and variable: it has to give an id that is unique in the caller, and may change the name.
void inlineCall(mlir::func::CallOp call, mlir::func::FuncOp callee, llvm::function_ref<void(mlir::Operation *)> renew);

} // namespace allo::ir
