// Placement of scalars after the lowering: what is private to an iteration is declared in it (docs/decisions/0005).
#pragma once

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace allo::lang {

// Removes scalars that are never read, with their stores and what only fed them.
void removeUnreadScalars(mlir::func::FuncOp function);

// Removes operations without regions and effects whose results nobody uses.
void removeDeadValues(mlir::func::FuncOp function);

// Sinks scalars into the innermost region that holds all their uses, where every run of it writes before it reads.
void sinkPrivateScalars(mlir::func::FuncOp function);

// Marks array parameters that the function and its callees never write as const.
void inferConstParameters(mlir::func::FuncOp function);

} // namespace allo::lang
