// Questions about a Graph that several stages ask.
#pragma once

#include "target/rtl/Graph.h"

#include "llvm/ADT/STLFunctionalExtras.h"

#include <map>
#include <set>

namespace allo::target::rtl {

// The nodes whose values a child takes from the block that holds it: bounds, initial values, arguments, the decision,
// its predicate, and everything that nodes inside it use. Ascending.
std::vector<std::set<NodeId>> valuesUsedByChildren(const Function &function);

// The blocks of a child: body, or the sides of a branch.
llvm::SmallVector<BlockId, 2> blocksOf(const Child &child);

// How an access, or a child with all that is in it, uses a memory. Ports are known of scheduled blocks; an access that
// has none yet may take any.
struct PortUse {
  bool isWritten = false;
  std::set<unsigned> ports;
};
std::map<MemoryId, PortUse> memoriesTouched(const Graph &graph, const Function &function, const Node &node);

bool isAccess(const Node &node);

// The number of the child (in `ancestor`) that `block` lies in; noId when block == ancestor; `found` says whether
// ancestor is above block at all.
unsigned childTowards(const Function &function, BlockId ancestor, BlockId block, bool &found);

// A loop's result nodes exist for carried k.
std::set<unsigned> resultsUsed(const Function &function, const Child &child);

// Gives functions, arguments, arrays and results names that hardware may have.
void legaliseNames(Graph &graph);

// "line 12", for messages.
std::string lineOf(const Node &node);

} // namespace allo::target::rtl
