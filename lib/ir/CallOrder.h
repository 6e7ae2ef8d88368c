// The functions of a design in the order of their calls.
#pragma once

#include "mlir/IR/BuiltinOps.h"

#include "llvm/ADT/SetVector.h"

namespace allo::ir {

// Those that the top reaches, itself last: each (a func.func) once, and after all that it calls.
llvm::SetVector<mlir::Operation *> calleesFirst(mlir::ModuleOp module);

} // namespace allo::ir
