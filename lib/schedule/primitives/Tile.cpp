// tile: splits each loop of a perfect nest and puts all block loops outside.
//   for i { for j … }   with `tile i j factors=4,8`   becomes   for i.outer { for j.outer { for i.inner { for j.inner …
//   } } }
#include "schedule/LoopRewrite.h"

#include "analysis/Witness.h"
#include "ir/Naming.h"
#include "schedule/Primitive.h"

using namespace mlir;

namespace allo::schedule {

namespace {
void apply(StepContext &context) {
  SmallVector<Operation *> named = context.loops("loops");
  SmallVector<int64_t> factors = context.integers("factors");
  if (named.size() != factors.size())
    context.refuse(std::to_string(named.size()) + " loops but " + std::to_string(factors.size()) + " factors",
                   "give one factor for each loop");
  for (Operation *loop : named)
    refuseDirectives(context, loop);
  Band band = perfectBand(context, named);
  requireContiguous(context, band, named);
  SmallVector<analysis::OrderComponent> order;
  for (auto [loop, factor] : llvm::zip_equal(band, factors)) {
    refuseFactor(context, loop, factor);
    order.push_back({loop, factor});
  }
  for (affine::AffineForOp loop : band)
    order.push_back({loop});
  if (auto conflict = analysis::findOrderConflict(band, order))
    context.refuseIllegal(analysis::describeReversal(*conflict, "tile"),
                          conflict->isExact ? "tile loops of which every order is legal, or split them one by one"
                                            : analysis::remedy(*conflict));
  Band chain, blocks, inner;
  for (auto [loop, factor] : llvm::zip_equal(band, factors)) {
    SplitLoops split = splitLoop(context, loop, factor);
    chain.append({split.outer, split.inner});
    blocks.push_back(split.outer);
    inner.push_back(split.inner);
  }
  blocks.append(inner);
  // Where a variable is used as a value, its split left a computation between the loops.
  perfectBand(context, SmallVector<Operation *>(chain.begin(), chain.end()));
  Band result = permuteBand(context, chain, blocks);
  refuseBrokenParallel(context, result.front());
  for (affine::AffineForOp loop : result)
    context.addResult(loop);
}
} // namespace

extern const Primitive tilePrimitive = {
    "tile",
    {{ParameterKind::Loops, "loops", "the loops of a perfect nest, outermost first"},
     {ParameterKind::Integers, "factors", "iterations of a block, one number for each loop", true, {}, {}, 1}},
    {.meaning = "Splits every named loop by its factor and puts the loops over blocks outside the loops within blocks: "
                "`i.outer j.outer i.inner j.inner`. Factors need not divide the trip counts.",
     .legality =
         "A perfect nest of counted loops with affine bounds, without pipeline or unroll; each factor from 1 to "
         "the trip count; and the new order keeps every dependence, checked exactly as for `reorder`.",
     .cost = "The counters and indices of `split`, for each of the loops. What it gains comes with later steps: one "
             "block touches a part of the arrays whose size the factors set, so that `buffer_at` at the innermost "
             "`.outer` loop keeps that part on the chip and moves it once for each block. The dependence test looks at "
             "every pair of accesses of the nest.",
     .before = R"(void example(const int A[8][8], int B[8][8]) {
  for (int i = 0; i < 8; ++i)
    for (int j = 0; j < 8; ++j)
      B[j][i] = A[i][j];
})",
     .after = R"(void example(const int A[8][8], int B[8][8]) {
  for (int io = 0; io < 2; ++io)
    for (int jo = 0; jo < 4; ++jo)
      for (int ii = 0; ii < 4; ++ii)
        for (int ji = 0; ji < 2; ++ji)
          B[2 * jo + ji][4 * io + ii] = A[4 * io + ii][2 * jo + ji];
})",
     .errors = {{"2 loops but 1 factors", "the lists differ in length"},
                {"A[1][0] is written at (i=0, j=1) on line 4 and read at (i=1, j=0) on line 4; after the tile the read "
                 "comes first",
                 "a dependence would be broken"},
                {"factor 64 is larger than the trip count of 'j', 30", "a block longer than the loop"},
                {"the loops have to be named from the outermost to the innermost, without gaps", "another order, or a "
                                                                                                 "loop left out"}},
     .example = "tile i j factors=4,2",
     .method = "s.tile({\"i\", \"j\"}, {4, 2})"},
    apply,
};

} // namespace allo::schedule
