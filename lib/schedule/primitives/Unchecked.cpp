// unchecked: the user answers for the legality of the next step. Nothing changes but what that step may be refused for.
#include "schedule/Primitive.h"
#include "schedule/StepContext.h"

namespace allo::schedule {

namespace {
// The words without the parentheses that hold them together.
std::string wordsOf(const StepContext &context) {
  std::string written = context.name("reason");
  llvm::StringRef text = written;
  if (text.consume_front("("))
    text.consume_back(")");
  return text.trim().str();
}

void apply(StepContext &context) {
  std::string reason = wordsOf(context);
  if (reason.empty())
    context.refuse("there is no reason", "say why the next step is right though it cannot be proved");
  if (reason.find_first_of("#<>[]()\n") != std::string::npos)
    context.refuse("a reason has none of # < > [ ] ( ) and line ends", "write it in words");
  if (context.insistence())
    context.refuse("the step before is unchecked too", "it holds for one step, the next");
  context.state().insistence = reason;
}
} // namespace

extern const Primitive uncheckedPrimitive = {
    "unchecked",
    {{ParameterKind::Text, "reason", "why the next step is right, in parentheses"}},
    {.meaning =
         "You answer for the legality of the next step. What the analysis objects to, a dependence that it finds "
         "or that it cannot decide, no longer refuses that step; the trace shows this line, and every report "
         "lists the step with your reason and the objection. Where you are wrong, the design computes something "
         "else. A step that is legal by itself is not listed.",
     .legality = "Before any step. It lifts refusals about legality only: a loop that does not exist or a nest that is "
                 "not perfect stays refused. Undoing the step undoes this line with it.",
     .cost = "None by itself. What the lifted refusal stood for is yours to pay: a dependence that is there after all "
             "gives wrong results, not slower ones.",
     .before = R"(void example(const int B[8], int A[8]) {
  int index[8];
  for (int k = 0; k < 8; ++k)
    index[k] = 5 * k % 8;
  for (int i = 0; i < 8; ++i)
    A[index[i]] = B[i] + 1;
})",
     .after = R"(void example(const int B[8], int A[8]) {
  int index[8];
  for (int k = 0; k < 8; ++k)
    index[k] = 5 * k % 8;
  for (int i = 0; i < 8; ++i) // the iterations may run at the same time: index is a permutation
    A[index[i]] = B[i] + 1;
})",
     .errors = {{"there is no reason", "empty parentheses"},
                {"a reason has none of # < > [ ] ( ) and line ends", "characters that the script reads otherwise"},
                {"the step before is unchecked too", "twice in a row"}},
     .example = "unchecked (index is a permutation)\nparallel i",
     .method = "s.unchecked(\"index is a permutation\").parallel(\"i\")"},
    apply,
};

} // namespace allo::schedule
