// inline: puts the body of a function in the place of each of its calls and drops the function.
//
//   for (i) f(A, i);           void f(float A[8], int i) { float t[4]; … }
//   -> for (i) { float t[4]; … }      t stays private to each call: its alloca stands where the call stood.
#include "ir/Directives.h"
#include "schedule/CallSites.h"
#include "schedule/InlinedBody.h"
#include "schedule/Primitive.h"
#include "schedule/StepContext.h"

using namespace mlir;

namespace allo::schedule {

namespace {
void apply(StepContext &context) {
  func::FuncOp callee = context.function("function");
  if (callee == context.top())
    context.refuse("'" + callee.getSymName().str() + "' is the top: nothing calls it",
                   "name a function that is called");
  if (callee.isExternal())
    context.refuse("'" + callee.getSymName().str() + "' has no body here");
  for (const ir::Directive &directive : ir::directivesOf(callee.getOperation()))
    context.refuse("'" + callee.getSymName().str() + "' has the directive " + ir::wordOf(directive).str() +
                       ", which would be lost",
                   "a function with directives of its own stays a function");
  for (func::CallOp call : callsOf(context.module(), callee.getSymName())) {
    InlinedBody body(context, callee, call);
    body.insert();
  }
  callee.erase();
}
} // namespace

extern const Primitive inlinePrimitive = {
    "inline",
    {{ParameterKind::Function, "function", "the function"}},
    {.meaning =
         "Replaces all calls of the function by its body; the function disappears. Loops and variables keep their "
         "names; a variable whose name the caller already has gets the function's name in front ('f.x').",
     .legality =
         "A function that is called. Where its loop bounds or indices use a parameter and the call passes a "
         "computed value, the loop or access is not affine any more: correct, but other steps cannot analyse it.",
     .cost = "The cycle in which a call starts is saved, and the body is optimised together with what surrounds it: "
             "constants reach it, and a loop around it can be pipelined. In exchange each call becomes logic of its "
             "own where calls shared one instance of a module.",
     .before = R"(void row(int A[8][4], int i) {
  for (int j = 0; j < 4; ++j)
    A[i][j] = 10 * i + j;
}

void example(int A[8][4]) {
  for (int i = 0; i < 8; ++i)
    row(A, i);
})",
     .after = R"(void example(int A[8][4]) {
  for (int i = 0; i < 8; ++i)
    for (int j = 0; j < 4; ++j)
      A[i][j] = 10 * i + j;
})",
     .errors = {{"'work' is the top: nothing calls it", "the function is the schedule's own kernel"},
                {"'row' has the directive dataflow, which would be lost", "it stands on the function itself"},
                {"there is no function 'f' in the program", "no such function, or it was inlined already"}},
     .example = "inline row",
     .method = "s.inline_(\"row\")"},
    apply,
};

} // namespace allo::schedule
