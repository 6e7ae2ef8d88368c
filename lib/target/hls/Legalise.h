// Brings a design into the form of which every op has a C++ spelling.
#pragma once

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

namespace allo::target::hls {

// A legal clone; `module` is not touched. Throws UserError with the place for what cannot be expressed.
mlir::OwningOpRef<mlir::ModuleOp> legalise(mlir::ModuleOp module);

// Part of it: members of arrays of structs that the top passes to functions.
void copyInterleavedMembers(mlir::func::FuncOp top);

} // namespace allo::target::hls
