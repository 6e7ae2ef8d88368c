#include "schedule/LoopBand.h"

#include "analysis/TripCount.h"
#include "analysis/Witness.h"
#include "ir/Directives.h"
#include "ir/LineOf.h"
#include "ir/Naming.h"
#include "schedule/Grids.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;

namespace allo::schedule {

affine::AffineForOp affineLoop(const StepContext &context, Operation *loop) {
  if (auto affineFor = dyn_cast<affine::AffineForOp>(loop))
    return affineFor;
  context.refuseAt(loop->getLoc(), context.describe(loop) + " is not a counted loop with affine bounds",
                   "its bounds have to be linear in outer loop variables and scalar parameters");
}

void refuseDirectives(const StepContext &context, Operation *loop) {
  refuseSpatial(context, loop);
  ir::LoopAttr directives = ir::loopOf(loop);
  std::string directive = directives.getPipeline() ? "pipeline" : directives.getUnroll() ? "unroll" : "";
  for (const auto &[word, options] : ir::directivesOf(loop))
    if (directive.empty() && word != "loop_tripcount") // a fact about the loop as it was, of no use for the new ones
      directive = word;
  if (directive.empty())
    return;
  std::string step = context.setBy(loop->getParentOfType<func::FuncOp>(), directives.getId(), directive);
  context.refuse(context.describe(loop) + " already has the directive " + directive +
                     (step.empty() ? "" : " of '" + step + "'"),
                 std::string("change the loops first, then set ") + directive + " on the loop that results");
}

namespace {

// The loops by nesting, each inside the one before it.
Band nestedLoops(const StepContext &context, ArrayRef<Operation *> loops) {
  Band sorted;
  for (Operation *loop : loops) {
    if (llvm::is_contained(sorted, loop))
      context.refuse("the loop " + context.describe(loop) + " is named twice");
    sorted.push_back(affineLoop(context, loop));
  }
  llvm::sort(sorted, [](Operation *left, Operation *right) { return left->isProperAncestor(right); });
  for (unsigned i = 0; i + 1 < sorted.size(); ++i)
    if (!sorted[i]->isProperAncestor(sorted[i + 1]))
      context.refuse("the loops " + context.describe(sorted[i]) + " and " + context.describe(sorted[i + 1]) +
                         " are not nested in one another",
                     "name the loops of one nest");
  return sorted;
}

[[noreturn]] void refuseImperfect(const StepContext &context, Operation *between, Operation *outer, Operation *inner) {
  std::string place = " stands between the loops " + context.describe(outer) + " and " + context.describe(inner);
  Operation *child = inner;
  while (child->getParentOp() != outer)
    child = child->getParentOp();
  std::string remedy = ir::isLoop(child) ? "the nest has to be perfect: 'distribute " + context.address(outer) +
                                               " at=" + context.address(child) + "' first"
                                         : "the nest has to be perfect: move it in the source";
  if (isa<memref::AllocaOp, ir::StreamCreateOp>(between))
    context.refuseAt(between->getLoc(),
                     "the variable " + ir::nameOf(between->getResult(0)) + " declared on line " + ir::lineOf(between) +
                         place,
                     remedy + ", or declare it inside the innermost loop or outside the nest");
  if (ir::isLoop(between))
    context.refuseAt(between->getLoc(), "the loop " + context.describe(between) + place, remedy);
  context.refuseAt(between->getLoc(), "the statement on line " + ir::lineOf(between) + place, remedy);
}

// The one loop that the body of `outer` consists of, on the way to `inner`.
affine::AffineForOp onlyChild(const StepContext &context, affine::AffineForOp outer, Operation *inner) {
  Operation *child = inner;
  while (child->getParentOp() != outer)
    child = child->getParentOp();
  for (Operation &op : outer.getBody()->without_terminator())
    if (&op != child && !(isMemoryEffectFree(&op) && op.getNumRegions() == 0))
      refuseImperfect(context, &op, outer, inner);
  if (auto loop = dyn_cast<affine::AffineForOp>(child))
    return loop;
  if (ir::isLoop(child))
    context.refuseAt(child->getLoc(), "the loop " + context.describe(child) + " between " + context.describe(outer) +
                                          " and " + context.describe(inner) +
                                          " is not a counted loop with affine bounds");
  context.refuseAt(child->getLoc(),
                   "the loop " + context.describe(inner) + " runs under the condition on line " + ir::lineOf(child) +
                       ", inside " + context.describe(outer),
                   "the nest has to be perfect: move the condition into the innermost loop in the source");
}

// Moves what has no effect from between the loops into the innermost one; what a bound uses, which after composition
// depends on no loop variable, goes before the nest.
void sinkBetween(const Band &band, unsigned depth) {
  affine::AffineForOp outer = band[depth], child = band[depth + 1], innermost = band.back();
  SmallVector<Operation *> moved;
  for (Operation &op : outer.getBody()->without_terminator())
    if (&op != child.getOperation())
      moved.push_back(&op);
  for (Operation *op : llvm::reverse(moved)) {
    bool usedByBound = llvm::any_of(op->getUsers(), [&](Operation *user) {
      auto loop = dyn_cast<affine::AffineForOp>(user);
      return loop && user->isAncestor(innermost);
    });
    if (usedByBound)
      op->moveBefore(band.front());
    else
      op->moveBefore(innermost.getBody(), innermost.getBody()->begin());
  }
}

// Rewrites the bounds in terms of loop variables and symbols alone.
void composeBounds(affine::AffineForOp loop) {
  AffineMap lower = loop.getLowerBoundMap(), upper = loop.getUpperBoundMap();
  SmallVector<Value> lowerOperands(loop.getLowerBoundOperands()), upperOperands(loop.getUpperBoundOperands());
  affine::fullyComposeAffineMapAndOperands(&lower, &lowerOperands);
  affine::fullyComposeAffineMapAndOperands(&upper, &upperOperands);
  affine::canonicalizeMapAndOperands(&lower, &lowerOperands);
  affine::canonicalizeMapAndOperands(&upper, &upperOperands);
  loop.setLowerBound(lowerOperands, lower);
  loop.setUpperBound(upperOperands, upper);
}

} // namespace

Band perfectBand(StepContext &context, ArrayRef<Operation *> loops) {
  Band named = nestedLoops(context, loops);
  Band band{named.front()};
  while (band.back() != named.back())
    band.push_back(onlyChild(context, band.back(), named.back()));
  for (affine::AffineForOp loop : band)
    composeBounds(loop);
  for (unsigned i = band.size() - 1; i-- > 0;)
    sinkBetween(band, i);
  return band;
}

void refuseFactor(const StepContext &context, affine::AffineForOp loop, int64_t factor) {
  constexpr int64_t most = std::numeric_limits<int32_t>::max();
  std::optional<int64_t> count = analysis::tripCount(loop);
  if (count && factor > *count)
    context.refuse("factor " + std::to_string(factor) + " is larger than the trip count of " + context.describe(loop) +
                       ", " + std::to_string(*count),
                   *count > 0 ? "factors from 1 to " + std::to_string(*count) + " are possible" : "");
  if (factor > most)
    context.refuse("factor " + std::to_string(factor) + " is too large",
                   "factors from 1 to " + std::to_string(most) + " are possible");
}

void requireContiguous(const StepContext &context, const Band &band, ArrayRef<Operation *> named) {
  for (auto [index, loop] : llvm::enumerate(named))
    if (index >= band.size() || band[index] != loop) {
      std::string order;
      for (affine::AffineForOp member : band)
        order += (order.empty() ? "" : " ") + context.address(member);
      context.refuse("the loops have to be named from the outermost to the innermost, without gaps",
                     "the nest is " + order);
    }
}

void refuseBrokenParallel(StepContext &context, Operation *root) {
  root->walk<WalkOrder::PreOrder>([&](affine::AffineForOp loop) {
    ir::LoopAttr directives = ir::loopOf(loop);
    if (!directives.getParallel())
      return;
    if (auto conflict = analysis::findCarriedConflict(loop))
      context.refuseIllegal("the loop " + context.describe(loop) + " is parallel and would not be any more: " +
                                analysis::describeCarried(*conflict, context.describe(loop)),
                            "change the order first, then set parallel on a loop that carries no dependence");
  });
}

} // namespace allo::schedule
