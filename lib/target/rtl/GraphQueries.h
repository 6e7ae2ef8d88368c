// Questions about a Graph that several stages ask.
#pragma once

#include "support/Interface.h"
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

// How an access, or a child with all that is in it, uses the banks of memories. Ports are known of scheduled blocks; an
// access that has none yet may take any.
struct PortUse {
  bool isWritten = false;
  std::set<unsigned> ports;
};
using BankId = std::pair<MemoryId, unsigned>;
std::map<BankId, PortUse> banksTouched(const Graph &graph, const Function &function, const Node &node);

bool isAccess(const Node &node);
bool hasEffect(const Node &node); // it acts, besides making a value

// What is done at the two ends of a FIFO.
struct StreamUse {
  bool reads = false, writes = false;
  bool asks = false;   // what it does depends on when it happens
  bool clears = false; // makes it empty
  bool waits = false;  // stands still until it can go on
};
using FifoId = std::pair<StreamId, unsigned>; // a stream and the number of its element
// By a stream operation, or by a child with all that is in it. Of a FIFO that is chosen when the design runs: all that
// it may be.
std::map<FifoId, StreamUse> streamsTouched(const Graph &graph, const Function &function, const Node &node);
StreamUse useOf(StreamAction action);
bool usesStreams(const Graph &graph); // anywhere
// How many iterations of a pipelined block its controller knows of at once.
int64_t stagesOf(const Function &function, BlockId block);
// Where an array parameter of the top lies in the host's memory: all of it, row by row.
TopParameter::MemberArray wholeArray(int memory, const InterfaceParameter &parameter);
// What each FIFO of a stream is made of: registers, LUT RAM or block RAM.
MemoryStyle styleOf(const Stream &stream);

// The reads of streams whose elements an operation of the same cycle depends on: of a write what was read, of a read a
// condition on it.
std::set<NodeId> readsOfSameCycle(const Function &function, NodeId operation);

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
