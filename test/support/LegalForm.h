// The legal form of the RTL target, made runnable again: what isolates faults of legalisation from those of hardware.
#pragma once

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

namespace allo::test {

// A module with the interface of `original` whose top calls the legal form of it. The cpu target compiles it.
mlir::OwningOpRef<mlir::ModuleOp> runnableLegalForm(mlir::ModuleOp original);

} // namespace allo::test
