// Access to bound arguments, refusals, and names for messages.
#include "schedule/StepContext.h"

using namespace mlir;

namespace allo::schedule {

StepContext::StepContext(const Primitive &primitive, const Step &step, State &state, const ComposedKernel *composed)
    : primitive_(primitive), state_(state), composed_(composed), text_(step.text()),
      insistence_(std::exchange(state.insistence, std::nullopt)) {
  bind(step);
  text_ = canonicalText();
}

const StepContext::Binding &StepContext::binding(StringRef parameter) const {
  auto found = bindings_.find(parameter.str());
  if (found == bindings_.end())
    throw InternalError("primitive '" + primitive_.word + "' has no parameter '" + parameter.str() + "'");
  return found->second;
}

Operation *StepContext::loop(StringRef parameter) const { return std::get<Operation *>(binding(parameter).value); }

SmallVector<Operation *> StepContext::loops(StringRef parameter) const {
  return std::get<SmallVector<Operation *>>(binding(parameter).value);
}

ArrayArgument StepContext::array(StringRef parameter) const {
  return std::get<ArrayArgument>(binding(parameter).value);
}

int64_t StepContext::integer(StringRef parameter) const { return std::get<int64_t>(binding(parameter).value); }

SmallVector<int64_t> StepContext::integers(StringRef parameter) const {
  return std::get<SmallVector<int64_t>>(binding(parameter).value);
}

std::string StepContext::choice(StringRef parameter) const { return std::get<std::string>(binding(parameter).value); }
std::string StepContext::name(StringRef parameter) const { return std::get<std::string>(binding(parameter).value); }
std::string StepContext::kernel(StringRef parameter) const { return std::get<std::string>(binding(parameter).value); }

func::FuncOp StepContext::function(StringRef parameter) const {
  return std::get<func::FuncOp>(binding(parameter).value);
}

bool StepContext::isGiven(StringRef parameter) const { return binding(parameter).given; }

void StepContext::refuse(const std::string &reason, const std::string &hint, std::vector<Note> notes) const {
  SourcePlace place = place_ ? ir::placeOf(*place_) : SourcePlace();
  throw ScheduleError(text_ + ": " + reason, place, hint, std::move(notes));
}

void StepContext::refuseIllegal(const std::string &reason, const std::string &hint, std::vector<Note> notes) {
  if (!insistence_)
    refuse(reason, hint, std::move(notes));
  objections_.push_back(reason);
}

void StepContext::refuseUnproved(const std::string &because, const std::string &hint) {
  if (insistence_) {
    objections_.push_back("cannot prove it, because " + because);
    return;
  }
  throw UnprovedClaim(text_ + ": cannot prove it, because ", because, place_ ? ir::placeOf(*place_) : SourcePlace(),
                      hint);
}

void StepContext::refuseAt(Location where, const std::string &reason, const std::string &hint,
                           std::vector<Note> notes) const {
  throw ScheduleError(text_ + ": " + reason, ir::placeOf(where), hint, std::move(notes));
}

namespace {
std::string inFunction(func::FuncOp function, func::FuncOp top, const std::string &path) {
  return function == top ? path : functionAddress(function) + ":" + path;
}
} // namespace

std::string StepContext::address(Operation *loop) const {
  auto function = loop->getParentOfType<func::FuncOp>();
  FunctionNames names(function);
  const LoopEntry *entry = names.entryOf(loop);
  return entry ? inFunction(function, top(), names.pathOf(*entry)) : "<unnamed>";
}

std::string StepContext::address(mlir::Value memory) const {
  auto function = dyn_cast<func::FuncOp>(memory.getParentBlock()->getParentOp());
  if (!function)
    function = memory.getParentBlock()->getParentOp()->getParentOfType<func::FuncOp>();
  FunctionNames names(function);
  const ArrayEntry *entry = names.entryOf(memory);
  return entry ? inFunction(function, top(), names.pathOf(*entry)) : "<unnamed>";
}

std::string StepContext::describe(Operation *loop) const { return withLine("'" + address(loop) + "'", loop->getLoc()); }

std::string StepContext::describe(mlir::Value memory) const {
  return withLine("'" + address(memory) + "'", locationOf(memory));
}

std::string StepContext::setBy(func::FuncOp function, int64_t id, const std::string &property) const {
  auto found = state_.setBy.find({function.getSymName().str(), id, property});
  return found == state_.setBy.end() ? std::string() : found->second;
}

void StepContext::noteSetBy(func::FuncOp function, int64_t id, const std::string &property) {
  state_.setBy[{function.getSymName().str(), id, property}] = text_;
}

void StepContext::addResult(Operation *loop) {
  auto function = loop->getParentOfType<func::FuncOp>();
  results_.push_back({function.getSymName().str(), ir::loopOf(loop).getId()});
}

void StepContext::addResult(func::FuncOp function, ir::VariableAttr variable) {
  results_.push_back({function.getSymName().str(), variable.getId()});
}

} // namespace allo::schedule
