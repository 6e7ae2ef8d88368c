// Finds loops that cannot be unrolled into a pipeline, through calls.
#include "schedule/Pipelines.h"

#include "ir/Naming.h"

#include "mlir/Dialect/Affine/Analysis/LoopAnalysis.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;

namespace allo::schedule {

namespace {
bool hasConstantTripCount(Operation *loop) {
  auto affineLoop = dyn_cast<affine::AffineForOp>(loop);
  return affineLoop && affine::getConstantTripCount(affineLoop);
}

Operation *variableLoopUnder(ModuleOp module, Operation *root) {
  Operation *found = nullptr;
  root->walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (op != root && ir::isLoop(op) && !hasConstantTripCount(op)) {
      found = op;
    } else if (auto call = dyn_cast<func::CallOp>(op)) {
      if (auto callee = module.lookupSymbol<func::FuncOp>(call.getCallee()))
        found = variableLoopUnder(module, callee);
    }
    return found ? WalkResult::interrupt() : WalkResult::advance();
  });
  return found;
}
// Whether break or return may end the loop: its condition reads the flag that they set (docs/decisions/0006).
bool mayEndEarly(Operation *loop) {
  auto whileLoop = dyn_cast<scf::WhileOp>(loop);
  bool found = false;
  if (whileLoop)
    whileLoop.getBefore().walk(
        [&](affine::AffineLoadOp load) { found |= StringRef(ir::nameOf(load.getMemRef())).ends_with(".exit"); });
  return found;
}

[[noreturn]] void refuseInner(const StepContext &context, Operation *inner, Operation *loop) {
  std::string both = "the loop " + context.describe(inner) + " inside the pipelined loop " + context.describe(loop);
  if (mayEndEarly(inner))
    context.refuseAt(inner->getLoc(),
                     both + " may end early by break or return, so it cannot be unrolled into the pipeline",
                     "let it run to its end and put what follows the break under a condition (if (!done) …), or "
                     "pipeline '" +
                         context.address(inner) + "' instead");
  context.refuseAt(inner->getLoc(), both + " has no constant trip count, so it cannot be unrolled into the pipeline",
                   "pipeline '" + context.address(inner) + "' instead, or give it constant bounds");
}
} // namespace

Operation *variableLoopInside(ModuleOp module, Operation *loop) { return variableLoopUnder(module, loop); }

void checkPipelines(const StepContext &context) {
  for (auto function : context.module().getOps<func::FuncOp>())
    for (Operation *loop : ir::loopsOf(function)) {
      if (ir::loopOf(loop).getPipeline() == 0)
        continue;
      if (Operation *inner = variableLoopInside(context.module(), loop))
        refuseInner(context, inner, loop);
    }
}

} // namespace allo::schedule
