// Layouts of arrays across calls: which memories are one array, and how to give all of them one type.
#pragma once

#include "analysis/SameArray.h"
#include "ir/AlloDialect.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/BuiltinTypes.h"

namespace allo::schedule {

using analysis::sameArray;

// The layout of each dimension (`none` where the type has no attribute), and the storage.
llvm::SmallVector<ir::PartitionAttr> partitionsOf(mlir::MemRefType type);
ir::StorageKind storageOf(mlir::MemRefType type);

// The same array with this layout; the attribute is left out where everything is the default.
mlir::MemRefType withLayout(mlir::MemRefType type, llvm::ArrayRef<ir::PartitionAttr> partitions,
                            ir::StorageKind storage);

// Gives every memory the type, and the signatures and tables that belong to them.
void setType(mlir::ModuleOp module, llvm::ArrayRef<mlir::Value> memories, mlir::MemRefType type);

// "cyclic factor=4"
std::string partitionText(ir::PartitionAttr partition);

// The function that a memory (an argument, an alloca, a get_global) belongs to.
mlir::Operation *functionOf(mlir::Value memory);

} // namespace allo::schedule
