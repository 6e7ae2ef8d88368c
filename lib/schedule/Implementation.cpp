// The contract of a step: check, apply to a copy, verify, commit.
#include "schedule/Implementation.h"

#include "schedule/Pipelines.h"
#include "schedule/Primitive.h"
#include "schedule/StepContext.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Verifier.h"

#include "llvm/ADT/StringExtras.h"

#include <filesystem>

using namespace mlir;

namespace allo {

namespace {
using schedule::Primitive;
using schedule::Section;
using schedule::State;
using schedule::Step;
using schedule::StepContext;

const Primitive &primitiveOf(const Step &step) {
  if (const Primitive *primitive = schedule::findPrimitive(step.word))
    return *primitive;
  std::vector<std::string> words;
  for (const Primitive *primitive : schedule::primitives())
    words.push_back(primitive->word);
  throw ScheduleError(step.text() + ": there is no primitive '" + step.word + "'", {},
                      "the primitives are " + llvm::join(words, ", "));
}

// Keeps what MLIR would print to standard error.
class CapturedDiagnostics {
public:
  explicit CapturedDiagnostics(MLIRContext *context)
      : handler_(context, [this](Diagnostic &diagnostic) {
          text_ += (text_.empty() ? "" : "; ") + diagnostic.str();
          return success();
        }) {}
  const std::string &text() const { return text_; }

private:
  std::string text_;
  ScopedDiagnosticHandler handler_;
};

void noteChangedFunctions(const State &before, State &after, const std::string &step) {
  for (auto function : after.moduleOp().getOps<func::FuncOp>()) {
    func::FuncOp old = before.function(function.getSymName());
    if (!old || (!schedule::sameText(old, function) && !schedule::sameButInterfaceLayouts(old, function)))
      after.changedBy[function.getSymName()] = step;
  }
}

// The sections that a script needs before the `compose` line.
void addSections(State &state, const State &kernel) {
  std::vector<Section> sections = kernel.composed;
  sections.push_back({kernel.top().getSymName().str(), kernel.markedSteps()});
  for (const Section &section : sections)
    if (llvm::none_of(state.composed, [&](const Section &known) { return known.kernel == section.kernel; }))
      state.composed.push_back(section);
}
} // namespace

std::vector<uint64_t> Schedule::Implementation::apply(const Step &step, const Implementation *composed) {
  const Primitive &primitive = primitiveOf(step);
  std::shared_ptr<State> next = state().copy();
  CapturedDiagnostics diagnostics(next->moduleOp()->getContext());
  std::optional<schedule::ComposedKernel> kernel;
  if (composed)
    kernel.emplace(schedule::ComposedKernel{*composed->history.front(), composed->state(), *history.front(),
                                            *history[stepsFromSource()]});
  StepContext context(primitive, step, *next, kernel ? &*kernel : nullptr);
  primitive.apply(context);
  schedule::checkPipelines(context);
  for (const std::string &objection : context.objections())
    next->insisted.push_back({context.text(), *context.insistence(), objection});
  if (failed(mlir::verify(next->moduleOp())) || failed(ir::verifyNames(next->moduleOp())))
    throw InternalError(context.text() + ": the rewritten program is not valid: " + diagnostics.text());
  next->steps.push_back(context.text());
  if (composed)
    addSections(*next, composed->state());
  noteChangedFunctions(state(), *next, context.text());
  next->refreshIdentities(context.text());
  std::vector<uint64_t> results;
  for (const schedule::ObjectKey &object : context.results())
    results.push_back(next->identities.at(object));
  history.push_back(std::move(next));
  return results;
}

void Schedule::Implementation::applyFromSource(const Step &step, const SourcePlace &place) {
  apply(step);
  // The state is new and nobody else has it yet; the mark belongs to it from the start.
  auto marked = std::const_pointer_cast<State>(history.back());
  marked->origins.push_back(std::filesystem::path(place.file).filename().string() + ":" + std::to_string(place.line));
}

Schedule schedule::makeSchedule(OwningOpRef<ModuleOp> module, std::function<Schedule(const std::string &)> customize,
                                llvm::function_ref<void(Schedule::Implementation &)> firstSteps) {
  func::FuncOp top = ir::topOf(*module);
  if (!top)
    throw InternalError("the program has no top function");
  auto implementation = std::make_unique<Schedule::Implementation>();
  implementation->kernel = top.getSymName().str();
  implementation->customize = std::move(customize);
  implementation->history.push_back(State::initial(std::move(module)));
  if (firstSteps)
    firstSteps(*implementation);
  return Schedule(std::move(implementation));
}

} // namespace allo
