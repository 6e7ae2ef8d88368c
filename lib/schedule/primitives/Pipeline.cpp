// pipeline: asks that a loop starts an iteration every `ii` cycles. A directive: the program keeps its loop.
#include "schedule/Grids.h"
#include "schedule/Primitive.h"
#include "schedule/StepContext.h"

using namespace mlir;

namespace allo::schedule {

namespace {
void apply(StepContext &context) {
  Operation *loop = context.loop("loop");
  auto function = loop->getParentOfType<func::FuncOp>();
  ir::LoopAttr directives = ir::loopOf(loop);
  refuseSpatial(context, loop);
  if (directives.getPipeline() != 0) {
    std::string step = context.setBy(function, directives.getId(), "pipeline");
    context.refuse(context.describe(loop) + " is already pipelined by " +
                       (step.empty() ? "the source" : "'" + step + "'"),
                   "a directive is set once; undo the step that set it");
  }
  if (directives.getUnroll() == -1)
    context.refuse(context.describe(loop) + " is unrolled fully, so no loop is left to pipeline",
                   "pipeline a loop around it");
  constexpr int64_t most = std::numeric_limits<int32_t>::max();
  if (context.integer("ii") > most)
    context.refuse("ii " + std::to_string(context.integer("ii")) + " is too large",
                   "intervals from 1 to " + std::to_string(most) + " are possible");
  ir::setLoop(loop, directives.withPipeline(context.integer("ii")));
  context.noteSetBy(function, directives.getId(), "pipeline");
  // What is inside the loop is checked after every step: see Pipelines.h.
}
} // namespace

extern const Primitive pipelinePrimitive = {
    "pipeline",
    {{ParameterKind::Loop, "loop", "the loop"},
     {ParameterKind::Integer,
      "ii",
      "initiation interval: cycles between the starts of two iterations",
      true,
      "1",
      {},
      1}},
    {.meaning =
         "Asks that a new iteration of the loop starts every `ii` cycles. The loops inside it are unrolled fully "
         "in hardware. The meaning of the program does not change; an interval that the hardware cannot reach "
         "is reported by the target.",
     .legality =
         "A loop that is neither pipelined nor fully unrolled yet, and every loop inside it has a constant trip count. "
         "The next iteration of a while loop, or of a loop with break or return, starts when it is known that there is "
         "one, so the condition bounds the interval.",
     .cost = "A loop of N iterations takes (N - 1) · ii + depth cycles instead of N · depth. Registers carry every "
             "value over the stages that it lives, and an operator can serve only operations that start in different "
             "cycles of one interval: at an interval of 1 each operation has its own. Recurrences and memory ports "
             "bound the interval from below; loops inside are unrolled, with the operators of all their iterations.",
     .before = R"(void example(const int A[32], int B[32]) {
  for (int j = 0; j < 32; ++j)
    B[j] = A[j] * 3;
})",
     .after = R"(void example(const int A[32], int B[32]) {
  for (int j = 0; j < 32; ++j) {
#pragma HLS pipeline II=1
    B[j] = A[j] * 3;
  }
})",
     .errors =
         {{"'j' is already pipelined by 'pipeline j'", "a directive is set once"},
          {"'j' is a loop of a grid by 'unfold j as=pe'", "its iterations are processing elements"},
          {"ii must be at least 1", "an interval of 0 or less"},
          {"'j' is unrolled fully, so no loop is left to pipeline", "the loop has a full unroll"},
          {"the loop 'k' inside the pipelined loop 'j' may end early by break or return, so it cannot be unrolled "
           "into the pipeline",
           "a break, or a return of the function, in an inner loop"},
          {"the loop 'k' inside the pipelined loop 'j' has no constant trip count, so it cannot be unrolled into "
           "the pipeline",
           "a triangular or data-dependent inner loop"}},
     .example = "pipeline j",
     .method = "s.pipeline(\"j\")"},
    apply,
};

} // namespace allo::schedule
