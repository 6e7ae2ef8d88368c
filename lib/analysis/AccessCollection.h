// Every access to memory below an operation, in source order: which array, which element, read or write.
#pragma once

#include "analysis/ReductionUpdate.h"

#include "mlir/IR/AffineMap.h"
#include "mlir/IR/Operation.h"
#include "mlir/IR/Value.h"

namespace allo::analysis {

struct Access {
  mlir::Operation *op = nullptr;
  mlir::Value memory; // the root: an argument, an alloca, or the first get_global of a table
  bool isWrite = false;
  bool isAffine = false; // map and operands give the element; otherwise it may be any
  mlir::AffineMap map;   // composed: dims are loop variables, symbols are fixed values
  llvm::SmallVector<mlir::Value, 4> operands;
  std::optional<ReductionKind> reduction; // the access is part of such an update
};

// Which indices of loads and stores that are not affine operations count as affine all the same.
enum class PlainIndices {
  variables, // loop variables and symbols
  computed,  // and what arithmetic makes of them where it cannot wrap
};

// Accesses of everything nested in `root` (and `root` itself). A call reads every array argument and writes those that
// the callee's parameter does not mark as const, at unknown elements.
std::vector<Access> collectAccesses(mlir::Operation *root, PlainIndices plain = PlainIndices::variables);

// Those of one memory.
std::vector<Access> accessesTo(mlir::Operation *root, mlir::Value memory);

// A table may be fetched by several operations.
bool isSameMemory(mlir::Value left, mlir::Value right);

} // namespace allo::analysis
