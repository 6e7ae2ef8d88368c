// Whether a first-in first-out channel can stand for an array between the nest that writes it and the nest that reads
// it: each element is written once and read once, and both happen in the same order. Exact over integers; the answer is
// a counterexample.
#pragma once

#include "analysis/AccessCollection.h"

namespace allo::analysis {

// One end of a channel: the accesses to the array below `nest`, an operation of the block that both ends share.
struct ChannelEnd {
  mlir::Operation *nest = nullptr;
  std::vector<Access> accesses;
};

// Why the channel would not carry the elements of the array.
struct ChannelObstacle {
  std::string text; // "A[0][1] is written before A[1][0], at (i=0, j=1) and (i=1, j=0) on line 4, but …"
  std::string hint;
};

// The first obstacle, or nothing. Executions are compared within one iteration of everything around the two nests.
// Elements that differ in one of the dimensions `separate` go through different channels.
std::optional<ChannelObstacle> findChannelObstacle(const ChannelEnd &producer, const ChannelEnd &consumer,
                                                   llvm::StringRef array, llvm::ArrayRef<unsigned> separate = {});

// Why the accesses of one end do not go through all of an array of these extents once, row by row; or nothing. For a
// call, the nest is the call and nothing else uses the array; else it is any operation of the outermost block.
std::optional<ChannelObstacle> findSequenceObstacle(const ChannelEnd &end, llvm::ArrayRef<int64_t> shape,
                                                    llvm::StringRef array);

} // namespace allo::analysis
