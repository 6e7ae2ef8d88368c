// The passes over a function's graph after its nodes are made, in this order.
#pragma once

#include "target/rtl/graph/AccessRecord.h"

namespace allo::target::rtl {

// Drops what nothing uses, numbers nodes by block and place, and gives children what they use of the block around as
// operands.
void cleanUp(Function &function, FunctionRecords &records);

// Order edges between accesses (and children with accesses) that may touch one element, one of them a write.
void addOrders(Function &function, const FunctionRecords &records);

// The same of operations on streams, and children with some (docs/decisions/0030).
void addStreamOrders(const Graph &graph, Function &function, const FunctionRecords &records);

// Groups of accesses with a bank chosen at run time that never touch one bank at once.
void addGroups(Function &function, FunctionRecords &records);

// Copies of memories that pipelined loops read more often than their ports allow.
void addCopies(Function &function, const Device &device);

// On different sides of one if.
bool excludeEachOther(mlir::Operation *first, mlir::Operation *second);

bool isPipelineBody(const Function &function, BlockId block);

} // namespace allo::target::rtl
