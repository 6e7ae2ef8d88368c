// Which loops take part in a pipeline.
#include "target/rtl/legalise/Nest.h"

#include "ir/Directives.h"
#include "ir/Naming.h"
#include "target/rtl/legalise/Rewrites.h"

using namespace mlir;

namespace allo::target::rtl::legal {

bool isStraight(Operation *op) {
  return !op->walk([](Operation *inner) {
              return ir::isLoop(inner) || isa<func::CallOp>(inner) ? WalkResult::interrupt() : WalkResult::advance();
            }).wasInterrupted();
}

SmallVector<affine::AffineForOp> straightPipelines(func::FuncOp function) {
  SmallVector<affine::AffineForOp> found;
  function.walk<WalkOrder::PreOrder>([&](affine::AffineForOp loop) {
    ir::LoopAttr directives = ir::loopOf(loop);
    if (directives && directives.getPipeline() != 0 && !loop->hasAttr(limitAttribute) &&
        llvm::all_of(*loop.getBody(), [](Operation &op) { return isStraight(&op); }))
      found.push_back(loop);
  });
  return found;
}

affine::AffineForOp parentInNest(affine::AffineForOp loop, const std::set<int64_t> &keep) {
  auto isKept = [&](Operation *op) {
    ir::LoopAttr attribute = ir::loopOf(op);
    return attribute && keep.count(attribute.getId()) != 0;
  };
  auto parent = dyn_cast<affine::AffineForOp>(loop->getParentOp());
  bool staysAlone = ir::directiveOf(loop, "loop_flatten") && ir::directiveOf(loop, "loop_flatten").getValue() == "off";
  if (!parent || staysAlone || isKept(loop) || isKept(parent))
    return {};
  return parent;
}

bool isPerfect(affine::AffineForOp outer, affine::AffineForOp inner) {
  return inner->getParentOp() == outer && llvm::hasNItems(*outer.getBody(), 2);
}

} // namespace allo::target::rtl::legal
