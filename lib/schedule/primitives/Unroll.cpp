// unroll: asks for `factor` copies of a loop's body in hardware (all of them without a factor). A directive: the
// program keeps its loop.
#include "schedule/Grids.h"
#include "schedule/Primitive.h"
#include "schedule/StepContext.h"

#include "mlir/Dialect/Affine/Analysis/LoopAnalysis.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;

namespace allo::schedule {

namespace {
std::optional<int64_t> tripCountOf(Operation *loop) {
  if (auto affineLoop = dyn_cast<affine::AffineForOp>(loop))
    if (std::optional<uint64_t> count = affine::getConstantTripCount(affineLoop))
      return static_cast<int64_t>(*count);
  return std::nullopt;
}

void apply(StepContext &context) {
  Operation *loop = context.loop("loop");
  int64_t factor = context.integer("factor");
  auto function = loop->getParentOfType<func::FuncOp>();
  ir::LoopAttr directives = ir::loopOf(loop);
  refuseSpatial(context, loop);
  if (directives.getUnroll() != 0) {
    std::string step = context.setBy(function, directives.getId(), "unroll");
    context.refuse(context.describe(loop) + " is already unrolled by " +
                       (step.empty() ? "the source" : "'" + step + "'"),
                   "a directive is set once; undo the step that set it");
  }
  if (isa<scf::WhileOp>(loop))
    context.refuse(context.describe(loop) + " is a while loop: its number of iterations is not known when it starts",
                   "only counted loops can be unrolled");
  std::optional<int64_t> count = tripCountOf(loop);
  if (factor == 0 && !count)
    context.refuse(context.describe(loop) + " has no constant trip count, so it cannot be unrolled fully",
                   "give a factor, for example factor=2");
  if (count && factor > *count)
    context.refuse("factor " + std::to_string(factor) + " is larger than the trip count of " + context.describe(loop) +
                       ", " + std::to_string(*count),
                   "leave the factor out to unroll fully");
  constexpr int64_t most = std::numeric_limits<int32_t>::max();
  if (factor > most)
    context.refuse("factor " + std::to_string(factor) + " is too large",
                   "factors up to " + std::to_string(most) + " are possible");
  if (factor == 0 && directives.getPipeline() != 0)
    context.refuse(context.describe(loop) + " is pipelined; unrolled fully it would be no loop any more",
                   "give a factor, or unroll a loop inside it");
  ir::setLoop(loop, directives.withUnroll(factor == 0 ? -1 : factor));
  context.noteSetBy(function, directives.getId(), "unroll");
}
} // namespace

extern const Primitive unrollPrimitive = {
    "unroll",
    {{ParameterKind::Loop, "loop", "the loop"},
     {ParameterKind::Integer, "factor", "copies of the body; 0 or nothing: one for each iteration", true, "0", {}, 0}},
    {.meaning = "Asks for `factor` copies of the loop's body that run side by side in hardware. Without a factor the "
                "loop is unrolled fully. The meaning of the program does not change.",
     .legality =
         "A counted loop that is not unrolled yet; fully only with a constant trip count, and not when the loop "
         "is pipelined. The factor need not divide the trip count but cannot exceed it.",
     .cost = "`factor` times the operators of the body, and up to `factor` times fewer cycles: as many as the memories "
             "can feed, so an array that the copies read needs banks for them (`partition` with the same factor; a "
             "bank has two ports). A recurrence over the loop keeps its length: copies then wait for one another. A "
             "factor that does not divide the trip count costs a condition in each copy.",
     .before = R"(void example(const int A[32], int B[32]) {
  for (int j = 0; j < 32; ++j)
    B[j] = A[j] * 3;
})",
     .after = R"(void example(const int A[32], int B[32]) {
  for (int j = 0; j < 32; ++j) {
#pragma HLS unroll factor=4
    B[j] = A[j] * 3;
  }
})",
     .errors = {{"'j' is already unrolled by 'unroll j factor=2'", "a directive is set once"},
                {"'j' is a loop of a grid by 'unfold j as=pe'", "its iterations are processing elements"},
                {"'while' is a while loop: its number of iterations is not known when it starts", "not a counted loop"},
                {"'j' has no constant trip count, so it cannot be unrolled fully", "no factor and a variable bound"},
                {"factor 64 is larger than the trip count of 'j', 32", "more copies than iterations"},
                {"'j' is pipelined; unrolled fully it would be no loop any more",
                 "full unrolling of a pipelined loop"}},
     .example = "unroll j factor=4",
     .method = "s.unroll(\"j\", 4)"},
    apply,
};

} // namespace allo::schedule
