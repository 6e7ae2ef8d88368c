// Assertions are for runs in software: this takes them out, with what computes their conditions.
#include "ir/Assertions.h"

#include "ir/AlloDialect.h"

#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;

namespace allo::ir {

void removeAssertions(ModuleOp module) {
  SmallVector<Operation *> candidates;
  module.walk([&](AssertOp op) {
    if (Operation *condition = op.getCondition().getDefiningOp();
        condition && !llvm::is_contained(candidates, condition))
      candidates.push_back(condition);
    op.erase();
  });
  while (!candidates.empty()) {
    Operation *op = candidates.pop_back_val();
    if (!isOpTriviallyDead(op))
      continue;
    SmallVector<Operation *> producers;
    op->walk([&](Operation *inner) {
      for (Value operand : inner->getOperands())
        if (Operation *producer = operand.getDefiningOp(); producer && !op->isAncestor(producer))
          if (!llvm::is_contained(candidates, producer) && !llvm::is_contained(producers, producer))
            producers.push_back(producer);
    });
    op->erase();
    candidates.append(producers);
  }
}

} // namespace allo::ir
