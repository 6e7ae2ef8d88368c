// Pure operations on values that a loop does not change move before it. Of a nest that runs as one pipeline
// (`allo.flatten`) they move before the whole nest or stay: between its loops nothing may stand.
#include "target/rtl/legalise/Rewrites.h"

#include "ir/Naming.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Dominance.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Transforms/CSE.h"

using namespace mlir;

namespace allo::target::rtl::legal {

namespace {
Operation *nestOf(Operation *loop) {
  while (Operation *parent = loop->getParentOp()) {
    if (!parent->hasAttr(ir::flattenAttrName))
      break;
    loop = parent;
  }
  return loop;
}

void hoistFrom(Operation *loop) {
  Operation *nest = nestOf(loop);
  for (Region &region : loop->getRegions())
    for (Operation &op : llvm::make_early_inc_range(region.front().without_terminator())) {
      if (op.getNumRegions() != 0 || !isPure(&op))
        continue;
      bool isInvariant = llvm::all_of(
          op.getOperands(), [&](Value operand) { return !nest->isAncestor(operand.getParentBlock()->getParentOp()); });
      if (isInvariant)
        op.moveBefore(nest);
    }
}
} // namespace

void hoistInvariants(ModuleOp module) {
  SmallVector<Operation *> loops;
  module.walk([&](Operation *op) { // inner ones first
    if (ir::isLoop(op))
      loops.push_back(op);
  });
  for (Operation *loop : loops)
    hoistFrom(loop);
  for (auto function : module.getOps<func::FuncOp>()) { // what stood in several loops now stands together
    IRRewriter rewriter(module.getContext());
    DominanceInfo dominance(function);
    eliminateCommonSubExpressions(rewriter, dominance, function);
  }
}

} // namespace allo::target::rtl::legal
