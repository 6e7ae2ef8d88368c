#include "schedule/Grids.h"

#include "ir/Naming.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;

namespace allo::schedule {

namespace {
// Values that a call passes: what is computed or only read.
bool isPlain(Operation &op) {
  return op.getNumRegions() == 0 && (isMemoryEffectFree(&op) || isa<affine::AffineLoadOp, memref::LoadOp>(op));
}

// What the body of a loop is, but for values that are passed; null where it is nothing or several operations.
Operation *onlyOperation(affine::AffineForOp loop) {
  Operation *found = nullptr;
  for (Operation &op : loop.getBody()->without_terminator()) {
    if (isPlain(op))
      continue;
    if (found)
      return nullptr;
    found = &op;
  }
  return found;
}
} // namespace

bool isSpatial(Operation *loop) {
  ir::LoopAttr attribute = ir::loopOf(loop);
  return attribute && attribute.getSpatial();
}

func::CallOp onlyCall(affine::AffineForOp loop) {
  auto call = dyn_cast_or_null<func::CallOp>(onlyOperation(loop));
  return call && call.getNumResults() == 0 ? call : func::CallOp();
}

Grid gridAround(Operation *loop) {
  Grid grid;
  while (isSpatial(loop->getParentOp()))
    loop = loop->getParentOp();
  auto next = dyn_cast<affine::AffineForOp>(loop);
  while (next && isSpatial(next)) {
    grid.loops.push_back(next);
    next = dyn_cast_or_null<affine::AffineForOp>(onlyOperation(next));
  }
  if (!grid.loops.empty() && !next)
    grid.element = onlyCall(grid.loops.back());
  return grid;
}

void refuseSpatial(const StepContext &context, Operation *loop) {
  if (!isSpatial(loop))
    return;
  std::string step = context.setBy(loop->getParentOfType<func::FuncOp>(), ir::loopOf(loop).getId(), "unfold");
  context.refuse(context.describe(loop) + " is a loop of a grid" + (step.empty() ? "" : " by '" + step + "'"),
                 "its iterations are processing elements side by side; change the loops first, or the function that "
                 "is the element");
}

void checkGrids(const StepContext &context) {
  for (auto function : context.module().getOps<func::FuncOp>())
    for (Operation *loop : ir::loopsOf(function)) {
      if (!isSpatial(loop) || isSpatial(loop->getParentOp()))
        continue;
      Grid grid = gridAround(loop);
      bool isGrid = static_cast<bool>(grid.element);
      for (affine::AffineForOp each : grid.loops) {
        ir::LoopAttr attribute = ir::loopOf(each);
        isGrid &= each.hasConstantBounds() && attribute.getPipeline() == 0 && attribute.getUnroll() == 0 &&
                  !attribute.getParallel();
      }
      if (isGrid)
        continue;
      std::string step = context.setBy(function, ir::loopOf(loop).getId(), "unfold");
      context.refuseAt(loop->getLoc(),
                       "the grid " + context.describe(loop) + (step.empty() ? "" : " of '" + step + "'") +
                           " would not be one any more: its loops hold the call of the processing element and nothing "
                           "else",
                       "do it before unfold, or in the function that is the element");
    }
}

} // namespace allo::schedule
