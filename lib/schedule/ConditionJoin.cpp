// joinConditions:
//   if (c) { for i … } else { a; } if (c) { for j … }   becomes   if (c) { for i … for j … } else { a; }
#include "schedule/ConditionJoin.h"

#include "analysis/Dependence.h"
#include "ir/LineOf.h"
#include "ir/Naming.h"
#include "schedule/StatementsBetween.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;

namespace allo::schedule {
namespace {

// The operations of the innermost block around both that they are or are below.
std::pair<Operation *, Operation *> inOneBlock(Operation *first, Operation *second) {
  for (Block *block = first->getBlock(); block->getParentOp(); block = block->getParentOp()->getBlock())
    if (Operation *other = block->findAncestorOpInBlock(*second))
      return {block->findAncestorOpInBlock(*first), other};
  return {nullptr, nullptr};
}

// Whether nothing writes what both loads read from the one to the other.
bool readTheSame(Operation *first, Operation *second) {
  if (!isa<affine::AffineLoadOp, memref::LoadOp>(first) || first->getBlock() != second->getBlock())
    return false;
  if (second->isBeforeInBlock(first))
    std::swap(first, second);
  for (Operation *op = first->getNextNode(); op != second; op = op->getNextNode())
    if (analysis::findSharedElement(op, second))
      return false;
  return true;
}

bool areSame(Value first, Value second) {
  if (first == second)
    return true;
  Operation *one = first.getDefiningOp(), *other = second.getDefiningOp();
  return one && other && one->getName() == other->getName() && one->getNumRegions() == 0 &&
         one->getAttrDictionary() == other->getAttrDictionary() && first.getType() == second.getType() &&
         cast<OpResult>(first).getResultNumber() == cast<OpResult>(second).getResultNumber() &&
         one->getNumOperands() == other->getNumOperands() &&
         llvm::all_of(llvm::zip(one->getOperands(), other->getOperands()),
                      [](auto pair) { return areSame(std::get<0>(pair), std::get<1>(pair)); }) &&
         (isMemoryEffectFree(one) || readTheSame(one, other));
}

bool areSameConditions(Operation *first, Operation *second) {
  return first->getName() == second->getName() && first->getAttrDictionary() == second->getAttrDictionary() &&
         first->getNumOperands() == second->getNumOperands() &&
         llvm::all_of(llvm::zip(first->getOperands(), second->getOperands()),
                      [](auto pair) { return areSame(std::get<0>(pair), std::get<1>(pair)); });
}

// What only the condition of the second needed would stand between.
void takeOperands(Operation *first, Operation *second) {
  SmallVector<Operation *> unused;
  for (Value operand : second->getOperands())
    if (Operation *definition = operand.getDefiningOp())
      unused.push_back(definition);
  second->setOperands(first->getOperands());
  while (!unused.empty()) {
    Operation *op = unused.pop_back_val();
    if (!isOpTriviallyDead(op))
      continue;
    for (Value operand : op->getOperands())
      if (Operation *definition = operand.getDefiningOp(); definition && !llvm::is_contained(unused, definition))
        unused.push_back(definition);
    llvm::erase(unused, op);
    op->erase();
  }
}

// Both branches of the second behind those of the first.
void append(Operation *first, Operation *second) {
  for (auto [region, other] : llvm::zip_equal(first->getRegions(), second->getRegions())) {
    if (other.empty())
      continue;
    if (region.empty()) {
      region.takeBody(other);
      continue;
    }
    Block &block = region.front(), &behind = other.front();
    block.getOperations().splice(std::prev(block.end()), behind.getOperations(), behind.begin(),
                                 std::prev(behind.end()));
  }
  second->erase();
}

} // namespace

bool joinConditions(const StepContext &context, Operation *first, Operation *second) {
  while (first->getBlock() != second->getBlock()) {
    auto [one, other] = inOneBlock(first, second);
    auto isCondition = [](Operation *op) {
      return isa_and_nonnull<affine::AffineIfOp, scf::IfOp>(op) && op->getNumResults() == 0;
    };
    if (!isCondition(one) || !isCondition(other) || one == other || other->isBeforeInBlock(one))
      return false;
    auto branchOf = [](Operation *condition, Operation *op) {
      return condition->getRegion(0).isAncestor(op->getParentRegion()) ? 0 : 1;
    };
    if (branchOf(one, first) != branchOf(other, second) || !areSameConditions(one, other))
      context.refuseAt(other->getLoc(),
                       "the loop " + context.describe(first) + " is under the condition on line " + ir::lineOf(one) +
                           " and " + context.describe(second) + " under that on line " + ir::lineOf(other) +
                           ", and nothing shows that they are the same",
                       "only loops under conditions of the same text, about values that do not change, can be merged");
    takeOperands(one, other);
    moveStatementsBetween(context, one, other);
    append(one, other);
  }
  return true;
}

} // namespace allo::schedule
