// peel: the first or last iterations of a loop become a loop of their own.
//   for i in 0..n   with `peel i count=2`   becomes   for i.peel in 0..min(n, 2) … for i in 2..n …
//   with `peel i count=2 side=back`         becomes   for i in 0..n-2 … for i.peel in max(0, n-2)..n …
//   while (c) body   with `peel while count=2`   becomes   if (c) { body if (c) { body while (c) body } }
#include "schedule/LoopRewrite.h"

#include "analysis/TripCount.h"
#include "ir/Directives.h"
#include "ir/Naming.h"
#include "schedule/FreshIds.h"
#include "schedule/Primitive.h"

#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;

namespace allo::schedule {

namespace {
// Where the two parts meet, for a loop of constant trip count.
AffineExpr boundary(affine::AffineForOp loop, const LoopBounds &bounds, int64_t iterations) {
  return bounds.lower.front() + iterations * loop.getStepAsInt();
}

void setFront(affine::AffineForOp peeled, affine::AffineForOp rest, int64_t count) {
  LoopBounds bounds = loopBounds(rest), first = bounds;
  AffineExpr start = boundary(rest, bounds, count);
  if (analysis::tripCount(rest))
    first.upper = {start};
  else
    first.upper.push_back(start);
  bounds.lower = {start};
  setBounds(peeled, first);
  setBounds(rest, bounds);
}

// The last iterations of a loop with a larger step, counted: iteration p is lower + p * step, for p from max(0, n -
// count) to n.
affine::AffineForOp countedBack(affine::AffineForOp peeled, int64_t count) {
  LoopCounts iterations = loopCounts(peeled);
  AffineExpr number = iterations.counts.front();
  OpBuilder builder(peeled);
  auto counted = affine::AffineForOp::create(builder, peeled.getLoc(), 0, 1);
  ir::setLoop(counted, ir::loopOf(peeled));
  setBounds(counted, {iterations.values, {getAffineConstantExpr(0, peeled.getContext()), number - count}, {number}});
  counted.getBody()->getOperations().splice(counted.getBody()->begin(), peeled.getBody()->getOperations(),
                                            peeled.getBody()->begin(), std::prev(peeled.getBody()->end()));
  AffineExpr position = getAffineDimExpr(iterations.values.size(), peeled.getContext());
  SmallVector<Value> values = iterations.values;
  values.push_back(counted.getInductionVar());
  replaceVariable(peeled.getInductionVar(), iterations.lower + position * peeled.getStepAsInt(), values,
                  counted.getBody());
  peeled.erase();
  return counted;
}

affine::AffineForOp setBack(affine::AffineForOp peeled, affine::AffineForOp rest, int64_t count) {
  LoopBounds bounds = loopBounds(rest), last = bounds;
  int64_t step = rest.getStepAsInt();
  std::optional<int64_t> iterations = analysis::tripCount(rest);
  if (iterations) {
    last.lower = {boundary(rest, bounds, *iterations - count)};
    bounds.upper = last.lower;
    setBounds(peeled, last);
  } else {
    if (step == 1) {
      last.lower.push_back(bounds.upper.front() - count);
      setBounds(peeled, last);
    } else {
      peeled = countedBack(peeled, count);
    }
    for (AffineExpr &upper : bounds.upper)
      upper = upper - count * step;
  }
  setBounds(rest, bounds);
  return peeled;
}

void refuseCount(const StepContext &context, affine::AffineForOp loop, int64_t count) {
  constexpr int64_t most = std::numeric_limits<int32_t>::max();
  if (std::optional<int64_t> iterations = analysis::tripCount(loop); iterations && count >= *iterations)
    context.refuse("count " + std::to_string(count) + " takes all iterations of " + context.describe(loop) +
                       ", which has " + std::to_string(*iterations),
                   *iterations > 1 ? "counts from 1 to " + std::to_string(*iterations - 1) + " are possible" : "");
  if (count > most)
    context.refuse("count " + std::to_string(count) + " is too large",
                   "counts from 1 to " + std::to_string(most) + " are possible");
}

// The boundary between the parts must be one expression that both loops can have as a bound.
void refuseBounds(const StepContext &context, affine::AffineForOp loop, bool isBack) {
  if (analysis::tripCount(loop))
    return;
  bool lowerIsMaximum = loop.getLowerBoundMap().getNumResults() > 1;
  bool upperIsMinimum = loop.getUpperBoundMap().getNumResults() > 1;
  if (!isBack && lowerIsMaximum)
    context.refuse("the lower bound of " + context.describe(loop) +
                       " is a maximum of several expressions, so no affine bound ends its first iterations",
                   upperIsMinimum ? "" : "side=back takes the last iterations");
  if (isBack && upperIsMinimum)
    context.refuse("the upper bound of " + context.describe(loop) +
                       " is a minimum of several expressions, so no affine bound starts its last iterations",
                   lowerIsMaximum ? "" : "side=front takes the first iterations");
  if (isBack && lowerIsMaximum && loop.getStepAsInt() != 1)
    context.refuse("the lower bound of " + context.describe(loop) + " is a maximum of several expressions and its " +
                   "step is " + std::to_string(loop.getStepAsInt()) +
                   ", so no affine bound starts its last iterations");
}

// Copies what is in the block, without its terminator. Returns the copy of a value that the terminator has, if any.
Value copyBlock(StepContext &context, OpBuilder &builder, Block &block) {
  IRMapping mapping;
  SmallVector<Operation *> copies;
  for (Operation &op : block.without_terminator())
    copies.push_back(builder.clone(op, mapping));
  renewIds(context, copies);
  Operation *end = block.getTerminator();
  return end->getNumOperands() == 0 ? Value() : mapping.lookupOrDefault(end->getOperand(0));
}

// Each iteration stands under the condition that it runs, and what is left under that of the last: the condition, which
// may have effects, is evaluated as often as before, and so is the body of a do loop, which stands before it. The flags
// of break, continue and return are variables (docs/decisions/0006), so that an iteration that leaves is as any other.
void peelWhile(StepContext &context, scf::WhileOp loop, int64_t count) {
  constexpr int64_t most = 64;
  if (count > most)
    context.refuse("count " + std::to_string(count) + " would make as many copies of the body of " +
                       context.describe(loop),
                   "counts from 1 to " + std::to_string(most) + " are possible");
  refuseDirectives(context, loop);
  loop->removeAttr(ir::directivesAttrName);
  OpBuilder builder(loop);
  for (int64_t iteration = 0; iteration < count; ++iteration) {
    Value runs = copyBlock(context, builder, loop.getBefore().front());
    auto guard = scf::IfOp::create(builder, loop.getLoc(), runs, /*withElseRegion=*/false);
    builder.setInsertionPointToStart(guard.thenBlock());
    copyBlock(context, builder, loop.getAfter().front());
  }
  loop->moveBefore(builder.getInsertionBlock(), builder.getInsertionPoint());
  context.addResult(loop);
}

void apply(StepContext &context) {
  Operation *named = context.loop("loop");
  int64_t count = context.integer("count");
  bool isBack = context.choice("side") == "back";
  if (auto loop = dyn_cast<scf::WhileOp>(named)) {
    if (isBack)
      context.refuseAt(named->getLoc(),
                       context.describe(named) + " is a while loop, and which iterations are its last is not known "
                                                 "before they run",
                       "side=front takes the first iterations");
    return peelWhile(context, loop, count);
  }
  affine::AffineForOp rest = affineLoop(context, named);
  refuseDirectives(context, rest);
  refuseCount(context, rest, count);
  refuseBounds(context, rest, isBack);
  rest->removeAttr(ir::directivesAttrName); // loop_tripcount, of the loop as it was
  OpBuilder builder(rest);
  if (isBack)
    builder.setInsertionPointAfter(rest);
  auto peeled = cast<affine::AffineForOp>(builder.clone(*rest));
  renewIds(context, {peeled.getOperation()});
  ir::LoopAttr attribute = ir::loopOf(peeled);
  ir::setLoop(peeled, ir::LoopAttr::get(peeled.getContext(), attribute.getId(), attribute.getName().str() + ".peel", 0,
                                        0, attribute.getParallel()));
  if (isBack)
    peeled = setBack(peeled, rest, count);
  else
    setFront(peeled, rest, count);
  context.addResult(peeled);
  context.addResult(rest);
}
} // namespace

extern const Primitive peelPrimitive = {
    "peel",
    {{ParameterKind::Loop, "loop", "the loop"},
     {ParameterKind::Integer, "count", "how many iterations are taken", true, {}, {}, 1},
     {ParameterKind::Choice, "side", "from which end", true, "front", {"front", "back"}}},
    {.meaning =
         "The first (or last) `count` iterations become a loop of their own, `NAME.peel`, before (or after) the rest, "
         "which keeps its name and its handle. The order of execution does not change. Where the trip count is not "
         "constant, either loop may have no iterations: bounds are a minimum or a maximum. Loops and variables inside "
         "are copied, with the directives that they have. Both loops are parallel when the loop was. The first "
         "iterations "
         "of a while or do loop stand one in the other, each under the condition that it runs, and the loop in the "
         "last "
         "of them; they are no loop, and the result is the loop alone.",
     .legality =
         "A counted loop with affine bounds, that is neither pipelined nor unrolled; `count` less than the trip "
         "count where that is constant. Where it is not, the lower bound is one expression, or (back) the "
         "upper bound is. Or a while loop, at the front, with a count of at most 64.",
     .cost = "A second copy of the body: the two loops run one after the other, so the rtl target shares operators "
             "between them, but control, registers and multiplexers exist twice, and a pipeline fills once more. It "
             "gains where the condition for the first or last iterations is known in each loop, or where the rest gets "
             "a trip count that a factor divides.",
     .before = R"(void example(const int B[10], int A[10]) {
  for (int i = 0; i < 10; ++i)
    A[i] = B[i] * 3;
})",
     .after = R"(void example(const int B[10], int A[10]) {
  for (int i = 0; i < 8; ++i)
    A[i] = B[i] * 3;
  for (int ip = 8; ip < 10; ++ip)
    A[ip] = B[ip] * 3;
})",
     .errors =
         {{"count 8 takes all iterations of 'i', which has 8", "nothing would be left"},
          {"count must be at least 1", "a count of 0 or less"},
          {"the lower bound of 'i' is a maximum of several expressions, so no affine bound ends its first iterations",
           "a triangular loop that starts at a maximum"},
          {"the upper bound of 'i' is a minimum of several expressions, so no affine bound starts its last iterations",
           "a loop that ends at a minimum, such as the inner loop of a split"},
          {"'j' already has the directive unroll of 'unroll j'", "directives come after changes of the loops"},
          {"'t' is not a counted loop with affine bounds", "bounds that are computed"},
          {"'while' is a while loop, and which iterations are its last is not known before they run",
           "side=back of a while loop"},
          {"count 65 would make as many copies of the body of 'while'", "a while loop"}},
     .example = "peel i count=2 side=back",
     .method = "s.peel(\"i\", 2, allo::back)"},
    apply,
};

} // namespace allo::schedule
