// Which banks of a partitioned array an access can touch, and which accesses never touch one bank in one iteration.
#pragma once

#include "analysis/AccessCollection.h"

namespace allo::analysis {

// How one dimension is cut: part = index mod parts (cyclic) or index div depth (block); complete: part = index.
struct DimensionCut {
  enum Kind { none, block, cyclic, complete } kind = none;
  int64_t parts = 1;
  int64_t depth = 1;
};

// The parts of each dimension that the access can touch in any of its executions, ascending; never empty. Not affine:
// all. One element: the choice is made at compile time.
std::vector<std::vector<int64_t>> partsOf(const Access &access, llvm::ArrayRef<DimensionCut> cuts);

// True when the two accesses, in the same iteration of all loops around both, surely lie in different banks (or on the
// same element: `orSameElement`, two reads of one address can share a port).
bool inDifferentBanks(const Access &first, const Access &second, llvm::ArrayRef<DimensionCut> cuts);

} // namespace allo::analysis
