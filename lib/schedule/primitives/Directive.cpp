// directive: records what only an HLS tool reads (dataflow, stream depths, allocation hints …) on a loop, an array or a
// function. The hls target prints it; the meaning of the program does not change.
#include "ir/Directives.h"
#include "schedule/Primitive.h"
#include "schedule/StepContext.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace allo::schedule {

namespace {
// Where each word may stand.
enum Place : unsigned { onLoop = 1, onArray = 2, onFunction = 4 };
struct Word {
  const char *text;
  unsigned places;
};
constexpr Word words[] = {
    {"aggregate", onArray},
    {"allocation", onFunction | onLoop},
    {"array_map", onArray},
    {"bind_op", onArray},
    {"bind_storage", onArray},
    {"dataflow", onFunction | onLoop},
    {"disaggregate", onArray},
    {"expression_balance", onFunction | onLoop},
    {"function_instantiate", onArray | onFunction},
    {"inline", onFunction},
    {"interface", onArray | onFunction},
    {"latency", onFunction | onLoop},
    {"loop_flatten", onLoop},
    {"loop_merge", onFunction | onLoop},
    {"loop_tripcount", onLoop},
    {"occurrence", onLoop | onFunction},
    {"performance", onLoop | onFunction},
    {"pipeline", onFunction | onLoop},
    {"protocol", onFunction | onLoop},
    {"reset", onArray},
    {"resource", onArray},
    {"stable", onArray},
    {"stream", onArray},
    {"unroll", onLoop},
};

std::vector<std::string> wordList() {
  std::vector<std::string> list;
  for (const Word &word : words)
    list.push_back(word.text);
  return list;
}

std::string placesText(unsigned places) {
  std::vector<std::string> names;
  for (auto [place, name] :
       {std::pair(onLoop, "loop="), std::pair(onArray, "array="), std::pair(onFunction, "function=")})
    if (places & place)
      names.push_back(name);
  return llvm::join(names, " or ");
}

std::string withoutParentheses(StringRef options) {
  if (options.starts_with("(") && options.ends_with(")"))
    options = options.drop_front().drop_back();
  return options.trim().str();
}

void apply(StepContext &context) {
  std::string word = context.choice("word");
  const Word *known = llvm::find_if(words, [&](const Word &entry) { return word == entry.text; });
  unsigned place = 0, count = 0;
  for (auto [parameter, flag] :
       {std::pair("loop", onLoop), std::pair("array", onArray), std::pair("function", onFunction)})
    if (context.isGiven(parameter)) {
      place = flag;
      ++count;
    }
  if (count > 1)
    context.refuse("it stands on one loop, array or function, not on several", "write one step for each");
  if (count == 0)
    place = onFunction; // the top
  if (!(known->places & place))
    context.refuse("'" + word + "' needs " + placesText(known->places));
  std::string options = withoutParentheses(context.name("options"));
  auto refuseTwice = [&](StringAttr present, const std::string &what) {
    if (present)
      context.refuse(what + " already has the directive " + word +
                         (present.getValue().empty() ? "" : " (" + present.getValue().str() + ")"),
                     "a directive is set once; undo the step that set it");
  };
  if (place == onArray) {
    ArrayArgument array = context.array("array");
    refuseTwice(ir::directiveOf(array.memory, word), context.describe(array.memory));
    ir::setDirective(array.memory, word, options);
    return;
  }
  Operation *op = place == onLoop ? context.loop("loop") : nullptr;
  func::FuncOp function = op ? op->getParentOfType<func::FuncOp>() : context.top();
  if (!op && context.isGiven("function"))
    function = context.function("function");
  refuseTwice(ir::directiveOf(op ? op : function.getOperation(), word),
              op ? context.describe(op) : "'" + function.getSymName().str() + "'");
  ir::setDirective(op ? op : function.getOperation(), word, options);
}
} // namespace

extern const Primitive directivePrimitive = {
    "directive",
    {{ParameterKind::Choice, "word", "the directive's word, as HLS tools spell it", false, {}, wordList()},
     {ParameterKind::Loop, "loop", "the loop it stands in", true, ""},
     {ParameterKind::Array, "array", "the array it is about", true, ""},
     {ParameterKind::Function, "function", "the function it stands in; without any of the three: the top", true, ""},
     {ParameterKind::Text, "options", "its options, in parentheses where there are several", true, ""}},
    {.meaning =
         "Records a directive that has no primitive of its own. The hls target prints it as a pragma where it stands; "
         "the other targets say in a note that they make no use of it. The meaning of the program does not change.",
     .legality = "The word is one of the list and fits the object; each directive is set once for an object. The "
                 "options are not read: the HLS tool checks them.",
     .cost = "What the HLS tool makes of it. Of `latency`, the example: operations are spread over at least min cycles "
             "of an iteration and kept within max where the clock allows it; the rtl target changes nothing and says "
             "where its cycles differ.",
     .before = R"(void example(const int A[64], int B[64]) {
  for (int i = 0; i < 64; ++i) {
    B[i] = A[i] * A[i];
  }
})",
     .after = R"(void example(const int A[64], int B[64]) {
  for (int i = 0; i < 64; ++i) {
#pragma HLS latency min=1 max=8
    B[i] = A[i] * A[i];
  }
})",
     .errors = {{"'stream' needs array=", "the directive cannot stand on such an object"},
                {"it stands on one loop, array or function, not on several", "two objects in one step"},
                {"'i' already has the directive loop_tripcount (min=1 max=64)", "a directive is set once"},
                {"word 'speed' is none of …", "a word that is not in the list"}},
     .example = "directive latency loop=i options=(min=1 max=8)",
     .method = "s.directive(\"latency\", {.loop = \"i\", .options = \"min=1 max=8\"})"},
    apply,
};

} // namespace allo::schedule
