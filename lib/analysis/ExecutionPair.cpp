#include "analysis/ExecutionPair.h"

#include "ir/AlloDialect.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;

namespace allo::analysis {
namespace {

// The operation around (or at) `after` whose enclosing operations are those around both.
Operation *regionAfter(Operation *before, Operation *after) {
  Operation *region = after;
  while (region->getParentOp() && !region->getParentOp()->isProperAncestor(before))
    region = region->getParentOp();
  return region;
}

} // namespace

ExecutionPair::ExecutionPair(const Access &before, const Access &after, Operation *region)
    : before(before), after(after) {
  first = addInstance(system, symbols, before.op);
  second = addInstance(system, symbols, after.op, &first, region);
  // A memory or stream declared inside a loop is private to each of its iterations.
  Operation *declaration = before.memory.getDefiningOp();
  if (!declaration || !isa<memref::AllocaOp, ir::StreamCreateOp>(declaration))
    return;
  for (Operation *loop : loopsAround(declaration))
    if (first.isInside(loop) && second.isInside(loop) && first.columnOf(loop) != second.columnOf(loop))
      system.addEqual(LinearExpression::column(first.columnOf(loop)), LinearExpression::column(second.columnOf(loop)));
}

ExecutionPair::ExecutionPair(const Access &before, const Access &after)
    : ExecutionPair(before, after, regionAfter(before.op, after.op)) {}

std::optional<std::pair<SmallVector<LinearExpression>, SmallVector<LinearExpression>>> ExecutionPair::indices() {
  if (!before.isAffine || !after.isAffine)
    return std::nullopt;
  auto left = lineariseMap(system, symbols, first, before.map, before.operands);
  auto right = lineariseMap(system, symbols, second, after.map, after.operands);
  if (!left || !right)
    return std::nullopt;
  return std::pair(std::move(*left), std::move(*right));
}

void ExecutionPair::addSameElement() {
  if (auto both = indices())
    for (auto [left, right] : llvm::zip_equal(both->first, both->second))
      system.addEqual(left, right);
}

bool ExecutionPair::isPossible() const { return isPossible(system); }

bool ExecutionPair::isPossible(const LinearSystem &restricted) const {
  if (restricted.isEmpty())
    return false;
  if (first.alternatives.empty() && second.alternatives.empty())
    return true;
  return llvm::any_of(expandAlternatives(restricted, {&first, &second}),
                      [](const LinearSystem &alternative) { return !alternative.isEmpty(); });
}

} // namespace allo::analysis
