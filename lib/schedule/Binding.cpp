// Binds the arguments of a step to the declared parameters of its primitive: the same checks for every primitive.
#include "schedule/StepContext.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace allo::schedule {

namespace {
bool isPositionalList(const Parameter &parameter) { return parameter.kind == ParameterKind::Loops; }

bool isIdentifier(StringRef text) {
  return !text.empty() && !llvm::isDigit(text.front()) &&
         llvm::all_of(text, [](char c) { return llvm::isAlnum(c) || c == '_' || c == '.'; });
}

std::string parameterList(const Primitive &primitive) {
  std::string list = primitive.word;
  for (const Parameter &parameter : primitive.parameters) {
    std::string text =
        parameter.named ? parameter.name + "=…" : parameter.name + (isPositionalList(parameter) ? "…" : "");
    list += parameter.fallback ? " [" + text + "]" : " " + text;
  }
  return list;
}

std::string loopList(const FunctionNames &names) {
  std::vector<std::string> loops;
  for (const LoopEntry &loop : names.loops())
    loops.push_back(withLine(names.pathOf(loop), loop.op->getLoc()));
  return llvm::join(loops, ", ");
}

std::string arrayList(const FunctionNames &names) {
  std::vector<std::string> arrays;
  for (const ArrayEntry &array : names.arrays())
    arrays.push_back(withLine(names.pathOf(array), locationOf(array.memory)));
  return llvm::join(arrays, ", ");
}
} // namespace

// Which written arguments belong to which parameter; extra and unknown ones are refused.
std::vector<std::vector<StepArgument>> StepContext::assign(const Step &step) const {
  std::vector<std::vector<StepArgument>> assigned(primitive_.parameters.size());
  std::string usage = "write '" + parameterList(primitive_) + "'";
  size_t next = 0;
  for (size_t i = 0; i < primitive_.parameters.size(); ++i) {
    const Parameter &parameter = primitive_.parameters[i];
    if (parameter.named)
      continue;
    size_t end = isPositionalList(parameter) ? step.positional.size() : std::min(next + 1, step.positional.size());
    assigned[i].assign(step.positional.begin() + next, step.positional.begin() + end);
    next = end;
  }
  if (next < step.positional.size())
    refuse("unexpected argument '" + step.positional[next].text + "'", usage);
  for (const auto &[name, argument] : step.named) {
    size_t i = 0;
    while (i < primitive_.parameters.size() &&
           !(primitive_.parameters[i].named && primitive_.parameters[i].name == name))
      ++i;
    if (i == primitive_.parameters.size())
      refuse("there is no parameter '" + name + "'", usage);
    if (!assigned[i].empty())
      refuse("'" + name + "' is given twice", usage);
    assigned[i].push_back(argument);
  }
  for (size_t i = 0; i < primitive_.parameters.size(); ++i)
    if (assigned[i].empty() && !primitive_.parameters[i].fallback)
      refuse("'" + primitive_.parameters[i].name + "' is missing", usage);
  return assigned;
}

void StepContext::bind(const Step &step) {
  std::vector<std::vector<StepArgument>> assigned = assign(step);
  auto isObject = [](ParameterKind kind) {
    return kind == ParameterKind::Loop || kind == ParameterKind::Loops || kind == ParameterKind::Array ||
           kind == ParameterKind::Function;
  };
  // Loops and arrays first: what is wrong with a number is then reported at their place.
  for (bool objects : {true, false}) {
    for (size_t i = 0; i < assigned.size(); ++i) {
      const Parameter &parameter = primitive_.parameters[i];
      if (isObject(parameter.kind) != objects)
        continue;
      bool given = !assigned[i].empty();
      if (objects)
        bindObjects(parameter, assigned[i]);
      else
        bindValue(parameter, given ? assigned[i].front().text : *parameter.fallback, given);
    }
  }
}

void StepContext::bindObjects(const Parameter &parameter, ArrayRef<StepArgument> written) {
  Binding &binding = bindings_[parameter.name];
  binding.given = !written.empty();
  if (written.empty()) {
    if (parameter.kind == ParameterKind::Loop)
      binding.value = static_cast<Operation *>(nullptr);
    else if (parameter.kind == ParameterKind::Loops)
      binding.value = SmallVector<Operation *>();
    else if (parameter.kind == ParameterKind::Array)
      binding.value = ArrayArgument();
    else
      binding.value = func::FuncOp();
    return;
  }
  if (parameter.kind == ParameterKind::Function) {
    func::FuncOp function = resolveFunction(written.front().text);
    binding.value = function;
    binding.text = functionAddress(function);
    if (!place_)
      place_ = function.getLoc();
    return;
  }
  if (parameter.kind == ParameterKind::Array) {
    ArrayArgument array = resolveArray(written.front());
    binding.value = array;
    binding.text = address(array.memory);
    if (!place_)
      place_ = locationOf(array.memory);
    return;
  }
  SmallVector<Operation *> loops;
  for (const StepArgument &argument : written) {
    loops.push_back(resolveLoop(argument));
    binding.text += (binding.text.empty() ? "" : " ") + address(loops.back());
    if (!place_)
      place_ = loops.back()->getLoc();
  }
  if (parameter.kind == ParameterKind::Loop)
    binding.value = loops.front();
  else
    binding.value = loops;
}

void StepContext::bindValue(const Parameter &parameter, const std::string &text, bool given) {
  Binding &binding = bindings_[parameter.name];
  binding.given = given;
  binding.text = text;
  if (given && text.empty())
    refuse("'" + parameter.name + "' has no value");
  switch (parameter.kind) {
  case ParameterKind::Integer:
    binding.value = text.empty() ? int64_t(0) : parseInteger(parameter, text);
    if (!text.empty())
      binding.text = std::to_string(std::get<int64_t>(binding.value));
    return;
  case ParameterKind::Integers: {
    SmallVector<int64_t> values;
    if (!text.empty())
      for (const std::string &item : splitList(text))
        values.push_back(parseInteger(parameter, item));
    binding.text = llvm::join(llvm::map_range(values, [](int64_t value) { return std::to_string(value); }), ",");
    binding.value = values;
    return;
  }
  case ParameterKind::Choice:
    if (!text.empty() && !llvm::is_contained(parameter.choices, text))
      refuse(parameter.name + " '" + text + "' is none of " + llvm::join(parameter.choices, ", "));
    break;
  case ParameterKind::Name:
    if (given && !isIdentifier(text))
      refuse("'" + text + "' is not a name", "use letters, digits, '_' and '.', and start with a letter");
    break;
  default:
    break;
  }
  binding.value = text;
}

int64_t StepContext::parseInteger(const Parameter &parameter, const std::string &text) const {
  int64_t value = 0;
  if (StringRef(text).getAsInteger(10, value))
    refuse(parameter.name + " '" + text + "' is not a whole number of 64 bits");
  if (parameter.minimum && value < *parameter.minimum)
    refuse(parameter.name + " must be at least " + std::to_string(*parameter.minimum));
  return value;
}

const ObjectKey &StepContext::resolveHandle(const StepArgument &argument, const char *what) const {
  if (const ObjectKey *object = state_.find(argument.identity))
    return *object;
  auto removed = state_.removed.find(argument.identity);
  if (removed == state_.removed.end())
    refuse(std::string("the handle of ") + what + " '" + argument.text + "' does not belong to this schedule",
           "handles of a step that was undone, or of another schedule, cannot be used here");
  refuse(std::string("the handle of ") + what + " '" + argument.text + "' is stale: the " + what +
             " was removed by the step '" + removed->second + "'",
         "use the handles that the step returned, or an address");
}

func::FuncOp StepContext::resolveFunction(StringRef name) const {
  if (name.empty())
    return top();
  std::vector<func::FuncOp> found = findFunctions(module(), name);
  if (found.size() == 1)
    return found.front();
  std::vector<std::string> candidates;
  for (func::FuncOp function : found)
    candidates.push_back(withLine(functionAddress(function), function.getLoc()));
  if (!found.empty())
    refuse("function '" + name.str() + "' is ambiguous", "write one of " + llvm::join(candidates, ", "));
  for (auto function : module().getOps<func::FuncOp>())
    candidates.push_back(withLine(functionAddress(function), function.getLoc()));
  refuse("there is no function '" + name.str() + "' in the program",
         "its functions are " + llvm::join(candidates, ", "));
}

Operation *StepContext::resolveLoop(const StepArgument &argument) {
  if (argument.identity != 0) {
    const ObjectKey &key = resolveHandle(argument, "loop");
    for (Operation *loop : ir::loopsOf(state_.function(key.first)))
      if (ir::loopOf(loop).getId() == key.second)
        return loop;
    throw InternalError("loop '" + argument.text + "' is known but not in the program");
  }
  auto [functionName, path] = splitAddress(argument.text);
  func::FuncOp function = resolveFunction(functionName);
  FunctionNames names(function);
  std::vector<const LoopEntry *> found = names.findLoops(path);
  if (found.size() == 1)
    return found.front()->op;
  std::string where = " in '" + function.getSymName().str() + "'";
  if (found.empty())
    refuseAt(function.getLoc(), "there is no loop '" + path.str() + "'" + where,
             names.loops().empty() ? "the function has no loops" : "its loops are " + loopList(names));
  std::vector<std::string> candidates;
  for (const LoopEntry *loop : found)
    candidates.push_back(withLine(names.pathOf(*loop), loop->op->getLoc()));
  refuseAt(found.front()->op->getLoc(), "loop '" + path.str() + "' is ambiguous" + where,
           "write one of " + llvm::join(candidates, ", "));
}

ArrayArgument StepContext::resolveArray(const StepArgument &argument) {
  func::FuncOp function;
  std::vector<const ArrayEntry *> found;
  std::optional<FunctionNames> names;
  StringRef name = argument.text;
  if (argument.identity != 0) {
    const ObjectKey &key = resolveHandle(argument, "array");
    names.emplace(state_.function(key.first));
    for (const ArrayEntry &array : names->arrays())
      if (array.variable.getId() == key.second)
        return {names->function(), array.memory, array.variable};
    throw InternalError("array '" + argument.text + "' is known but not in the program");
  }
  auto [functionName, path] = splitAddress(argument.text);
  names.emplace(function = resolveFunction(functionName));
  found = names->findArrays(path);
  if (found.size() == 1)
    return {function, found.front()->memory, found.front()->variable};
  std::string where = " in '" + function.getSymName().str() + "'";
  if (found.empty())
    refuseAt(function.getLoc(), "there is no array '" + path.str() + "'" + where,
             names->arrays().empty() ? "the function has no arrays" : "its arrays are " + arrayList(*names));
  std::vector<std::string> candidates;
  for (const ArrayEntry *array : found)
    candidates.push_back(withLine(names->pathOf(*array), locationOf(array->memory)));
  refuseAt(locationOf(found.front()->memory), "array '" + path.str() + "' is ambiguous" + where,
           "write one of " + llvm::join(candidates, ", "));
}

std::string StepContext::canonicalText() const {
  std::string line = primitive_.word;
  for (const Parameter &parameter : primitive_.parameters) {
    const Binding &binding = bindings_.at(parameter.name);
    bool isDefault = !binding.given || (parameter.fallback && binding.text == *parameter.fallback);
    if (isDefault)
      continue;
    line += parameter.named ? " " + parameter.name + "=" + binding.text : " " + binding.text;
  }
  return line;
}

} // namespace allo::schedule
