// The methods of Schedule: each builds a step and applies it, so that C++, scripts and replay are one path.
#include "allo/schedule.hpp"

#include "schedule/Address.h"
#include "schedule/Grids.h"
#include "schedule/Implementation.h"
#include "schedule/Primitive.h"
#include "schedule/StepContext.h"

#include "llvm/Support/raw_ostream.h"

namespace allo {

using schedule::Step;
using schedule::StepArgument;

Schedule::Schedule(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}
Schedule::~Schedule() = default;
Schedule::Schedule(const Schedule &other) : implementation_(std::make_unique<Implementation>(*other.implementation_)) {}
Schedule &Schedule::operator=(const Schedule &other) {
  if (this != &other)
    implementation_ = std::make_unique<Implementation>(*other.implementation_);
  return *this;
}
Schedule::Schedule(Schedule &&) noexcept = default;
Schedule &Schedule::operator=(Schedule &&) noexcept = default;

namespace {
StepArgument argumentOf(const LoopReference &loop) {
  if (const Loop *handle = loop.handle())
    return {handle->name(), handle->identity()};
  return {loop.address()};
}

StepArgument argumentOf(const ArrayReference &array) {
  if (const Array *handle = array.handle())
    return {handle->name(), handle->identity()};
  return {array.address()};
}

std::vector<StepArgument> argumentsOf(const std::vector<LoopReference> &loops) {
  std::vector<StepArgument> arguments;
  for (const LoopReference &loop : loops)
    arguments.push_back(argumentOf(loop));
  return arguments;
}

StepArgument number(int64_t value) { return {std::to_string(value)}; }

std::string listOf(const std::vector<int64_t> &values) {
  std::string text;
  for (int64_t value : values)
    text += (text.empty() ? "" : ",") + std::to_string(value);
  return text;
}

const char *wordOf(PartitionKind kind) {
  switch (kind) {
  case block:
    return "block";
  case cyclic:
    return "cyclic";
  case complete:
    return "complete";
  }
  throw UserError("a partition kind must be block, cyclic or complete");
}

Step layoutStep(const char *word, const ArrayReference &array, const Partition &layout) {
  Step step{word, {argumentOf(array)}, {{"dim", number(layout.dim)}, {"kind", {wordOf(layout.kind)}}}};
  if (layout.factor != 0 || layout.kind != complete)
    step.named.push_back({"factor", number(layout.factor)});
  return step;
}

// The handle of an object that exists in the present state.
template <typename Handle> Handle handleOf(const schedule::State &state, uint64_t identity) {
  const schedule::ObjectKey *object = state.find(identity);
  schedule::FunctionNames names(state.function(object->first));
  for (const schedule::LoopEntry &loop : names.loops())
    if (ir::loopOf(loop.op).getId() == object->second)
      return Handle(names.pathOf(loop), identity);
  for (const schedule::ArrayEntry &array : names.arrays())
    if (array.variable.getId() == object->second)
      return Handle(names.pathOf(array), identity);
  throw InternalError("an object of the program has no name");
}

std::vector<Loop> loopsOf(const schedule::State &state, const std::vector<uint64_t> &identities) {
  std::vector<Loop> loops;
  for (uint64_t identity : identities)
    loops.push_back(handleOf<Loop>(state, identity));
  return loops;
}

// Resolves one address as a step would, without a step.
uint64_t resolve(const schedule::State &state, schedule::ParameterKind kind, const std::string &address) {
  static const auto note = [](schedule::StepContext &) {};
  bool isLoop = kind == schedule::ParameterKind::Loop;
  schedule::Primitive lookup{isLoop ? "loop" : "array", {{kind, "address", ""}}, {}, note};
  std::shared_ptr<schedule::State> scratch = state.copy();
  schedule::StepContext context(lookup, {lookup.word, {{address}}, {}}, *scratch);
  if (isLoop)
    context.addResult(context.loop("address"));
  else
    context.addResult(context.array("address").function, context.array("address").variable);
  return state.identities.at(context.results().front());
}

Step bufferStep(const char *word, const ArrayReference &array, const LoopReference &axis, const std::string &as) {
  Step step{word, {argumentOf(array)}, {{"axis", argumentOf(axis)}}};
  if (!as.empty())
    step.named.push_back({"as", {as}});
  return step;
}
} // namespace

SplitResult Schedule::split(const LoopReference &loop, int64_t factor) {
  auto results = implementation_->apply({"split", {argumentOf(loop)}, {{"factor", number(factor)}}});
  std::vector<Loop> loops = loopsOf(implementation_->state(), results);
  return {loops.at(0), loops.at(1)};
}

std::vector<Loop> Schedule::tile(const std::vector<LoopReference> &loops, const std::vector<int64_t> &factors) {
  auto results = implementation_->apply({"tile", argumentsOf(loops), {{"factors", {listOf(factors)}}}});
  return loopsOf(implementation_->state(), results);
}

Schedule &Schedule::reorder(const std::vector<LoopReference> &loops) {
  implementation_->apply({"reorder", argumentsOf(loops), {}});
  return *this;
}

Loop Schedule::fuse(const std::vector<LoopReference> &loops) {
  auto results = implementation_->apply({"fuse", argumentsOf(loops), {}});
  return loopsOf(implementation_->state(), results).at(0);
}

PeelResult Schedule::peel(const LoopReference &loop, int64_t count, LoopSide side) {
  auto results = implementation_->apply(
      {"peel", {argumentOf(loop)}, {{"count", number(count)}, {"side", {side == back ? "back" : "front"}}}});
  std::vector<Loop> loops = loopsOf(implementation_->state(), results);
  return loops.size() == 1 ? PeelResult{{}, loops[0]} : PeelResult{loops.at(0), loops.at(1)};
}

std::vector<Loop> Schedule::distribute(const LoopReference &loop) {
  return loopsOf(implementation_->state(), implementation_->apply({"distribute", {argumentOf(loop)}, {}}));
}

std::vector<Loop> Schedule::distribute(const LoopReference &loop, const LoopReference &at) {
  auto results = implementation_->apply({"distribute", {argumentOf(loop)}, {{"at", argumentOf(at)}}});
  return loopsOf(implementation_->state(), results);
}

Loop Schedule::merge(const LoopReference &first, const LoopReference &second, int64_t shift, const std::string &as) {
  Step step{"merge", {argumentOf(first), argumentOf(second)}, {{"shift", number(shift)}}};
  if (!as.empty())
    step.named.push_back({"as", {as}});
  auto results = implementation_->apply(step);
  return loopsOf(implementation_->state(), results).at(0);
}

Schedule &Schedule::unroll(const LoopReference &loop, int64_t factor) {
  implementation_->apply({"unroll", {argumentOf(loop)}, {{"factor", number(factor)}}});
  return *this;
}

Schedule &Schedule::pipeline(const LoopReference &loop, int64_t initiation_interval) {
  implementation_->apply({"pipeline", {argumentOf(loop)}, {{"ii", number(initiation_interval)}}});
  return *this;
}

Schedule &Schedule::parallel(const LoopReference &loop) {
  implementation_->apply({"parallel", {argumentOf(loop)}, {}});
  return *this;
}

std::string Schedule::unfold(const std::vector<LoopReference> &loops, const std::string &as) {
  Step step{"unfold", argumentsOf(loops), {}};
  if (!as.empty())
    step.named.push_back({"as", {as}});
  uint64_t outermost = implementation_->apply(step).at(0);
  const schedule::ObjectKey *grid = implementation_->state().find(outermost);
  for (mlir::Operation *loop : ir::loopsOf(implementation_->state().function(grid->first)))
    if (ir::loopOf(loop).getId() == grid->second)
      return schedule::gridAround(loop).element.getCallee().str();
  throw InternalError("the grid of unfold is not in the program");
}

Schedule &Schedule::inline_(const std::string &function) {
  implementation_->apply({"inline", {{function}}, {}});
  return *this;
}

Loop Schedule::outline(const LoopReference &loop, const std::string &as) {
  auto results = implementation_->apply({"outline", {argumentOf(loop)}, {{"as", {as}}}});
  return loopsOf(implementation_->state(), results).at(0);
}

Schedule &Schedule::replace(const std::string &function, const std::string &with) {
  implementation_->apply({"replace", {{function}}, {{"with", {with}}}});
  return *this;
}

Schedule &Schedule::unify(const std::string &function, const std::string &with, const std::string &as) {
  implementation_->apply({"unify", {{function}}, {{"with", {with}}, {"as", {as}}}});
  return *this;
}

Schedule &Schedule::partition(const ArrayReference &array, const Partition &partition) {
  implementation_->apply(layoutStep("partition", array, partition));
  return *this;
}

Array Schedule::buffer_at(const ArrayReference &array, const LoopReference &axis, const std::string &as) {
  auto results = implementation_->apply(bufferStep("buffer_at", array, axis, as));
  return handleOf<Array>(implementation_->state(), results.at(0));
}

Array Schedule::reuse_at(const ArrayReference &array, const LoopReference &axis, const std::string &as) {
  auto results = implementation_->apply(bufferStep("reuse_at", array, axis, as));
  return handleOf<Array>(implementation_->state(), results.at(0));
}

Loop Schedule::compute_at(const LoopReference &producer, const LoopReference &axis, bool recompute,
                          const std::string &as) {
  Step step{
      "compute_at", {argumentOf(producer)}, {{"axis", argumentOf(axis)}, {"recompute", {recompute ? "yes" : "no"}}}};
  if (!as.empty())
    step.named.push_back({"as", {as}});
  auto results = implementation_->apply(step);
  return loopsOf(implementation_->state(), results).at(0);
}

Schedule &Schedule::directive(const std::string &word, const Directive &directive) {
  Step step{"directive", {{word}}, {}};
  for (const auto &[name, value] : {std::pair("loop", directive.loop), std::pair("array", directive.array),
                                    std::pair("function", directive.function)})
    if (!value.empty())
      step.named.push_back({name, {value}});
  if (!directive.options.empty())
    step.named.push_back({"options", {"(" + directive.options + ")"}});
  implementation_->apply(step);
  return *this;
}

Schedule &Schedule::reshape(const ArrayReference &array, const Partition &layout) {
  implementation_->apply(layoutStep("reshape", array, layout));
  return *this;
}

Schedule &Schedule::bind_storage(const ArrayReference &array, StorageKind kind) {
  static const char *const words[] = {"register", "lutram", "bram", "uram"};
  if (kind < registers || kind > uram)
    throw UserError("a storage kind must be registers, lutram, bram or uram");
  implementation_->apply({"bind_storage", {argumentOf(array)}, {{"impl", {words[kind]}}}});
  return *this;
}

Schedule &Schedule::pack(const ArrayReference &array, int64_t factor, int64_t dim) {
  Step step{"pack", {argumentOf(array)}, {{"factor", number(factor)}}};
  if (dim != 0)
    step.named.push_back({"dim", number(dim)});
  implementation_->apply(step);
  return *this;
}

Array Schedule::to(const ArrayReference &array, const Channel &channel) {
  Step step{"to", {argumentOf(array)}, {}};
  for (const auto &[name, value] : {std::pair("axis", channel.axis), std::pair("producer", channel.producer),
                                    std::pair("consumer", channel.consumer), std::pair("as", channel.as)})
    if (!value.empty())
      step.named.push_back({name, {value}});
  if (channel.depth != 0)
    step.named.push_back({"depth", number(channel.depth)});
  auto results = implementation_->apply(step);
  return handleOf<Array>(implementation_->state(), results.at(0));
}

Schedule &Schedule::stream_depth(const ArrayReference &stream, int64_t depth) {
  implementation_->apply({"stream_depth", {argumentOf(stream)}, {{"depth", number(depth)}}});
  return *this;
}

Schedule &Schedule::dataflow(const Directive &place) {
  if (!place.array.empty() || !place.options.empty())
    throw UserError("dataflow stands on a loop or a function, and takes no options");
  Step step{"dataflow", {}, {}};
  for (const auto &[name, value] : {std::pair("loop", place.loop), std::pair("function", place.function)})
    if (!value.empty())
      step.named.push_back({name, {value}});
  implementation_->apply(step);
  return *this;
}

Schedule &Schedule::interface(const ArrayReference &argument, const PortInterface &interface) {
  Step step{"interface", {argumentOf(argument)}, {{"mode", {interface.mode}}}};
  for (const auto &[name, value] : {std::pair("bundle", interface.bundle), std::pair("offset", interface.offset)})
    if (!value.empty())
      step.named.push_back({name, {value}});
  for (auto [name, value] : {std::pair("depth", interface.depth), std::pair("latency", interface.latency)})
    if (value != 0)
      step.named.push_back({name, number(value)});
  implementation_->apply(step);
  return *this;
}

Schedule &Schedule::retype(const ArrayReference &variable, const std::string &type, bool accept_loss) {
  bool isOneWord = type.find(' ') == std::string::npos || type.find('<') != std::string::npos;
  Step step{"retype", {argumentOf(variable)}, {{"type", {isOneWord ? type : "(" + type + ")"}}}};
  if (accept_loss)
    step.named.push_back({"loss", {"accepted"}});
  implementation_->apply(step);
  return *this;
}

Schedule &Schedule::reassociate(const ArrayReference &array) {
  implementation_->apply({"reassociate", {argumentOf(array)}, {}});
  return *this;
}

Schedule &Schedule::reassociate(const ArrayReference &array, const LoopReference &loop) {
  implementation_->apply({"reassociate", {argumentOf(array)}, {{"loop", argumentOf(loop)}}});
  return *this;
}

Schedule &Schedule::dependence(const ArrayReference &array, const LoopReference &loop, const Dependence &dependence) {
  Step step{"dependence", {argumentOf(array)}, {{"loop", argumentOf(loop)}, {"type", {dependence.type}}}};
  if (!dependence.direction.empty())
    step.named.push_back({"direction", {dependence.direction}});
  if (dependence.distance != 0)
    step.named.push_back({"distance", number(dependence.distance)});
  if (dependence.unchecked)
    step.named.push_back({"unchecked", {"yes"}});
  implementation_->apply(step);
  return *this;
}

Schedule &Schedule::limit(const std::string &op, int64_t count, const std::string &function) {
  Step step{"limit", {{op}}, {{"count", number(count)}}};
  if (!function.empty())
    step.named.push_back({"function", {function}});
  implementation_->apply(step);
  return *this;
}

Schedule &Schedule::no_flatten(const LoopReference &loop) {
  implementation_->apply({"no_flatten", {argumentOf(loop)}, {}});
  return *this;
}

std::vector<Note> Schedule::warnings() const { return implementation_->warnings; }

Schedule &Schedule::unchecked(const std::string &reason) {
  implementation_->apply({"unchecked", {{"(" + reason + ")"}}, {}});
  return *this;
}

Schedule &Schedule::compose(const Schedule &kernel, const std::string &at) {
  Schedule copy = kernel; // `s.compose(s)` must see the state before the step
  implementation_->apply({"compose", {{copy.kernel()}}, {{"at", {at}}}}, copy.implementation_.get());
  return *this;
}

Loop Schedule::loop(const std::string &address) const {
  const schedule::State &state = implementation_->state();
  return handleOf<Loop>(state, resolve(state, schedule::ParameterKind::Loop, address));
}

Array Schedule::array(const std::string &address) const {
  const schedule::State &state = implementation_->state();
  return handleOf<Array>(state, resolve(state, schedule::ParameterKind::Array, address));
}

Schedule &Schedule::undo() {
  if (implementation_->history.size() == 1)
    throw ScheduleError("undo: no step was applied to '" + kernel() + "'");
  if (implementation_->history.size() - 1 == implementation_->stepsFromSource())
    throw ScheduleError("undo: the step '" + steps().back() + "' is a pragma of the source, " +
                            implementation_->state().origins.back(),
                        {}, "parse the source with ignore_pragmas, or change it");
  implementation_->history.pop_back();
  while (implementation_->state().insistence) // `unchecked` belongs to the step behind it
    implementation_->history.pop_back();
  return *this;
}

const std::string &Schedule::kernel() const { return implementation_->kernel; }

std::vector<std::string> Schedule::steps() const { return implementation_->state().steps; }

std::string Schedule::ir() const {
  std::string text;
  llvm::raw_string_ostream stream(text);
  implementation_->module().print(stream);
  return text;
}

} // namespace allo
