// Options and objects of one pragma.
#include "schedule/pragmas/PragmaContext.h"

#include "schedule/Address.h"

#include "llvm/ADT/SmallVectorExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace allo::schedule {

const lang::SourcePragma::Option *PragmaContext::find(const std::string &name) const {
  for (const lang::SourcePragma::Option &option : pragma_.options)
    if (option.name == name)
      return &option;
  // `off` may have been read as a word of its own: the name of a word is the word.
  return nullptr;
}

bool PragmaContext::isGiven(const std::string &name) const { return find(name) != nullptr; }

bool PragmaContext::flag(const std::string &name) {
  const lang::SourcePragma::Option *option = find(name);
  if (!option)
    return false;
  used_.insert(option);
  std::string value = StringRef(option->value).lower();
  if (option->hasValue && value != "true" && value != "false" && value != "1" && value != "0")
    refuse(name + "=" + option->value + " is neither true nor false");
  return !option->hasValue || value == "true" || value == "1";
}

std::string PragmaContext::exactText(const std::string &name) {
  const lang::SourcePragma::Option *option = find(name);
  if (!option || !option->hasValue)
    return {};
  used_.insert(option);
  return option->value;
}

std::string PragmaContext::text(const std::string &name) { return StringRef(exactText(name)).lower(); }

std::optional<int64_t> PragmaContext::integer(const std::string &name, int64_t minimum) {
  const lang::SourcePragma::Option *option = find(name);
  if (!option)
    return std::nullopt;
  used_.insert(option);
  if (!option->number)
    refuse(name + "=" + option->value + " is not an integer constant",
           "use numbers, constants, template parameters and + - * / % << >> of them");
  if (*option->number < minimum)
    refuse(name + " must be at least " + std::to_string(minimum) + ", not " + std::to_string(*option->number));
  return option->number;
}

std::string PragmaContext::choice(const std::string &name, const std::vector<std::string> &words) {
  std::string value = text(name);
  if (!value.empty()) {
    if (!llvm::is_contained(words, value))
      refuse(name + "=" + value + " is none of " + llvm::join(words, ", "));
    return value;
  }
  for (const std::string &word : words)
    if (const lang::SourcePragma::Option *option = find(word); option && !option->hasValue) {
      used_.insert(option);
      return word;
    }
  return {};
}

std::vector<NamedArray> PragmaContext::arrays(const std::string &name) {
  const lang::SourcePragma::Option *option = find(name);
  if (!option || option->value.empty())
    refuse("'" + name + "=' is missing", "name the variable that it is about");
  used_.insert(option);
  std::vector<NamedArray> found;
  if (!function())
    return found;
  FunctionNames names(function());
  for (const ArrayEntry &array : names.arrays())
    if (llvm::is_contained(option->variables, array.variable.getId()))
      found.push_back({function(), array.memory, {names.pathOf(array), identityOf(array.variable.getId())}});
  if (!found.empty())
    return found;
  std::vector<std::string> arrays;
  for (const ArrayEntry &array : names.arrays())
    arrays.push_back(withLine(names.pathOf(array), locationOf(array.memory)));
  refuse("'" + option->value + "' is no variable with a memory here",
         arrays.empty() ? "the function has none" : "those of the function are " + llvm::join(arrays, ", "));
}

uint64_t PragmaContext::identityOf(int64_t id) const { return state().identities.at({pragma_.function, id}); }

SmallVector<Operation *> PragmaContext::loops() const {
  SmallVector<Operation *> found;
  if (func::FuncOp owner = function())
    for (Operation *loop : ir::loopsOf(owner))
      if (llvm::is_contained(pragma_.loops, ir::loopOf(loop).getId()))
        found.push_back(loop);
  return found;
}

SmallVector<StepArgument> PragmaContext::loopArguments() const {
  return llvm::map_to_vector(loops(), [&](Operation *loop) { return argumentOf(loop); });
}

StepArgument PragmaContext::argumentOf(Operation *loop) const {
  FunctionNames names(loop->getParentOfType<func::FuncOp>());
  return {names.pathOf(*names.entryOf(loop)), identityOf(ir::loopOf(loop).getId())};
}

void PragmaContext::apply(const Step &step) { schedule_.applyFromSource(step, pragma_.place); }

std::string PragmaContext::objectionTo(const Step &step) const {
  Schedule::Implementation trial = schedule_;
  try {
    trial.apply({"unchecked", {{"(trial)"}}, {}});
    trial.apply(step);
  } catch (const ScheduleError &) {
    return {};
  }
  const std::vector<Insistence> &before = state().insisted, &after = trial.state().insisted;
  return after.size() > before.size() ? after[before.size()].objection : std::string();
}

std::string PragmaContext::allOptions(const std::set<std::string> &without) {
  std::string text;
  for (const lang::SourcePragma::Option &option : pragma_.options) {
    used_.insert(&option);
    if (without.count(option.name))
      continue;
    // Constants of the source may be out of reach where the directive is printed: their values stay.
    std::string value = option.number ? std::to_string(*option.number) : option.value;
    text += (text.empty() ? "" : " ") + (option.hasValue ? option.name + "=" + value : option.value);
  }
  return text;
}

void PragmaContext::warn(const std::string &message) {
  warnings_.push_back({pragma_.place, pragma_.text + ": " + message});
}

void PragmaContext::refuse(const std::string &reason, const std::string &hint) const {
  throw ScheduleError(pragma_.text + ": " + reason, pragma_.place, hint);
}

void PragmaContext::warnUnusedOptions() {
  for (const lang::SourcePragma::Option &option : pragma_.options)
    if (!used_.count(&option))
      warn("no use is made of '" + (option.hasValue ? option.name + "=" + option.value : option.value) + "'");
}

} // namespace allo::schedule
