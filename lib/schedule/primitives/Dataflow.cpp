// dataflow: the loops and calls of a body are tasks that may run at the same time, joined by arrays and streams with
// one producer and one consumer each. A directive: the program keeps its order.
#include "schedule/DataflowRegion.h"

#include "ir/Directives.h"
#include "ir/Naming.h"
#include "schedule/Primitive.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;

namespace allo::schedule {

namespace {

void apply(StepContext &context) {
  if (context.isGiven("loop") && context.isGiven("function"))
    context.refuse("it stands on one loop or function, not on both", "write one step for each");
  Operation *loop = context.isGiven("loop") ? context.loop("loop") : nullptr;
  func::FuncOp function = context.isGiven("function") ? context.function("function") : context.top();
  Operation *place = loop ? loop : function.getOperation();
  std::string name = loop ? context.describe(loop) : "'" + function.getSymName().str() + "'";
  if (ir::directiveOf(place, "dataflow"))
    context.refuse(name + " is a dataflow region already", "a directive is set once; undo the step that set it");
  if (loop && !isa<affine::AffineForOp, scf::ForOp>(loop))
    context.refuse(name + " is not a counted loop, so its iterations cannot overlap",
                   "dataflow stands on functions and on counted loops");
  Block *body = loop ? &loop->getRegion(0).front() : &function.getBody().front();
  for (const RegionObstacle &obstacle : DataflowRegion(context, body).obstacles()) {
    if (obstacle.isIllegal)
      context.refuseIllegal(obstacle.text, obstacle.hint);
    else if (obstacle.place)
      context.refuseAt(*obstacle.place, obstacle.text, obstacle.hint);
    else
      context.refuse(obstacle.text, obstacle.hint);
  }
  ir::setDirective(place, "dataflow", "");
  context.noteSetBy(loop ? loop->getParentOfType<func::FuncOp>() : function,
                    loop ? ir::loopOf(loop).getId() : functionItself, "dataflow");
}

} // namespace

extern const Primitive dataflowPrimitive = {
    "dataflow",
    {{ParameterKind::Loop, "loop", "the loop whose body it is about", true, ""},
     {ParameterKind::Function, "function", "the function whose body it is about; without either: the top", true, ""}},
    {.meaning = "Says that the tasks of a body, its loops and calls, may run at the same time, each as soon as its "
                "data is there. The hls target prints the pragma. The rtl and sim targets run tasks side by side that "
                "only streams join; one that reads an array waits for the one that writes it. The cpu target runs the "
                "tasks one after the other. The meaning of the program does not change.",
     .legality =
         "Directly in the body stand only declarations, loops and calls, at least two of the latter. What tasks share "
         "has one producer and one consumer, is declared in the body, and goes forward; a producer may read what it "
         "writes. An array of the caller is used by one task (constant tables by any number). Data may pass by tasks "
         "in between, as HLS tools accept it: the channel has to have room for it. Of an array of streams, each stream "
         "is looked at by itself. A grid of processing elements is one task; no two of its elements may use one bank "
         "of "
         "an array, so that what they write needs complete partition. Loops of other forms than counted ones, and "
         "pipelined or unrolled ones, are refused. Later steps that would break these rules are refused too.",
     .cost = "In an HLS tool each task becomes a process of its own with control of its own, and each array between "
             "two tasks a double buffer of twice its memory (a stream: a FIFO). A call takes as long as before; with "
             "further data, one starts every time that the longest task takes, instead of the sum of all. Operators "
             "are not shared between tasks.",
     .before = R"(void load(const int A[8], int t[8]) {
  for (int i = 0; i < 8; ++i)
    t[i] = A[i] + 1;
}

void store(const int t[8], int B[8]) {
  for (int i = 0; i < 8; ++i)
    B[i] = t[i] * 2;
}

void example(const int A[8], int B[8]) {
  int t[8];
  load(A, t);
  store(t, B);
})",
     .after = R"(void load(const int A[8], int t[8]) {
  for (int i = 0; i < 8; ++i)
    t[i] = A[i] + 1;
}

void store(const int t[8], int B[8]) {
  for (int i = 0; i < 8; ++i)
    B[i] = t[i] * 2;
}

void example(const int A[8], int B[8]) {
#pragma HLS dataflow
  int t[8];
  load(A, t);
  store(t, B);
})",
     .errors =
         {{"'t' is written by the loop 'i' (line 3) and by the loop 'j' (line 5)", "two producers"},
          {"'t' is read by the loop 'j' (line 5) and by the loop 'k' (line 7)", "two consumers"},
          {"'t' is read by the loop 'i' (line 3) before the loop 'j' (line 5) writes it", "feedback"},
          {"'B' is written by the loop 'i' (line 3) and read by the loop 'j' (line 5), but it is declared "
           "outside of the body",
           "data passes through an array of the caller"},
          {"the statement on line 4 stands between the tasks: it is neither a loop nor a call nor a declaration",
           "code outside of the tasks"},
          {"there is one task only in the body, the loop 'i' (line 3), so nothing can run at the same time",
           "nothing to overlap"},
          {"the stream lane[2] is written by the grid 'i' (line 3) and by the loop 'k' (line 5)",
           "one stream of an array has two producers"},
          {"two elements of the grid 'i' use one memory of 'C' (line 2): C[0][0] is written at (i=0, j=0) on line "
           "7 and C[0][1] is written at (i=0, j=1) on line 7",
           "an array that elements of a grid share without a bank for each"},
          {"'i' is a dataflow region already", "a directive is set once"},
          {"'t' is not a counted loop, so its iterations cannot overlap", "a while loop"},
          {"'i' is pipelined or unrolled, which takes its tasks apart", "other directives on the loop"},
          {"it stands on one loop or function, not on both", "two objects in one step"},
          {"the loop 'p' (line 3) is a dataflow region by 'dataflow loop=p' and would not be any more: …",
           "a later step that breaks the rules above"}},
     .example = "dataflow",
     .method = "s.dataflow()"},
    apply,
};

} // namespace allo::schedule
