// limit: at most so many units of an operator, or copies of a function, in the hardware of one function.
#include "ir/Directives.h"
#include "schedule/Primitive.h"
#include "schedule/StepContext.h"

#include "llvm/ADT/StringSwitch.h"

using namespace mlir;

namespace allo::schedule {

namespace {
// HLS tools call the divisions otherwise.
std::string toolName(StringRef op) {
  return llvm::StringSwitch<std::string>(op)
      .Case("divs", "sdiv")
      .Case("divu", "udiv")
      .Case("rems", "srem")
      .Case("remu", "urem")
      .Default(op.str());
}

void apply(StepContext &context) {
  func::FuncOp function = context.isGiven("function") ? context.function("function") : context.top();
  std::string op = context.name("operator");
  std::string word = "allocation." + op;
  if (StringAttr present = ir::directiveOf(function.getOperation(), word))
    context.refuse("'" + op + "' is already limited to " + ir::optionOf(present.getValue(), "limit") + " in '" +
                       function.getSymName().str() + "'",
                   "a limit is set once; undo the step that set it");
  ir::setDirective(function.getOperation(), word,
                   "operation instances=" + toolName(op) + " limit=" + std::to_string(context.integer("count")));
}
} // namespace

extern const Primitive limitPrimitive = {
    "limit",
    {{ParameterKind::Name, "operator", "the operator: add, mul, fadd, fmul …"},
     {ParameterKind::Integer, "count", "so many units at most", true, {}, {}, 1},
     {ParameterKind::Function, "function", "the function whose hardware it is about; without it the top", true, ""}},
    {.meaning = "Lets the hardware of a function use at most so many units of an operator at a time: operations share "
                "them, which costs cycles and saves area. The rtl target obeys it as it does `--limit` on the command "
                "line; the hls target prints it as an allocation pragma. The meaning of the program does not change.",
     .legality = "Once for each operator in a function. The names are those of the rtl target's operators, which HLS "
                 "tools share for the common ones; a name that is none is an error of the rtl target.",
     .cost =
         "With a limit of one, here one multiplier serves every multiplication of the function: the interval of a "
         "pipelined loop grows to the number of its multiplications, and multiplexers are put before the operands. It "
         "is worth it for operators that are large against a multiplexer: multipliers, dividers, floating point.",
     .before = R"(void example(const int A[8], const int B[8], int C[8]) {
  for (int i = 0; i < 8; ++i)
    C[i] = A[i] * B[i] + B[i] * B[i];
})",
     .after = R"(void example(const int A[8], const int B[8], int C[8]) {
#pragma HLS allocation operation instances=mul limit=1
  for (int i = 0; i < 8; ++i)
    C[i] = A[i] * B[i] + B[i] * B[i];
})",
     .errors = {{"'mul' is already limited to 1 in 'work'", "a second limit"},
                {"count must be at least 1", "a limit of 0 or less"}},
     .example = "limit mul count=1",
     .method = "s.limit(\"mul\", 1)"},
    apply,
};

} // namespace allo::schedule
