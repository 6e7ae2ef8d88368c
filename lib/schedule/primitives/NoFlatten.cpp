// no_flatten: keeps a loop out of the single counter that a nest around a pipeline becomes.
#include "ir/Directives.h"
#include "schedule/Primitive.h"
#include "schedule/StepContext.h"

using namespace mlir;

namespace allo::schedule {

namespace {
void apply(StepContext &context) {
  Operation *loop = context.loop("loop");
  if (ir::directiveOf(loop, "loop_flatten"))
    context.refuse(context.describe(loop) + " already says how it is flattened",
                   "a directive is set once; undo the step that set it");
  ir::setDirective(loop, "loop_flatten", "off");
}
} // namespace

extern const Primitive noFlattenPrimitive = {
    "no_flatten",
    {{ParameterKind::Loop, "loop", "the loop"}},
    {.meaning = "HLS tools and the rtl target run a nest around a pipelined loop as one pipeline over all its "
                "iterations. With this directive the loop stays a loop of its own, with the loops around it outside: "
                "the pipeline fills and drains once for each of their iterations. The meaning of the program does not "
                "change.",
     .legality = "Any loop; once.",
     .cost = "The pipeline drains and fills once for each iteration of the loops outside: their trip counts times the "
             "depth of the pipeline more cycles. It saves the combined counters of the nest, and is needed where the "
             "outer loop carries a dependence that only the drained pipeline satisfies.",
     .before = R"(void example(const int A[8][8], int B[8][8]) {
  for (int i = 0; i < 8; ++i)
    for (int j = 0; j < 8; ++j) {
#pragma HLS pipeline II=1
      B[i][j] = A[i][j] * 3;
    }
})",
     .after = R"(void example(const int A[8][8], int B[8][8]) {
  for (int i = 0; i < 8; ++i)
    for (int j = 0; j < 8; ++j) {
#pragma HLS pipeline II=1
#pragma HLS loop_flatten off
      B[i][j] = A[i][j] * 3;
    }
})",
     .errors = {{"'j' already says how it is flattened", "a directive is set once"}},
     .example = "no_flatten j",
     .method = "s.no_flatten(\"j\")"},
    apply,
};

} // namespace allo::schedule
