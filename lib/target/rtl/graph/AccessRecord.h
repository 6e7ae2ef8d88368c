// What the builder knows of accesses and children besides their nodes: the operations of the IR they come from.
#pragma once

#include "analysis/BankChoice.h"
#include "target/rtl/graph/LinearForm.h"

#include "llvm/ADT/DenseMap.h"

namespace allo::target::rtl {

struct AccessRecord {
  NodeId node = noId;
  mlir::Operation *op = nullptr;
  std::vector<LinearForm> index; // of each dimension; the numbers of its nodes are those before Cleanup.cpp
  std::vector<IntegerRange> ranges;
};

// All accesses to one array, in source order.
struct ArrayRecord {
  mlir::Value root;
  std::vector<analysis::Access> accesses;
  std::unique_ptr<analysis::BankChoice> banks; // over `accesses`
};

struct StreamRecord {
  NodeId node = noId;
  mlir::Operation *op = nullptr;
};

struct FunctionRecords {
  std::vector<AccessRecord> accesses;                              // in source order
  std::vector<llvm::SmallVector<mlir::Operation *, 4>> childLoops; // by child: its loops, or the if or call
  std::vector<ArrayRecord> arrays;                                 // by memory
  std::vector<StreamRecord> streams;                               // in source order
  mlir::Operation *function = nullptr;
  llvm::DenseMap<mlir::Operation *, unsigned> positions; // of a load or store in its array's accesses
};

std::vector<analysis::DimensionCut> cutsOf(const Memory &memory);

} // namespace allo::target::rtl
