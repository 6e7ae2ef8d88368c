// Finds loops that cannot be unrolled into a pipeline, through calls.
#include "schedule/Pipelines.h"

#include "mlir/Dialect/Affine/Analysis/LoopAnalysis.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"

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
} // namespace

Operation *variableLoopInside(ModuleOp module, Operation *loop) { return variableLoopUnder(module, loop); }

void checkPipelines(const StepContext &context) {
  for (auto function : context.module().getOps<func::FuncOp>())
    for (Operation *loop : ir::loopsOf(function)) {
      if (ir::loopOf(loop).getPipeline() == 0)
        continue;
      if (Operation *inner = variableLoopInside(context.module(), loop))
        context.refuseAt(inner->getLoc(),
                         "the loop " + context.describe(inner) + " inside the pipelined loop " +
                             context.describe(loop) +
                             " has no constant trip count, so it cannot be unrolled into the pipeline",
                         "pipeline '" + context.address(inner) + "' instead, or give it constant bounds");
    }
}

} // namespace allo::schedule
