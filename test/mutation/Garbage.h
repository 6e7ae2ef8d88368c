// Local memories that start as garbage, as -ftrivial-auto-var-init=pattern makes them: what was never written is some
// value then, where LLVM would take a program that branches on it for one that may do anything.
#pragma once

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

namespace allo::mutation {

mlir::OwningOpRef<mlir::ModuleOp> withGarbage(mlir::ModuleOp module);

} // namespace allo::mutation
