// How far apart two conflicting accesses of a loop nest are, in iterations of the nest run as one loop: what an
// initiation interval depends on.
#pragma once

#include "analysis/AccessCollection.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"

namespace allo::analysis {

// The nest, outermost first, each loop perfectly in the one before (only its body counts; may be empty: no loop; may
// hold loops that are not affine, whose iterations are then only told apart). Executions are compared within one
// iteration of everything around the nest.
using Nest = llvm::SmallVector<mlir::Operation *, 4>;

// The least number of iterations of the flattened nest, at least 1, between an execution of `first` and a later one of
// `second` on the same element. Empty: they never meet. Exact for constant bounds; a sound lower bound otherwise.
std::optional<int64_t> minimumDistance(const Access &first, const Access &second, const Nest &nest);

// Whether both can touch the same element in the same iteration of all loops around both.
bool meetInOneIteration(const Access &first, const Access &second);

// The same of accesses like these, some of which are on one side of a condition and some on the other.
bool mayMeetInOneIteration(const Access &first, const Access &second);

// Two accesses, by their positions, first <= second, that can touch one element. Equal positions: one access, in
// different iterations.
struct IterationConflict {
  unsigned first = 0, second = 0;
  bool inOneIteration = false;
  std::optional<int64_t> forward;  // minimumDistance(first, second)
  std::optional<int64_t> backward; // minimumDistance(second, first)
};

enum class ConflictScope { allIterations, oneIteration }; // oneIteration: distances are not asked for

// All pairs of accesses to one memory, at least one a write, that can touch one element; ordered by positions. Meant
// for thousands of accesses that are copies of few (unrolled loops): the work is done once for each class of copies.
std::vector<IterationConflict> conflictsOf(llvm::ArrayRef<Access> accesses, const Nest &nest,
                                           ConflictScope scope = ConflictScope::allIterations);

} // namespace allo::analysis
