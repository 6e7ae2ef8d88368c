// standAlone:
//   if (c) { a; for … ; b; } else { d; }   becomes   if (c) { a; } if (c) { for … } if (c) { b; } else { d; }
#include "schedule/ConditionCut.h"

#include "analysis/AccessCollection.h"
#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;

namespace allo::schedule {
namespace {

bool isLoad(Operation *op) { return isa<affine::AffineLoadOp, memref::LoadOp>(op); }
bool isComputation(Operation *op) { return op->getNumRegions() == 0 && isMemoryEffectFree(op); }

// A condition like this one, about nothing, before it or behind it.
Operation *emptyLike(Operation *condition, bool isBefore) {
  OpBuilder builder(condition);
  if (!isBefore)
    builder.setInsertionPointAfter(condition);
  if (auto guard = dyn_cast<affine::AffineIfOp>(condition))
    return affine::AffineIfOp::create(builder, guard.getLoc(), guard.getIntegerSet(), guard.getOperands(),
                                      /*withElseRegion=*/true);
  auto branch = cast<scf::IfOp>(condition);
  return scf::IfOp::create(builder, branch.getLoc(), branch.getCondition(), /*withElseRegion=*/true);
}

void dropEmptyElse(Operation *condition) {
  Region &region = condition->getRegion(1);
  if (!region.empty() && llvm::hasSingleElement(region.front()))
    region.front().erase();
}

class Cut {
public:
  Cut(StepContext &context, Operation *condition) : context_(context), condition_(condition) {}

  // The operations of the block of `first` that stand before it go under a condition of their own.
  void before(Operation *first) {
    if (first == &first->getBlock()->front())
      return;
    bool isElse = first->getBlock() != thenBlock();
    release(first);
    Operation *front = emptyLike(condition_, true);
    if (isElse)
      move(thenBlock()->begin(), std::prev(thenBlock()->end()), front, 0);
    move(first->getBlock()->begin(), first->getIterator(), front, isElse);
    dropEmptyElse(front);
  }

  // Those behind `last`, too; and the other branch.
  void behind(Operation *last) {
    bool isElse = last->getBlock() != thenBlock();
    bool hasElse = !isElse && !condition_->getRegion(1).empty();
    Operation *next = last->getNextNode();
    if (next->hasTrait<OpTrait::IsTerminator>() && !hasElse)
      return;
    release(next);
    Operation *rest = emptyLike(condition_, false);
    move(next->getIterator(), std::prev(last->getBlock()->end()), rest, isElse);
    if (hasElse) {
      Block &other = condition_->getRegion(1).front();
      move(other.begin(), std::prev(other.end()), rest, 1);
      dropEmptyElse(condition_);
    }
    dropEmptyElse(rest);
  }

private:
  Block *thenBlock() { return &condition_->getRegion(0).front(); }

  static void move(Block::iterator first, Block::iterator last, Operation *to, unsigned region) {
    if (first == last)
      return;
    Block &block = to->getRegion(region).front();
    block.getOperations().splice(std::prev(block.end()), first->getBlock()->getOperations(), first, last);
  }

  // Nothing from `cut` on uses a value from before it any more.
  void release(Operation *cut) {
    SmallVector<Operation *> earlier;
    for (Operation &op : llvm::make_range(cut->getBlock()->begin(), cut->getIterator()))
      earlier.push_back(&op);
    for (Operation *op : llvm::reverse(earlier)) {
      auto isBehind = [&](OpOperand &use) {
        Operation *direct = cut->getBlock()->findAncestorOpInBlock(*use.getOwner());
        return direct && !direct->isBeforeInBlock(cut);
      };
      if (llvm::none_of(op->getUses(), isBehind))
        continue;
      if (isa<memref::AllocaOp, ir::StreamCreateOp>(op)) {
        op->moveBefore(condition_);
        continue;
      }
      if (!isComputation(op) && !(isLoad(op) && !isWrittenUpTo(op, cut)))
        context_.refuseAt(op->getLoc(),
                          "a value of line " + std::to_string(ir::placeOf(op->getLoc()).line) +
                              " is used in two parts of the condition on line " +
                              std::to_string(ir::placeOf(condition_->getLoc()).line),
                          "keep it in a variable");
      OpBuilder builder(cut->getBlock(), firstUse(op, isBehind)->getIterator());
      Operation *again = builder.clone(*op);
      for (auto [result, copy] : llvm::zip_equal(op->getResults(), again->getResults()))
        result.replaceUsesWithIf(copy, isBehind);
      if (op->use_empty())
        op->erase();
    }
  }

  template <typename Filter> static Operation *firstUse(Operation *op, Filter isBehind) {
    Operation *first = nullptr;
    for (OpOperand &use : op->getUses())
      if (isBehind(use)) {
        Operation *direct = op->getBlock()->findAncestorOpInBlock(*use.getOwner());
        if (!first || direct->isBeforeInBlock(first))
          first = direct;
      }
    return first;
  }

  // Whether something may change what the load reads before the place where its value is used.
  static bool isWrittenUpTo(Operation *load, Operation *cut) {
    auto isBehind = [&](OpOperand &use) {
      Operation *direct = cut->getBlock()->findAncestorOpInBlock(*use.getOwner());
      return direct && !direct->isBeforeInBlock(cut);
    };
    Operation *end = firstUse(load, isBehind);
    for (Operation *op = load->getNextNode(); op != end; op = op->getNextNode())
      for (const analysis::Access &access : analysis::collectAccesses(op))
        if (access.isWrite && access.memory == load->getOperand(0))
          return true;
    return false;
  }

  StepContext &context_;
  Operation *condition_;
};

} // namespace

Operation *standAlone(StepContext &context, Operation *op, Operation *root) {
  while (op->getParentOp() != root) {
    Operation *condition = op->getParentOp();
    if (condition->getNumResults() != 0)
      context.refuseAt(condition->getLoc(), "the condition on line " +
                                                std::to_string(ir::placeOf(condition->getLoc()).line) + " around " +
                                                context.describe(op) + " has a value");
    Cut cut(context, condition);
    cut.before(op);
    cut.behind(op);
    op = condition;
  }
  return op;
}

} // namespace allo::schedule
