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

// Part of it: a function that uses an array of streams at subscripts that its integer parameters fix gets those streams
// as parameters of their own; calls pass elements. In the legal form an element of an array of streams is a
// builtin.unrealized_conversion_cast of the array and the subscripts.
void separateStreamElements(mlir::ModuleOp module);

} // namespace allo::target::hls
