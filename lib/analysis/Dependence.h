// Exact legality of changes of order. For two accesses to one memory, one of them a write, the set of pairs of
// executions that touch the same element, are in one order now and in the other order afterwards, is built over
// integers; the change is legal exactly when every such set is empty. A point of a set that is not empty is the witness
// shown to the user.
#pragma once

#include "analysis/AccessCollection.h"
#include "analysis/IterationDomain.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"

namespace allo::analysis {

// The value of a loop's variable in one of the two executions of a witness.
struct IterationValue {
  std::string loop;
  int64_t value;
};

// Two executions, `first` before `second` in the order of the program as it is now, that touch one element.
struct Conflict {
  Access first;
  Access second;
  bool isExact = true; // false when one of the accesses may touch any element
  std::vector<IterationValue> firstIteration;
  std::vector<IterationValue> secondIteration;
  std::vector<int64_t> element; // empty for scalars and when not exact
};

// One coordinate of the new order: the variable of a loop, or (tile > 1) the number of the block of `tile` iterations.
struct OrderComponent {
  mlir::affine::AffineForOp loop;
  int64_t tile = 1;
};

// Where a call may touch any element, the four questions below look into the body of its callee.

// Two executions of the innermost body of the perfect nest `band` (outermost first) whose order `newOrder` reverses.
// Integer reduction updates of one kind may pass each other.
std::optional<Conflict> findOrderConflict(llvm::ArrayRef<mlir::affine::AffineForOp> band,
                                          llvm::ArrayRef<OrderComponent> newOrder);

// Two executions in different iterations of `loop`, in the same iteration of everything around it. Reductions count.
std::optional<Conflict> findCarriedConflict(mlir::affine::AffineForOp loop);
// The same among some of the accesses in the loop.
std::optional<Conflict> findCarriedConflict(mlir::affine::AffineForOp loop, const std::vector<Access> &accesses);

// One conflict for every pair of accesses that depend on each other across iterations of `loop`.
std::vector<Conflict> carriedDependences(mlir::affine::AffineForOp loop);

// Two executions that change places when `loop` becomes one loop with the accesses `earlier` and, after it, one with
// those of `later`: one of `later` in an iteration before that of one of `earlier`. Integer reduction updates of one
// kind may pass each other, here and in the next.
std::optional<Conflict> findBackwardConflict(mlir::affine::AffineForOp loop, llvm::ArrayRef<Access> earlier,
                                             llvm::ArrayRef<Access> later);

// Two executions that change places when iteration t of `second`, which stands behind `first` in one block, is to run
// right after iteration t + shift of `first`. Where the lower bounds are several expressions they have to be the same.
std::optional<Conflict> findMergeConflict(mlir::affine::AffineForOp first, mlir::affine::AffineForOp second,
                                          int64_t shift);

// Two executions in operations of one block, in the same iteration of all loops around it, that touch one element.
std::optional<Conflict> findSharedElement(mlir::Operation *first, mlir::Operation *second);

// A write of `writes` and, behind it in one execution of `region`, a read of `reads` that finds what it wrote. What is
// around the region is in one iteration for both.
std::optional<Conflict> findEarlierWrite(llvm::ArrayRef<Access> writes, llvm::ArrayRef<Access> reads,
                                         mlir::Operation *region);

} // namespace allo::analysis
