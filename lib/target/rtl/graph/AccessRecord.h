// What the builder knows of accesses and children besides their nodes: the operations of the IR they come from.
#pragma once

#include "analysis/AccessCollection.h"
#include "target/rtl/graph/LinearForm.h"

#include "llvm/ADT/DenseMap.h"

namespace allo::target::rtl {

struct AccessRecord {
  NodeId node = noId;
  mlir::Operation *op = nullptr;
  std::vector<LinearForm> index; // of each dimension; the numbers of its nodes are those before Cleanup.cpp
  std::vector<ValueRange> ranges;
};

struct FunctionRecords {
  std::vector<AccessRecord> accesses;                              // in source order
  std::vector<llvm::SmallVector<mlir::Operation *, 4>> childLoops; // by child: its loops, or the if or call
  std::vector<mlir::Value> arrays;                                 // by memory
  std::vector<analysis::Access> facts;                             // of the whole function, in source order
  llvm::DenseMap<mlir::Operation *, llvm::SmallVector<unsigned, 2>> factsOf; // numbers in `facts`
};

} // namespace allo::target::rtl
