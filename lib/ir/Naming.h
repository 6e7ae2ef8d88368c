// Names and stable ids of loops and variables: how to read them, make fresh ones, and prove that a pass kept them.
#pragma once

#include "ir/AlloDialect.h"

#include "allo/error.hpp"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"

namespace allo::ir {

bool isLoop(mlir::Operation *op);     // affine.for, scf.for, scf.while
LoopAttr loopOf(mlir::Operation *op); // null for what is not a named loop
void setLoop(mlir::Operation *op, LoopAttr loop);
VariableAttr variableOf(mlir::Value memory); // of an alloca, a global or a function argument; null otherwise
std::string nameOf(mlir::Value memory);      // the variable's name, or "<unnamed>"

// The next unused id of a function: one more than the largest that any of its loops and variables carries.
int64_t freshId(mlir::func::FuncOp function);

// All loops of a function in source order (pre-order).
llvm::SmallVector<mlir::Operation *> loopsOf(mlir::func::FuncOp function);

// Checks that every loop carries an #allo.loop, every memory an #allo.var, and that ids are unique in each function.
// Run after every pass and primitive: several upstream rewrites drop loop attributes.
mlir::LogicalResult verifyNames(mlir::ModuleOp module);

// The console of a function that prints or calls one that does, or null.
ConsoleOp consoleOf(mlir::func::FuncOp function);

// The function marked as top, or null.
mlir::func::FuncOp topOf(mlir::ModuleOp module);

// The source place of a location (the first file position in it), for messages.
SourcePlace placeOf(mlir::Location location);

} // namespace allo::ir
