// fuse: a perfect nest becomes one loop over all its iterations, in the same order.
//   for i in 0..8 { for j in 0..4 … }   becomes   for i_j in 0..32 { i = i_j / 4; j = i_j % 4; … }
#include "schedule/LoopRewrite.h"

#include "analysis/TripCount.h"
#include "ir/Naming.h"
#include "schedule/Primitive.h"

using namespace mlir;

namespace allo::schedule {

namespace {
void requireOneLowerBound(const StepContext &context, affine::AffineForOp loop) {
  if (loop.getLowerBoundMap().getNumResults() != 1)
    context.refuse("the lower bound of " + context.describe(loop) + " is a maximum of several expressions",
                   "fuse loops with one lower bound");
}

// The trip counts of the inner loops; refuses those that vary.
SmallVector<int64_t> innerCounts(const StepContext &context, const Band &band) {
  SmallVector<int64_t> counts;
  for (affine::AffineForOp loop : llvm::drop_begin(band)) {
    std::optional<int64_t> count = analysis::tripCount(loop);
    if (!count)
      context.refuse("the trip count of " + context.describe(loop) + " is not constant",
                     "all loops but the outermost need a constant trip count");
    if (*count == 0)
      context.refuse(context.describe(loop) + " has no iterations");
    counts.push_back(*count);
  }
  return counts;
}

ir::LoopAttr fusedAttribute(StepContext &context, const Band &band) {
  std::string name;
  bool allParallel = true;
  for (affine::AffineForOp loop : band) {
    name += (name.empty() ? "" : "_") + ir::loopOf(loop).getName().str();
    allParallel &= ir::loopOf(loop).getParallel();
  }
  auto function = affine::AffineForOp(band.front())->getParentOfType<func::FuncOp>();
  return ir::LoopAttr::get(function.getContext(), context.freshId(function), name, 0, 0, allParallel);
}

affine::AffineForOp fuseBand(StepContext &context, const Band &band, ArrayRef<int64_t> counts) {
  affine::AffineForOp outermost = band.front(), innermost = band.back();
  int64_t product = 1;
  for (int64_t count : counts)
    product *= count;
  LoopCounts outerCounts = loopCounts(outermost);
  for (AffineExpr &count : outerCounts.counts)
    count = count * product;
  OpBuilder builder(outermost);
  auto fused = affine::AffineForOp::create(builder, outermost.getLoc(), 0, 1);
  ir::setLoop(fused, fusedAttribute(context, band));
  AffineMap upper = AffineMap::get(outerCounts.values.size(), 0, outerCounts.counts, outermost.getContext());
  affine::canonicalizeMapAndOperands(&upper, &outerCounts.values);
  fused.setUpperBound(outerCounts.values, upper);

  fused.getBody()->getOperations().splice(fused.getBody()->begin(), innermost.getBody()->getOperations(),
                                          innermost.getBody()->begin(), std::prev(innermost.getBody()->end()));
  // From the innermost outwards: lower bounds of inner loops may mention outer variables.
  int64_t stride = 1;
  for (unsigned i = band.size(); i-- > 0;) {
    affine::AffineForOp loop = band[i];
    LoopCounts counted = loopCounts(loop);
    AffineExpr position = getAffineDimExpr(counted.values.size(), loop.getContext());
    counted.values.push_back(fused.getInductionVar());
    AffineExpr count = position.floorDiv(stride);
    if (i > 0)
      count = count % counts[i - 1];
    replaceVariable(loop.getInductionVar(), counted.lower + count * loop.getStepAsInt(), counted.values,
                    fused.getBody());
    if (i > 0)
      stride *= counts[i - 1];
  }
  outermost.erase();
  return fused;
}

void apply(StepContext &context) {
  SmallVector<Operation *> named = context.loops("loops");
  if (named.size() < 2)
    context.refuse("fuse needs at least two loops", "name the loops of one nest, outermost first");
  for (Operation *loop : named)
    refuseDirectives(context, loop);
  Band band = perfectBand(context, named);
  requireContiguous(context, band, named);
  for (affine::AffineForOp loop : band)
    requireOneLowerBound(context, loop);
  context.addResult(fuseBand(context, band, innerCounts(context, band)));
}
} // namespace

extern const Primitive fusePrimitive = {
    "fuse",
    {{ParameterKind::Loops, "loops", "the loops of a perfect nest, outermost first"}},
    {.meaning = "Collapses a perfect nest into one loop named after all its loops, `i_j`. The order of execution does "
                "not change. The fused loop is parallel when all its loops were.",
     .legality = "A perfect nest, named from the outermost to the innermost loop without gaps, without pipeline or "
                 "unroll; all loops but the outermost have a constant trip count.",
     .cost = "One counter instead of several; each index becomes a division or remainder of it by a constant, which "
             "are wires where the constant is a power of two. The loop fills its pipeline once and not once for each "
             "outer iteration, but hardware targets do that by themselves for a perfect nest around a pipelined loop "
             "(see `no_flatten`), without the divisions: fuse is for what needs a single loop, such as a factor of "
             "`unroll` or `split` that no loop of the nest has.",
     .before = R"(void example(const int B[8][4], int A[8][4]) {
  for (int i = 0; i < 8; ++i)
    for (int j = 0; j < 4; ++j)
      A[i][j] = B[i][j] + 1;
})",
     .after = R"(void example(const int B[8][4], int A[8][4]) {
  for (int i_j = 0; i_j < 32; ++i_j)
    A[i_j / 4][i_j % 4] = B[i_j / 4][i_j % 4] + 1;
})",
     .errors = {{"fuse needs at least two loops", "one loop only"},
                {"the statement on line 3 stands between the loops 'i' and 'j'", "the nest is not perfect"},
                {"the trip count of 'j' is not constant", "a triangular or symbolic inner loop"},
                {"the loops have to be named from the outermost to the innermost, without gaps", "another order, or a "
                                                                                                 "loop left out"},
                {"'j' already has the directive unroll of 'unroll j'", "directives come after changes of the loops"}},
     .example = "fuse i j",
     .method = "s.fuse({\"i\", \"j\"})"},
    apply,
};

} // namespace allo::schedule
