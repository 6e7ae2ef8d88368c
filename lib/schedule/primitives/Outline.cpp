// outline: makes a loop nest a function of its own and puts a call in its place; the inverse of inline.
//
//   for (i) for (j) A[i] += B[j];   -> for (i) row(A, i, B);
//                                      void row(float A[8], int i, const float B[4]) { for (j) A[i] += B[j]; }
#include "schedule/Grids.h"
#include "schedule/OutlinedFunction.h"
#include "schedule/Primitive.h"

using namespace mlir;

namespace allo::schedule {

namespace {
void checkBody(StepContext &context, Operation *loop) {
  if (loop->getNumResults() != 0)
    context.refuse(context.describe(loop) + " carries values from iteration to iteration",
                   "keep them in variables, as the front end does");
  loop->walk([&](ir::StreamCreateOp stream) {
    if (stream.getIsStatic())
      context.refuse("the static stream " + context.describe(stream.getStream()) + " is made in the loop",
                     "its elements stay from call to call, so it belongs to the function that has it: declare it "
                     "before the loop");
  });
}

void apply(StepContext &context) {
  Operation *loop = context.loop("loop");
  if (isSpatial(loop->getParentOp()))
    refuseSpatial(context, loop);
  std::string name = context.name("as");
  checkOutlining(context, loop->getParentOfType<func::FuncOp>(), name);
  checkBody(context, loop);
  OutlinedFunction outlined(context, loop, name);
  outlined.create();
  context.addResult(loop);
}
} // namespace

extern const Primitive outlinePrimitive = {
    "outline",
    {{ParameterKind::Loop, "loop", "the outermost loop of the nest"},
     {ParameterKind::Name, "as", "the name of the function", true}},
    {.meaning =
         "Makes the loop nest a function of its own, with a call in its place: a module of the hardware, and a place "
         "for directives, for `limit`, and for schedules that are about functions. Arrays, and scalars that the nest "
         "writes, become parameters, const where they are only read; other scalars and the variables of outer loops "
         "are passed by value; constants, tables and index arithmetic are computed in the function. Loops and "
         "variables keep their names, ids and handles: `i/j` is `NAME:j` then.",
     .legality = "Always legal: the call does what the loop did, arrays keep their layouts, and state stays a memory "
                 "of the top that is passed on. `inline NAME` undoes it.",
     .cost = "A module with ports for the arrays, and a cycle to start each call. Nothing outside is optimised with "
             "its inside any more, and a loop around it can be pipelined only where the call can be inlined again. It "
             "gains a module that calls share and that is synthesised and read once.",
     .before = R"(void example(const float B[4], float A[8]) {
  for (int i = 0; i < 8; ++i)
    for (int j = 0; j < 4; ++j)
      A[i] += B[j];
})",
     .after = R"(void row(float A[8], int i, const float B[4]) {
  for (int j = 0; j < 4; ++j)
    A[i] += B[j];
}

void example(const float B[4], float A[8]) {
  for (int i = 0; i < 8; ++i)
    row(A, i, B);
})",
     .errors = {{"there is a function 'row' (line 3) already", "the name is taken"},
                {"'table' is the name of a table or of state", "a constant table or a static variable has the name"},
                {"'work' has a limit of mul, which would not hold for the new function",
                 "`limit` stands on the function around the loop"},
                {"'i' (line 4) carries values from iteration to iteration", "a loop with results, in MLIR text"},
                {"'i/j' (line 4) is a loop of a grid by 'unfold i j as=pe'", "an inner loop of a grid"},
                {"the static stream 'q' (line 5) is made in the loop", "a static stream declared in the nest"}},
     .example = "outline i/j as=row",
     .method = "Loop row = s.outline(\"i/j\", \"row\")"},
    apply,
};

} // namespace allo::schedule
