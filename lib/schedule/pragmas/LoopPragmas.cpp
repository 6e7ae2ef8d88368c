// Pragmas that stand in loops: pipeline, unroll, loop_tripcount, loop_flatten, loop_merge and their kind.
#include "schedule/pragmas/Pragma.h"

#include "analysis/TripCount.h"
#include "ir/Directives.h"
#include "schedule/Address.h"
#include "schedule/StepContext.h"

using namespace mlir;

namespace allo::schedule {

namespace {
// Records the pragma where it stands: on its loop, or on its function.
void record(PragmaContext &context, const std::string &options) {
  const std::string &word = context.pragma().word;
  if (context.pragma().isInLoop) {
    for (const StepArgument &loop : context.loopArguments())
      context.apply(directiveStep(word, "loop", loop, options));
  } else if (context.function()) {
    context.apply(directiveStep(word, "function", context.functionArgument(), options));
  }
}

void recordRegion(PragmaContext &context) {
  if (context.pragma().isInBlock)
    context.warn("it stands in a block of its own; only loops and functions have directives, so it is ignored");
  else
    record(context, context.allOptions());
  context.allOptions();
}

// Whether the tasks may run at the same time is checked; options of the tool are not made use of, which a warning says.
void dataflow(PragmaContext &context) {
  if (context.pragma().isInBlock)
    return recordRegion(context);
  if (context.pragma().isInLoop) {
    for (const StepArgument &loop : context.loopArguments())
      context.apply({"dataflow", {}, {{"loop", loop}}});
  } else if (context.function()) {
    context.apply({"dataflow", {}, {{"function", context.functionArgument()}}});
  }
}

bool needsLoop(PragmaContext &context) {
  if (context.pragma().isInLoop)
    return true;
  context.warn("it stands in no loop, so it is ignored");
  context.allOptions();
  return false;
}

// Vitis HLS pipelines a function by unrolling every loop in it.
void pipelineFunction(PragmaContext &context, int64_t interval) {
  std::vector<StepArgument> loops;
  for (Operation *loop : ir::loopsOf(context.function()))
    if (ir::loopOf(loop).getUnroll() != -1)
      loops.push_back(context.argumentOf(loop));
  for (const StepArgument &loop : loops)
    context.apply({"unroll", {loop}, {}});
  context.apply(directiveStep("pipeline", "function", context.functionArgument(), "ii=" + std::to_string(interval)));
}

void pipeline(PragmaContext &context) {
  if (context.flag("off"))
    return record(context, "off");
  int64_t interval = context.integer("ii", 1).value_or(1);
  if (!context.pragma().isInLoop)
    return pipelineFunction(context, interval);
  for (const StepArgument &loop : context.loopArguments())
    context.apply({"pipeline", {loop}, {{"ii", {std::to_string(interval)}}}});
}

void unroll(PragmaContext &context) {
  if (!needsLoop(context))
    return;
  std::optional<int64_t> factor = context.integer("factor", 1);
  if (context.flag("off") || factor == 1)
    return record(context, "off");
  if (context.flag("skip_exit_check"))
    context.warn("the copies keep their exit checks where the factor may not divide the trip count");
  std::vector<std::pair<StepArgument, std::optional<int64_t>>> loops;
  for (Operation *loop : context.loops())
    loops.push_back({context.argumentOf(loop), analysis::tripCount(loop)});
  for (const auto &[loop, count] : loops) {
    Step step{"unroll", {loop}, {}};
    if (factor && !(count && *factor > *count)) // more copies than iterations: fully
      step.named.push_back({"factor", {std::to_string(*factor)}});
    context.apply(step);
  }
}

void tripCount(PragmaContext &context) {
  if (!needsLoop(context))
    return;
  std::optional<int64_t> least = context.integer("min", 0), most = context.integer("max", 0);
  if (least && most && *least > *most)
    context.refuse("min is larger than max");
  for (Operation *loop : context.loops())
    if (std::optional<int64_t> count = analysis::tripCount(loop))
      if ((least && *count < *least) || (most && *count > *most))
        context.warn("the loop runs exactly " + std::to_string(*count) + " times");
  record(context, context.allOptions());
}

void flatten(PragmaContext &context) {
  if (!needsLoop(context))
    return;
  if (!context.flag("off"))
    return record(context, context.allOptions());
  for (const StepArgument &loop : context.loopArguments())
    context.apply({"no_flatten", {loop}, {}});
}

// What is proved needs no more; what is refuted is an error; the rest is the user's claim, and is marked so.
void applyClaim(PragmaContext &context, Step step) {
  try {
    context.apply(step);
    return;
  } catch (const UnprovedClaim &claim) {
    context.warn("neither proved nor refuted, because " + claim.because() + "; it is taken as your claim");
  }
  step.named.push_back({"unchecked", {"yes"}});
  context.apply(step);
}

// `false` (or dependent=false): there is none; a distance: there is none that is shorter; `true` alone says nothing.
void dependence(PragmaContext &context) {
  if (!needsLoop(context))
    return;
  std::string type = context.choice("type", {"inter", "intra"}),
              direction = context.choice("direction", {"raw", "war", "waw"});
  std::string dependent = context.text("dependent");
  bool isFalse = dependent == "false" || dependent == "0" || context.flag("false");
  bool isTrue = dependent == "true" || dependent == "1" || context.flag("true");
  std::optional<int64_t> distance = context.integer("distance", 1);
  std::string kind = context.choice("class", {"array", "pointer"});
  if (isFalse && isTrue)
    context.refuse("it cannot be both true and false");
  if (!isFalse && !(isTrue && distance))
    return context.warn(distance ? "a distance needs 'true'" : "that there may be a dependence says nothing");
  if (!context.isGiven("variable"))
    return context.warn("it names no variable; write one pragma with variable= for each array");
  std::vector<std::pair<StepArgument, StepArgument>> pairs;
  for (const NamedArray &array : context.arrays())
    for (Operation *loop : context.loops())
      pairs.push_back({array.argument, context.argumentOf(loop)});
  for (const auto &[array, loop] : pairs) {
    Step step{"dependence", {array}, {{"loop", loop}, {"type", {type.empty() ? "inter" : type}}}};
    if (!direction.empty())
      step.named.push_back({"direction", {direction}});
    if (isTrue)
      step.named.push_back({"distance", {std::to_string(*distance)}});
    applyClaim(context, step);
  }
}

// Operators of HLS tools and of the rtl target; those for float and double are one there.
struct SharedOperator {
  const char *tool;
  const char *ours;
};
constexpr SharedOperator sharedOperators[] = {
    {"add", "add"},   {"sub", "sub"},   {"mul", "mul"},   {"sdiv", "divs"}, {"udiv", "divu"},  {"srem", "rems"},
    {"urem", "remu"}, {"fadd", "fadd"}, {"fsub", "fsub"}, {"fmul", "fmul"}, {"fdiv", "fdiv"},  {"fsqrt", "fsqrt"},
    {"dadd", "fadd"}, {"dsub", "fsub"}, {"dmul", "fmul"}, {"ddiv", "fdiv"}, {"dsqrt", "fsqrt"}};

// Operators by the names that HLS tools share with the rtl target; limits of functions are for the tool.
void allocation(PragmaContext &context) {
  std::string kind = context.choice("type", {"operation", "function", "core"});
  if (kind != "operation" || context.pragma().isInBlock || context.pragma().isInLoop)
    return recordRegion(context);
  std::string instances = context.text("instances");
  std::optional<int64_t> most = context.integer("limit", 1);
  if (instances.empty() || !most)
    context.refuse("an allocation needs instances= and limit=");
  const SharedOperator *name =
      llvm::find_if(sharedOperators, [&](const SharedOperator &entry) { return instances == entry.tool; });
  if (name == std::end(sharedOperators))
    return recordRegion(context);
  context.apply(
      {"limit", {{name->ours}}, {{"count", {std::to_string(*most)}}, {"function", context.functionArgument()}}});
}
} // namespace

std::vector<PragmaWord> loopPragmas() {
  return {{"pipeline", PragmaGroup::loops, pipeline},
          {"unroll", PragmaGroup::loops, unroll},
          {"loop_tripcount", PragmaGroup::loops, tripCount},
          {"loop_flatten", PragmaGroup::loops, flatten},
          {"loop_merge", PragmaGroup::loops, recordRegion},
          {"latency", PragmaGroup::loops, recordRegion},
          {"dataflow", PragmaGroup::functions, dataflow},
          {"performance", PragmaGroup::loops, recordRegion},
          {"expression_balance", PragmaGroup::loops, recordRegion},
          {"occurrence", PragmaGroup::loops, recordRegion},
          {"protocol", PragmaGroup::loops, recordRegion},
          {"dependence", PragmaGroup::loops, dependence},
          {"allocation", PragmaGroup::functions, allocation}};
}

} // namespace allo::schedule
