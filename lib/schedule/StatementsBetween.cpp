#include "schedule/StatementsBetween.h"

#include "analysis/Witness.h"
#include "ir/LineOf.h"
#include "ir/Naming.h"

using namespace mlir;

namespace allo::schedule {

namespace {
class Between {
public:
  Between(const StepContext &context, Operation *first, Operation *second)
      : context_(context), first_(first), second_(second) {
    for (Operation *op = first->getNextNode(); op != second; op = op->getNextNode())
      ops_.push_back(op);
  }

  void move() {
    for (Operation *op : ops_)
      if (!goesBefore(op)) {
        requireBehind(op);
        behind_.push_back(op);
      }
    for (Operation *op : ops_)
      if (!llvm::is_contained(behind_, op))
        op->moveBefore(first_);
    Operation *last = second_;
    for (Operation *op : behind_) {
      op->moveAfter(last);
      last = op;
    }
  }

private:
  bool goesBefore(Operation *op) const {
    bool usesMoved = false;
    op->walk([&](Operation *inner) {
      for (Value operand : inner->getOperands())
        if (Operation *definition = operand.getDefiningOp())
          usesMoved |= llvm::is_contained(behind_, definition);
    });
    if (usesMoved || analysis::findSharedElement(first_, op))
      return false;
    return llvm::none_of(behind_, [&](Operation *moved) { return analysis::findSharedElement(moved, op).has_value(); });
  }

  void requireBehind(Operation *op) const {
    std::string start =
        (ir::isLoop(op) ? "the loop " + context_.describe(op) : "the statement on line " + ir::lineOf(op)) +
        " stands between the loops and can go neither before " + textOf(first_);
    auto before = analysis::findSharedElement(first_, op);
    std::string reason = before ? ": " + analysis::describe(*before) : "";
    for (Operation *user : op->getUsers())
      if (second_->isAncestor(user))
        context_.refuseAt(op->getLoc(), start + reason + ", nor behind " + textOf(second_) + ", which uses its value",
                          "move it in the source");
    if (auto after = analysis::findSharedElement(op, second_))
      context_.refuseAt(op->getLoc(),
                        start + reason + ", nor behind " + textOf(second_) + ": " + analysis::describe(*after),
                        "move it in the source");
  }

  std::string textOf(Operation *op) const {
    return ir::isLoop(op) ? context_.describe(op) : "the condition on line " + ir::lineOf(op);
  }

  const StepContext &context_;
  Operation *first_, *second_;
  SmallVector<Operation *> ops_, behind_;
};
} // namespace

void moveStatementsBetween(const StepContext &context, Operation *first, Operation *second) {
  Between(context, first, second).move();
}

} // namespace allo::schedule
