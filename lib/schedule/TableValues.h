// The values that tables and static variables begin with.
#pragma once

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/BuiltinOps.h"

#include "llvm/ADT/STLFunctionalExtras.h"

namespace allo::schedule {

// Calls visit(table, values) for each of the tables and static variables among the memories, once.
void forEachTable(mlir::ModuleOp module, llvm::ArrayRef<mlir::Value> memories,
                  llvm::function_ref<void(mlir::memref::GlobalOp, mlir::DenseElementsAttr)> visit);

} // namespace allo::schedule
