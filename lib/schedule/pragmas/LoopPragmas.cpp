// Pragmas that stand in loops: pipeline, unroll, loop_tripcount, loop_flatten, loop_merge and their kind.
#include "schedule/pragmas/Pragma.h"

#include "analysis/TripCount.h"
#include "ir/Directives.h"
#include "schedule/Address.h"

using namespace mlir;

namespace allo::schedule {

namespace {
Step directive(const std::string &word, const std::string &where, StepArgument what, const std::string &options) {
  Step step{"directive", {{word}}, {{where, std::move(what)}}};
  if (!options.empty())
    step.named.push_back({"options", {options.find(' ') == std::string::npos ? options : "(" + options + ")"}});
  return step;
}

// Records the pragma where it stands: on its loop, or on its function.
void record(PragmaContext &context, const std::string &options) {
  const std::string &word = context.pragma().word;
  if (context.pragma().isInLoop) {
    SmallVector<StepArgument> loops;
    for (Operation *loop : context.loops())
      loops.push_back(context.argumentOf(loop));
    for (const StepArgument &loop : loops)
      context.apply(directive(word, "loop", loop, options));
  } else if (context.function()) {
    context.apply(directive(word, "function", context.functionArgument(), options));
  }
}

void recordRegion(PragmaContext &context) {
  if (context.pragma().isInBlock)
    context.warn("it stands in a block of its own; only loops and functions have directives, so it is ignored");
  else
    record(context, context.allOptions());
  context.allOptions();
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
  context.apply(directive("pipeline", "function", context.functionArgument(), "ii=" + std::to_string(interval)));
}

void pipeline(PragmaContext &context) {
  if (context.flag("off"))
    return record(context, "off");
  int64_t interval = context.integer("ii", 1).value_or(1);
  if (!context.pragma().isInLoop)
    return pipelineFunction(context, interval);
  std::vector<StepArgument> loops;
  for (Operation *loop : context.loops())
    loops.push_back(context.argumentOf(loop));
  for (const StepArgument &loop : loops)
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
    if (factor && !(count && *factor >= *count)) // as many copies as iterations: fully
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
  if (needsLoop(context))
    record(context, context.allOptions());
}
} // namespace

std::vector<PragmaWord> loopPragmas() {
  return {{"pipeline", PragmaGroup::loops, pipeline},
          {"unroll", PragmaGroup::loops, unroll},
          {"loop_tripcount", PragmaGroup::loops, tripCount},
          {"loop_flatten", PragmaGroup::loops, flatten},
          {"loop_merge", PragmaGroup::loops, recordRegion},
          {"latency", PragmaGroup::loops, recordRegion},
          {"dataflow", PragmaGroup::functions, recordRegion},
          {"performance", PragmaGroup::loops, recordRegion},
          {"expression_balance", PragmaGroup::loops, recordRegion},
          {"occurrence", PragmaGroup::loops, recordRegion},
          {"protocol", PragmaGroup::loops, recordRegion},
          {"allocation", PragmaGroup::functions, recordRegion}};
}

} // namespace allo::schedule
