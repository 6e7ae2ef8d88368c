// What the accesses of one iteration of a loop ask of the banks of an array.
#pragma once

#include "analysis/BankChoice.h"

namespace allo::analysis {

// The cuts that the layout of an array's type makes.
std::vector<DimensionCut> cutsOf(mlir::MemRefType type);

// The accesses to `memory` in one iteration of the loop, with a copy for every iteration of the loops inside it.
// Empty when a loop inside has no constant trip count (`obstacle` is that loop), or when there are too many copies
// (`obstacle` is `loop`).
std::optional<std::vector<Access>> accessesOfIteration(mlir::Operation *loop, mlir::Value memory,
                                                       mlir::Operation *&obstacle);

struct AccessPair {
  unsigned first, second;
};

struct BankDemand {
  int64_t most = 0;                  // accesses that may have to come one after another at one bank
  std::vector<AccessPair> conflicts; // different elements of one bank in one iteration
};
BankDemand bankDemand(llvm::ArrayRef<Access> accesses, llvm::ArrayRef<DimensionCut> cuts);

} // namespace allo::analysis
