// The contract of a step: check, apply to a copy, verify, commit.
#include "schedule/Implementation.h"

#include "schedule/Grids.h"
#include "schedule/Pipelines.h"
#include "schedule/Primitive.h"
#include "schedule/StandingChecks.h"
#include "schedule/StepContext.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Verifier.h"

#include "llvm/ADT/StringExtras.h"

#include <filesystem>
#include <map>

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

void noteChangedFunctions(const State &before, State &after, const std::set<std::string> &changed,
                          const std::string &step) {
  for (const std::string &symbol : changed) {
    func::FuncOp old = before.function(symbol);
    if (!old || !schedule::sameButInterfaceLayouts(old, after.function(symbol)))
      after.changedBy[symbol] = step;
  }
}

// A kernel and its version among the sections of one trace, and the version among those of another.
using Versions = std::map<std::pair<std::string, unsigned>, unsigned>;

// A step of a section with the version numbers of another trace.
std::string renumbered(const std::string &line, const Versions &versions) {
  if (line.rfind("compose ", 0) != 0)
    return line;
  Step step = schedule::parseStep(line);
  unsigned version = 1;
  std::erase_if(step.named, [&](const auto &argument) {
    if (argument.first != "version")
      return false;
    version = static_cast<unsigned>(std::stoul(argument.second.text));
    return true;
  });
  if (unsigned here = versions.at({step.positional.at(0).text, version}); here != 1)
    step.named.insert(step.named.begin(), {"version", {std::to_string(here)}});
  return step.text();
}

// The sections that a script needs before the `compose` line, and the version that the kernel's schedule is among them.
unsigned addSections(State &state, const State &kernel) {
  Versions versions;
  unsigned version = 1;
  auto add = [&](Section section) {
    for (std::string &line : section.steps)
      line = renumbered(line, versions);
    unsigned &here = versions[{section.kernel, section.version}];
    for (const Section &known : state.composed)
      if (known.kernel == section.kernel && known.steps == section.steps) {
        version = here = known.version;
        return;
      } else if (known.kernel == section.kernel) {
        here = known.version;
      }
    version = section.version = ++here;
    state.composed.push_back(std::move(section));
  };
  for (const Section &section : kernel.composed)
    add(section);
  add({kernel.top().getSymName().str(), 1, kernel.markedSteps()});
  return version;
}

// A compose step with the version that the schedule has in the trace here.
Step withVersion(Step step, unsigned version) {
  auto written = llvm::find_if(step.named, [](const auto &argument) { return argument.first == "version"; });
  if (written != step.named.end())
    step.named.erase(written);
  if (version != 1)
    step.named.insert(step.named.begin(), {"version", {std::to_string(version)}});
  return step;
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
  // Sections come first, and the step's text then names the right one; where it is refused all of it is dropped.
  StepContext context(primitive, composed ? withVersion(step, addSections(*next, composed->state())) : step, *next,
                      kernel ? &*kernel : nullptr);
  primitive.apply(context);
  schedule::checkPipelines(context);
  schedule::checkGrids(context);
  std::set<std::string> changed = schedule::changedFunctions(state(), *next);
  schedule::checkStanding(context, state(), changed);
  for (const std::string &objection : context.objections())
    next->insisted.push_back({context.text(), *context.insistence(), objection});
  if (failed(mlir::verify(next->moduleOp())) || failed(ir::verifyNames(next->moduleOp())))
    throw InternalError(context.text() + ": the rewritten program is not valid: " + diagnostics.text());
  next->steps.push_back(context.text());
  noteChangedFunctions(state(), *next, changed, context.text());
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
