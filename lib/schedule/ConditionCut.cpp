// standAlone:
//   if (c) { a; for … ; b; } else { d; }   becomes   if (c) { a; } if (c) { for … } if (c) { b; } else { d; }
#include "schedule/ConditionCut.h"

#include "schedule/LoopParts.h"

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
  Cut(StepContext &context, Operation *condition, std::string name)
      : context_(context), condition_(condition), name_(std::move(name)) {}

  // The operations of the block of `first` that stand before it go under a condition of their own.
  void before(Operation *first) {
    bool isElse = first->getBlock() != thenBlock();
    if (first == &first->getBlock()->front() && (!isElse || llvm::hasSingleElement(*thenBlock())))
      return;
    Operation *cut = release(first);
    if (cut == &cut->getBlock()->front() && (!isElse || llvm::hasSingleElement(*thenBlock())))
      return; // all of it was computed for what is left
    Operation *front = emptyLike(condition_, true);
    if (isElse)
      move(thenBlock()->begin(), std::prev(thenBlock()->end()), front, 0);
    move(cut->getBlock()->begin(), cut->getIterator(), front, isElse);
    dropEmptyElse(front);
  }

  // Those behind `last`, too; and the other branch.
  void behind(Operation *last) {
    bool isElse = last->getBlock() != thenBlock();
    bool hasElse = !isElse && !condition_->getRegion(1).empty();
    Operation *next = last->getNextNode();
    if (next->hasTrait<OpTrait::IsTerminator>() && !hasElse)
      return;
    next = release(next);
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

  // Nothing from `cut` on uses a value from before it any more: it is computed or loaded again, or a variable keeps it.
  // Returns the first operation from `cut` on, with those that were added.
  Operation *release(Operation *cut) {
    SmallVector<Operation *> earlier;
    for (Operation &op : llvm::make_range(cut->getBlock()->begin(), cut->getIterator()))
      earlier.push_back(&op);
    for (Operation *op : llvm::reverse(earlier)) {
      SmallVector<OpOperand *> uses;
      Operation *first = nullptr; // of the users from the cut on
      for (OpOperand &use : op->getUses()) {
        Operation *direct = cut->getBlock()->findAncestorOpInBlock(*use.getOwner());
        if (direct->isBeforeInBlock(cut))
          continue;
        uses.push_back(&use);
        if (!first || direct->isBeforeInBlock(first))
          first = direct;
      }
      if (uses.empty())
        continue;
      if (isa<memref::AllocaOp, ir::StreamCreateOp>(op)) {
        op->moveBefore(condition_);
        continue;
      }
      bool isAgain = isComputation(op) || (isLoad(op) && !isWrittenUpTo(op, first));
      Operation *substitute = isAgain ? OpBuilder(first).clone(*op) : keep(op, first);
      for (OpOperand *use : uses)
        use->set(substitute->getResult(cast<OpResult>(use->get()).getResultNumber()));
      if (op->use_empty() && isAgain)
        op->erase();
      if (first == cut)
        cut = substitute;
    }
    return cut;
  }

  // A variable holds the value from where it is made; it is read before `user`.
  Operation *keep(Operation *op, Operation *user) {
    auto type = op->getNumResults() == 1 ? plainTypeOf(op->getResult(0).getType()) : std::nullopt;
    if (!type)
      context_.refuseAt(op->getLoc(), "a value of line " + std::to_string(ir::placeOf(op->getLoc()).line) +
                                          " is used in two parts of the condition on line " +
                                          std::to_string(ir::placeOf(condition_->getLoc()).line) +
                                          ", and no variable can hold it");
    OpBuilder builder(condition_);
    MLIRContext *mlir = op->getContext();
    auto variable = memref::AllocaOp::create(builder, op->getLoc(), MemRefType::get({}, op->getResult(0).getType()));
    variable->setAttr(ir::varAttrName,
                      ir::VariableAttr::get(mlir, context_.freshId(op->getParentOfType<func::FuncOp>()), name_,
                                            ir::CTypeAttr::get(mlir, *type), false));
    builder.setInsertionPointAfter(op);
    affine::AffineStoreOp::create(builder, op->getLoc(), op->getResult(0), variable, ValueRange{});
    builder.setInsertionPoint(user);
    return affine::AffineLoadOp::create(builder, op->getLoc(), variable, ValueRange{});
  }

  // Whether something may change what the load reads before `end`.
  static bool isWrittenUpTo(Operation *load, Operation *end) {
    for (Operation *op = load->getNextNode(); op != end; op = op->getNextNode())
      for (const analysis::Access &access : analysis::collectAccesses(op))
        if (access.isWrite && access.memory == load->getOperand(0))
          return true;
    return false;
  }

  StepContext &context_;
  Operation *condition_;
  std::string name_; // of variables that keep values
};

} // namespace

Operation *standAlone(StepContext &context, Operation *op, Operation *root) {
  while (op->getParentOp() != root) {
    Operation *condition = op->getParentOp();
    if (condition->getNumResults() != 0)
      context.refuseAt(condition->getLoc(), "the condition on line " +
                                                std::to_string(ir::placeOf(condition->getLoc()).line) + " around " +
                                                context.describe(op) + " has a value");
    Cut cut(context, condition, ir::loopOf(root).getName().str() + ".value");
    cut.before(op);
    cut.behind(op);
    op = condition;
  }
  return op;
}

} // namespace allo::schedule
