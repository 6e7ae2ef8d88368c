// split: a loop becomes an outer loop over blocks of `factor` iterations and an inner loop over the iterations of a
// block.
//   for j in 0..30   becomes   for j.outer in 0..8 { for j.inner in 0..min(4, 30 - 4 * j.outer) { j = 4 * j.outer +
//   j.inner } }
#include "schedule/LoopRewrite.h"

#include "ir/Naming.h"
#include "schedule/Primitive.h"

using namespace mlir;

namespace allo::schedule {

namespace {
void apply(StepContext &context) {
  affine::AffineForOp loop = affineLoop(context, context.loop("loop"));
  int64_t factor = context.integer("factor");
  refuseDirectives(context, loop);
  refuseFactor(context, loop, factor);
  SplitLoops loops = splitLoop(context, loop, factor);
  context.addResult(loops.outer);
  context.addResult(loops.inner);
}
} // namespace

extern const Primitive splitPrimitive = {
    "split",
    {{ParameterKind::Loop, "loop", "the loop"},
     {ParameterKind::Integer, "factor", "iterations of the inner loop", true, {}, {}, 1}},
    {.meaning =
         "Splits a loop into `NAME.outer` over blocks and `NAME.inner` over the `factor` iterations of a block. Where "
         "the factor does not divide the trip count, the last block is shorter: the inner loop ends at a minimum. "
         "Both loops count from 0 with step 1, and the indices of all accesses are rewritten (a loop whose lower "
         "bound is a maximum keeps its variable and gets an outer loop with a larger step). The order of "
         "execution does not change. `parallel` goes to the outer loop.",
     .legality = "A counted loop with affine bounds, constant or not, that is neither pipelined nor unrolled; a factor "
                 "from 1 to the trip count.",
     .cost = "No operators of the body. One counter becomes two, and an index is rebuilt as `factor * outer + inner`: "
             "wires where the factor is a power of two, else one small multiplication by a constant. A factor that "
             "does not divide the trip count adds a minimum for each block, and the inner loop has no constant trip "
             "count then: it can be neither unrolled fully nor be inside a pipelined loop.",
     .before = R"(void example(const int A[30], int B[30]) {
  for (int j = 0; j < 30; ++j)
    B[j] = A[j] + 1;
})",
     .after = R"(#include <algorithm>

void example(const int A[30], int B[30]) {
  for (int jo = 0; jo < 8; ++jo)
    for (int ji = 0; ji < std::min(4, 30 - 4 * jo); ++ji)
      B[4 * jo + ji] = A[4 * jo + ji] + 1;
})",
     .errors = {{"factor must be at least 1", "a factor of 0 or less"},
                {"factor 64 is larger than the trip count of 'j', 30", "a block longer than the loop"},
                {"'j' already has the directive unroll of 'unroll j'", "directives come after changes of the loops"},
                {"'t' is not a counted loop with affine bounds", "while loops and bounds that are computed"}},
     .example = "split j factor=4",
     .method = "s.split(\"j\", 4)"},
    apply,
};

} // namespace allo::schedule
