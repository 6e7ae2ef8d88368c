#include "analysis/Dependence.h"

#include "analysis/InlinedCalls.h"
#include "ir/Naming.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

#include "llvm/ADT/MapVector.h"

using namespace mlir;

namespace allo::analysis {
namespace {

// Two executions of two accesses in one system, agreeing on everything around `region`.
struct Pair {
  Pair(const Access &first, const Access &second) : first(first), second(second) {}

  const Access &first;
  const Access &second;
  LinearSystem system;
  SymbolColumns symbols;
  Instance firstInstance;
  Instance secondInstance;
  SmallVector<LinearExpression> element; // in terms of the first instance
  bool isExact = true;
};

// A memory or stream declared inside a loop is private to each of its iterations.
void addPrivacy(Pair &pair, Operation *region) {
  Operation *declaration = pair.first.memory.getDefiningOp();
  if (!declaration || !isa<memref::AllocaOp, ir::StreamCreateOp>(declaration))
    return;
  for (Operation *loop : loopsAround(declaration))
    if (!loop->isProperAncestor(region) && pair.firstInstance.isInside(loop) && pair.secondInstance.isInside(loop))
      pair.system.addEqual(LinearExpression::column(pair.firstInstance.columnOf(loop)),
                           LinearExpression::column(pair.secondInstance.columnOf(loop)));
}

Pair makePair(const Access &first, const Access &second, Operation *region) {
  Pair pair(first, second);
  pair.firstInstance = addInstance(pair.system, pair.symbols, first.op);
  pair.secondInstance = addInstance(pair.system, pair.symbols, second.op, &pair.firstInstance, region);
  addPrivacy(pair, region);
  pair.isExact = first.isAffine && second.isAffine;
  if (!pair.isExact)
    return pair;
  auto firstElement = lineariseMap(pair.system, pair.symbols, pair.firstInstance, first.map, first.operands);
  auto secondElement = lineariseMap(pair.system, pair.symbols, pair.secondInstance, second.map, second.operands);
  if (!firstElement || !secondElement) {
    pair.isExact = false;
    return pair;
  }
  for (auto [left, right] : llvm::zip_equal(*firstElement, *secondElement))
    pair.system.addEqual(left, right);
  pair.element = std::move(*firstElement);
  return pair;
}

std::vector<IterationValue> iterationOf(const Instance &instance, ArrayRef<int64_t> point) {
  std::vector<IterationValue> values;
  for (auto [loop, column] : llvm::zip_equal(instance.loops, instance.columns))
    if (isa<affine::AffineForOp>(loop)) {
      ir::LoopAttr attribute = ir::loopOf(loop);
      values.push_back({attribute ? attribute.getName().str() : "?", point[column]});
    }
  return values;
}

std::optional<Conflict> conflictIn(const Pair &pair, const LinearSystem &system) {
  if (system.isEmpty())
    return std::nullopt;
  for (const LinearSystem &alternative : expandAlternatives(system, {&pair.firstInstance, &pair.secondInstance})) {
    auto point = alternative.point();
    if (!point)
      continue;
    Conflict conflict{pair.first, pair.second, pair.isExact, {}, {}, {}};
    conflict.firstIteration = iterationOf(pair.firstInstance, *point);
    conflict.secondIteration = iterationOf(pair.secondInstance, *point);
    for (const LinearExpression &index : pair.element)
      conflict.element.push_back(index.evaluate(*point));
    return conflict;
  }
  return std::nullopt;
}

// The coordinates of an instance in an order. Blocks get columns of their own; a block whose start is not linear stays
// unconstrained, which refuses more.
SmallVector<LinearExpression> timeOf(Pair &pair, const Instance &instance, ArrayRef<OrderComponent> order) {
  SmallVector<LinearExpression> time;
  for (const OrderComponent &component : order) {
    affine::AffineForOp loop = component.loop;
    LinearExpression variable = LinearExpression::column(instance.columnOf(loop));
    if (component.tile == 1) {
      time.push_back(variable);
      continue;
    }
    LinearExpression block = LinearExpression::column(pair.system.addColumn());
    time.push_back(block);
    AffineMap lower = loop.getLowerBoundMap();
    SmallVector<Value> operands(loop.getLowerBoundOperands());
    affine::fullyComposeAffineMapAndOperands(&lower, &operands);
    auto start = lineariseMap(pair.system, pair.symbols, instance, lower, operands);
    if (!start || start->size() != 1)
      continue;
    int64_t size = component.tile * loop.getStepAsInt();
    LinearExpression offset = variable.plus(start->front(), -1).plus(block, -size); // in [0, size)
    pair.system.addNonNegative(offset);
    pair.system.addNonNegative(LinearExpression(size - 1).plus(offset, -1));
  }
  return time;
}

// Calls visit(system) for each way in which `left` can come before `right`: equal up to a coordinate, less there.
template <typename Visitor>
bool forEachPrecedence(const LinearSystem &system, ArrayRef<LinearExpression> left, ArrayRef<LinearExpression> right,
                       Visitor visit) {
  LinearSystem equal = system;
  for (auto [before, after] : llvm::zip_equal(left, right)) {
    LinearSystem less = equal;
    less.addLess(before, after);
    if (visit(less))
      return true;
    equal.addEqual(before, after);
  }
  return false;
}

// Visits every ordered pair of accesses to one memory of which at least one is a write.
template <typename Visitor> void forEachPair(const std::vector<Access> &accesses, Visitor visit) {
  llvm::MapVector<Value, SmallVector<const Access *>> byMemory;
  for (const Access &access : accesses)
    byMemory[access.memory].push_back(&access);
  for (auto &[memory, group] : byMemory) {
    if (llvm::none_of(group, [](const Access *access) { return access->isWrite; }))
      continue;
    for (const Access *first : group)
      for (const Access *second : group)
        if ((first->isWrite || second->isWrite) && !visit(*first, *second))
          return;
  }
}

bool areExchangeable(const Access &first, const Access &second) {
  return first.reduction && second.reduction && *first.reduction == *second.reduction;
}

// An exact conflict says more than one through an unknown element: it is preferred.
void keepBetter(std::optional<Conflict> &best, std::optional<Conflict> candidate) {
  if (candidate && (!best || (!best->isExact && candidate->isExact)))
    best = std::move(candidate);
}

std::optional<Conflict> carriedConflict(const Access &first, const Access &second, affine::AffineForOp loop) {
  Pair pair = makePair(first, second, loop);
  pair.system.addLess(LinearExpression::column(pair.firstInstance.columnOf(loop)),
                      LinearExpression::column(pair.secondInstance.columnOf(loop)));
  return conflictIn(pair, pair.system);
}

// Visits the pairs of an access of `lefts` and one of `rights` to one memory, one of them a write, until told to stop.
template <typename Visitor> void forEachPairOf(ArrayRef<Access> lefts, ArrayRef<Access> rights, Visitor visit) {
  for (const Access &left : lefts)
    for (const Access &right : rights)
      if (left.memory == right.memory && (left.isWrite || right.isWrite) && !visit(left, right))
        return;
}

// Of one collection, so that both speak of the same memories.
std::pair<std::vector<Access>, std::vector<Access>> accessesOfBoth(Operation *first, Operation *second) {
  std::pair<std::vector<Access>, std::vector<Access>> both;
  for (Access &access : collectAccesses(first->getParentOp(), PlainIndices::computed))
    if (first->isAncestor(access.op))
      both.first.push_back(std::move(access));
    else if (second->isAncestor(access.op))
      both.second.push_back(std::move(access));
  return both;
}

// In one iteration of all loops around both. Branches of one condition are not ordered.
bool precedesInText(Operation *first, Operation *second) {
  for (Operation *outer = first; outer; outer = outer->getParentOp())
    for (Operation *other = second; other; other = other->getParentOp())
      if (outer->getBlock() && outer->getBlock() == other->getBlock())
        return outer != other && outer->isBeforeInBlock(other);
  return false;
}

// How far an execution is from the first iteration of its loop, divided by the step. Empty: unknown.
std::optional<LinearExpression> iterationNumber(Pair &pair, const Instance &instance, affine::AffineForOp loop) {
  AffineMap lower = loop.getLowerBoundMap();
  SmallVector<Value> operands(loop.getLowerBoundOperands());
  affine::fullyComposeAffineMapAndOperands(&lower, &operands);
  auto start = lineariseMap(pair.system, pair.symbols, instance, lower, operands);
  if (!start || start->size() != 1)
    return std::nullopt;
  LinearExpression number = LinearExpression::column(pair.system.addColumn());
  LinearExpression variable = LinearExpression::column(instance.columnOf(loop));
  pair.system.addZero(variable.plus(start->front(), -1).plus(number, -loop.getStepAsInt()));
  return number;
}

std::optional<Conflict> backwardConflict(affine::AffineForOp loop, ArrayRef<Access> earlier, ArrayRef<Access> later) {
  std::optional<Conflict> best;
  forEachPairOf(later, earlier, [&](const Access &first, const Access &second) {
    if (!areExchangeable(first, second))
      keepBetter(best, carriedConflict(first, second, loop));
    return !(best && best->isExact);
  });
  return best;
}

std::optional<Conflict> mergeConflict(affine::AffineForOp first, affine::AffineForOp second, int64_t shift) {
  auto [lefts, rights] = accessesOfBoth(first, second);
  std::optional<Conflict> best;
  forEachPairOf(lefts, rights, [&](const Access &left, const Access &right) {
    if (areExchangeable(left, right))
      return true;
    Pair pair = makePair(left, right, first);
    auto leftNumber = iterationNumber(pair, pair.firstInstance, first);
    auto rightNumber = iterationNumber(pair, pair.secondInstance, second);
    if (leftNumber && rightNumber)
      pair.system.addLess(rightNumber->plus(shift), *leftNumber);
    else if (first.getLowerBoundMap() == second.getLowerBoundMap() && first.getStep() == second.getStep() &&
             llvm::equal(first.getLowerBoundOperands(), second.getLowerBoundOperands())) // the variables will do
      pair.system.addLess(
          LinearExpression::column(pair.secondInstance.columnOf(second)).plus(shift * second.getStepAsInt()),
          LinearExpression::column(pair.firstInstance.columnOf(first)));
    keepBetter(best, conflictIn(pair, pair.system));
    return !(best && best->isExact);
  });
  return best;
}

std::optional<Conflict> orderConflict(ArrayRef<affine::AffineForOp> band, ArrayRef<OrderComponent> newOrder) {
  affine::AffineForOp outermost = band.front();
  affine::AffineForOp innermost = band.back();
  std::vector<Access> accesses = collectAccesses(innermost, PlainIndices::computed);
  SmallVector<OrderComponent> oldOrder;
  for (affine::AffineForOp loop : band)
    oldOrder.push_back({loop});
  std::optional<Conflict> best;
  forEachPair(accesses, [&](const Access &first, const Access &second) {
    if (areExchangeable(first, second))
      return true;
    Pair pair = makePair(first, second, outermost);
    SmallVector<LinearExpression> oldFirst = timeOf(pair, pair.firstInstance, oldOrder);
    SmallVector<LinearExpression> oldSecond = timeOf(pair, pair.secondInstance, oldOrder);
    SmallVector<LinearExpression> newFirst = timeOf(pair, pair.firstInstance, newOrder);
    SmallVector<LinearExpression> newSecond = timeOf(pair, pair.secondInstance, newOrder);
    forEachPrecedence(pair.system, oldFirst, oldSecond, [&](const LinearSystem &before) {
      return forEachPrecedence(before, newSecond, newFirst, [&](const LinearSystem &reversed) {
        keepBetter(best, conflictIn(pair, reversed));
        return best && best->isExact;
      });
    });
    return !(best && best->isExact);
  });
  return best;
}

std::optional<Conflict> anyCarriedConflict(affine::AffineForOp loop, const std::vector<Access> &accesses) {
  std::optional<Conflict> best;
  forEachPair(accesses, [&](const Access &first, const Access &second) {
    keepBetter(best, carriedConflict(first, second, loop));
    return !(best && best->isExact);
  });
  return best;
}

// What the accesses in `regions` say. Where a call stands in the way, which may touch anything, the question is asked
// again of a copy with the bodies of the callees in place of the calls.
template <typename Ask>
std::optional<Conflict> throughCalls(ArrayRef<Operation *> regions, std::optional<Conflict> coarse, Ask ask) {
  if (!coarse || coarse->isExact || !InlinedCalls::any(regions))
    return coarse;
  InlinedCalls inlined(regions, {.calls = 256, .operations = 20000}); // the question must stay cheap
  std::optional<Conflict> fine = ask(inlined);
  if (!fine)
    return std::nullopt;
  std::optional<Access> first = inlined.originOf(fine->first), second = inlined.originOf(fine->second);
  if (!fine->isExact || !first || !second)
    return coarse;
  fine->first = *first;
  fine->second = *second;
  return fine;
}

// The accesses of the copy that some accesses of the function became.
std::vector<Access> copiesOf(ArrayRef<Access> accesses, const std::vector<Access> &all, const InlinedCalls &inlined) {
  std::vector<Access> copies;
  for (const Access &access : all)
    if (Operation *origin = inlined.originOf(access.op);
        origin && llvm::any_of(accesses, [&](const Access &wanted) { return wanted.op == origin; }))
      copies.push_back(access);
  return copies;
}

} // namespace

std::optional<Conflict> findBackwardConflict(affine::AffineForOp loop, ArrayRef<Access> earlier,
                                             ArrayRef<Access> later) {
  return throughCalls({loop}, backwardConflict(loop, earlier, later), [&](InlinedCalls &inlined) {
    affine::AffineForOp copy = inlined.copyOf(loop);
    std::vector<Access> all = collectAccesses(copy, PlainIndices::computed);
    return backwardConflict(copy, copiesOf(earlier, all, inlined), copiesOf(later, all, inlined));
  });
}

std::optional<Conflict> findMergeConflict(affine::AffineForOp first, affine::AffineForOp second, int64_t shift) {
  return throughCalls({first, second}, mergeConflict(first, second, shift), [&](InlinedCalls &inlined) {
    return mergeConflict(inlined.copyOf(first), inlined.copyOf(second), shift);
  });
}

std::optional<Conflict> findOrderConflict(ArrayRef<affine::AffineForOp> band, ArrayRef<OrderComponent> newOrder) {
  affine::AffineForOp innermost = band.back();
  return throughCalls({innermost}, orderConflict(band, newOrder), [&](InlinedCalls &inlined) {
    SmallVector<affine::AffineForOp> loops;
    for (affine::AffineForOp loop : band)
      loops.push_back(inlined.copyOf(loop));
    SmallVector<OrderComponent> order(newOrder);
    for (OrderComponent &component : order)
      component.loop = inlined.copyOf(component.loop);
    return orderConflict(loops, order);
  });
}

std::optional<Conflict> findCarriedConflict(affine::AffineForOp loop) {
  return throughCalls({loop}, anyCarriedConflict(loop, collectAccesses(loop, PlainIndices::computed)),
                      [&](InlinedCalls &inlined) {
                        affine::AffineForOp copy = inlined.copyOf(loop);
                        return anyCarriedConflict(copy, collectAccesses(copy, PlainIndices::computed));
                      });
}

std::optional<Conflict> findCarriedConflict(affine::AffineForOp loop, const std::vector<Access> &accesses) {
  return anyCarriedConflict(loop, accesses);
}

std::optional<Conflict> findSharedElement(Operation *first, Operation *second) {
  auto [lefts, rights] = accessesOfBoth(first, second);
  std::optional<Conflict> best;
  forEachPairOf(lefts, rights, [&](const Access &left, const Access &right) {
    Pair pair = makePair(left, right, first);
    keepBetter(best, conflictIn(pair, pair.system));
    return !(best && best->isExact);
  });
  return best;
}

std::vector<Conflict> carriedDependences(affine::AffineForOp loop) {
  std::vector<Conflict> conflicts;
  forEachPair(collectAccesses(loop, PlainIndices::computed), [&](const Access &first, const Access &second) {
    if (auto conflict = carriedConflict(first, second, loop))
      conflicts.push_back(std::move(*conflict));
    return true;
  });
  return conflicts;
}

std::optional<Conflict> findEarlierWrite(ArrayRef<Access> writes, ArrayRef<Access> reads, Operation *region) {
  std::optional<Conflict> best;
  forEachPairOf(writes, reads, [&](const Access &write, const Access &read) {
    if (!write.isWrite)
      return true;
    Pair pair = makePair(write, read, region);
    auto visit = [&](const LinearSystem &system) {
      keepBetter(best, conflictIn(pair, system));
      return best && best->isExact;
    };
    // Before: in an earlier iteration of a loop around both, or in the same one of all and first in the text.
    LinearSystem equal = pair.system;
    for (Operation *loop : pair.firstInstance.loops) {
      if (!pair.secondInstance.isInside(loop))
        break;
      if (loop->isProperAncestor(region))
        continue;
      LinearExpression left = LinearExpression::column(pair.firstInstance.columnOf(loop)),
                       right = LinearExpression::column(pair.secondInstance.columnOf(loop));
      LinearSystem less = equal;
      less.addLess(left, right);
      if (visit(less))
        return false;
      equal.addEqual(left, right);
    }
    return !(precedesInText(write.op, read.op) && visit(equal));
  });
  return best;
}

} // namespace allo::analysis
