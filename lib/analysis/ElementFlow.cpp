#include "analysis/ElementFlow.h"

#include "analysis/ExecutionPair.h"
#include "ir/Naming.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;

namespace allo::analysis {
namespace {

// What is around `op` up to the body of a loop: values and variables may leave conditions, but no iteration.
Operation *inIteration(Operation *op) {
  while (!isa<func::FuncOp>(op->getParentOp()) &&
         !(ir::isLoop(op->getParentOp()) && op->getParentOp()->getNumResults() == 0))
    op = op->getParentOp();
  return op;
}

// Whether a value that `read` found can reach `write` in an element with another index in `dimension`, carried by
// something that lives no longer than one iteration of all loops around `carrier`.
bool reachesOther(const Access &read, const Access &write, Operation *carrier, unsigned dimension) {
  if (!carrier->getParentOp()->isAncestor(read.op) || !carrier->getParentOp()->isAncestor(write.op))
    return false;
  ExecutionPair pair(read, write, carrier);
  auto indices = pair.indices();
  if (!indices)
    return true;
  for (bool isBefore : {true, false}) {
    LinearSystem other = pair.system;
    isBefore ? other.addLess(indices->first[dimension], indices->second[dimension])
             : other.addLess(indices->second[dimension], indices->first[dimension]);
    if (pair.isPossible(other))
      return true;
  }
  return false;
}

} // namespace

SmallVector<bool> separableDimensions(Operation *nest, Value array) {
  std::vector<Access> reads, writes;
  for (Access &access : collectAccesses(nest))
    if (access.memory == array)
      (access.isWrite ? writes : reads).push_back(std::move(access));
  SmallVector<Operation *> variables;
  nest->walk([&](memref::AllocaOp declaration) { variables.push_back(inIteration(declaration)); });
  unsigned rank = cast<MemRefType>(array.getType()).getRank();
  SmallVector<bool> separable(rank, true);
  for (const Access &read : reads) {
    SmallVector<Operation *> carriers(variables);
    carriers.push_back(inIteration(read.op)); // the value itself
    for (const Access &write : writes)
      for (unsigned dimension = 0; dimension < rank; ++dimension)
        separable[dimension] = separable[dimension] && llvm::none_of(carriers, [&](Operation *carrier) {
                                 return reachesOther(read, write, carrier, dimension);
                               });
  }
  return separable;
}

} // namespace allo::analysis
