// Accesses that touch the lanes of one word together: stores that fill it, reads and writes of a stream that move it.
#pragma once

#include "schedule/WordLanes.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"

namespace allo::schedule {

// `factor` accesses, one for each lane, that nothing else of the array comes between: either all iterations of `loop`,
// by the one operation there, or one operation for each lane in one block.
struct WordGroup {
  mlir::affine::AffineForOp loop;                  // null: the operations stand in one block
  llvm::SmallVector<mlir::Operation *> operations; // by lane; in a loop the one
  AffineLane lane;                                 // in a loop: of its operation
  unsigned dimensions = 0;                         // of what `lane` and `indices` are over
  llvm::SmallVector<mlir::Value> operands;
  llvm::SmallVector<mlir::AffineExpr> indices; // of the word
};

// The groups of affine stores to the array (`memories` are all its names) that write a whole word each.
std::vector<WordGroup> storesOfWholeWords(llvm::ArrayRef<mlir::Value> memories, unsigned dimension, int64_t factor);

// Whether `op` or anything in it uses one of the memories.
bool usesAny(mlir::Operation *op, llvm::ArrayRef<mlir::Value> memories);

} // namespace allo::schedule
