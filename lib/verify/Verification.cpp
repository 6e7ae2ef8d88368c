#include "verify/Verification.h"

#include "ir/CTypes.h"
#include "ir/Naming.h"
#include "verify/Evaluate.h"
#include "verify/SideBySide.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

#include "llvm/ADT/ScopeExit.h"

#include <cstdio>

using namespace mlir;
using llvm::APInt;

namespace allo::verify {

namespace {
constexpr int64_t callsWithState = 3;
constexpr int64_t smallSizes[] = {0, 1, 2, 7, 18, 35};
constexpr int64_t mostWays = 4096;
constexpr int64_t operationsOfSmallSizes = 100000000; // larger ones of the sizes above are left out

Parameter parameterOf(std::string name, Type type, ir::CTypeAttr ctype) {
  Parameter parameter;
  parameter.name = std::move(name);
  parameter.isSigned = !ctype || ir::isSigned(ctype.getValue());
  if (auto memory = dyn_cast<MemRefType>(type)) {
    parameter.isMemory = true;
    parameter.shape.name = parameter.name;
    parameter.shape.type = expressionTypeOf(memory.getElementType());
    for (int64_t extent : memory.getShape()) {
      parameter.shape.extents.push_back(extent);
      parameter.shape.elements *= extent;
    }
    parameter.type = parameter.shape.type;
  } else {
    parameter.type = expressionTypeOf(type);
  }
  return parameter;
}

std::vector<Parameter> parametersOf(func::FuncOp top) {
  std::vector<Parameter> parameters;
  for (BlockArgument argument : top.getArguments()) {
    ir::VariableAttr variable = ir::variableOf(argument);
    parameters.push_back(
        parameterOf(ir::nameOf(argument), argument.getType(), variable ? variable.getType() : nullptr));
    parameters.back().isSize = top.getArgAttr(argument.getArgNumber(), ir::sizeAttrName) != nullptr;
  }
  return parameters;
}

std::vector<Parameter> resultsOf(func::FuncOp top) {
  std::vector<Parameter> results;
  for (unsigned i = 0; i < top.getNumResults(); ++i)
    results.push_back(
        parameterOf("return", top.getResultTypes()[i], top.getResultAttrOfType<ir::CTypeAttr>(i, ir::ctypeAttrName)));
  return results;
}

std::string placeText(const SourcePlace &place) {
  return place.known() ? " (" + place.file + ":" + std::to_string(place.line) + ")" : "";
}

void addOnce(std::vector<std::string> &list, std::string text) {
  if (!llvm::is_contained(list, text))
    list.push_back(std::move(text));
}
} // namespace

Verification::Verification(ModuleOp module, const VerifyOptions &options)
    : options(options), normalForm(expressions, options.reassociate), referenceModule(module) {
  func::FuncOp top = ir::topOf(module);
  parameters = parametersOf(top);
  results = resultsOf(top);
  limits.loopBound = options.loop_bound;
  limits.onProgress = [this](int64_t done) {
    operations += done;
    if (this->options.progress)
      showProgress();
  };
  limits.parameters = std::max<uint32_t>(1, static_cast<uint32_t>(parameters.size()));
  for (const Parameter &parameter : parameters)
    limits.isScalarParameter.push_back(!parameter.isMemory && !parameter.type.isFloating());
  for (const auto &[name, value] : options.sizes) {
    auto found = llvm::find_if(parameters, [&](const Parameter &parameter) { return parameter.name == name; });
    if (found == parameters.end() || found->isMemory || found->type.isFloating())
      throw UserError(top.getName().str() + " has no integer parameter '" + name + "' that could have a size");
    if (!APInt(64, static_cast<uint64_t>(value)).isSignedIntN(found->type.width()) &&
        !APInt(64, static_cast<uint64_t>(value)).isIntN(found->type.width()))
      throw UserError(std::to_string(value) + " is no value of parameter '" + name + "'");
  }
}

std::vector<Verification::Sizes> Verification::trials() const {
  Sizes given(parameters.size());
  std::vector<size_t> open;
  for (size_t i = 0; i < parameters.size(); ++i)
    if (auto found = options.sizes.find(parameters[i].name); found != options.sizes.end())
      given[i] = found->second;
    else if (parameters[i].isSize)
      open.push_back(i);
  if (open.empty())
    return {given};
  std::vector<Sizes> all;
  for (int64_t size : smallSizes) {
    all.push_back(given);
    for (size_t i = 0; i < open.size(); ++i) // different ones, so that one is not taken for another
      all.back()[open[i]] = size < 2 ? size : size + static_cast<int64_t>(i);
  }
  return all;
}

std::string Verification::sizesText(const Sizes &trial) const {
  std::string text;
  for (size_t i = 0; i < trial.size(); ++i)
    if (trial[i])
      text += (text.empty() ? "" : ", ") + parameters[i].name + " = " + std::to_string(*trial[i]);
  return text;
}

std::optional<NotDecided> Verification::interfaceMismatch(ModuleOp design) const {
  func::FuncOp top = ir::topOf(design);
  std::vector<Parameter> others = parametersOf(top), otherResults = resultsOf(top);
  if (others.size() != parameters.size() || otherResults.size() != results.size())
    return NotDecided{"the two kernels have different numbers of parameters or results", {}, ""};
  for (size_t i = 0; i < parameters.size(); ++i)
    if (!parameters[i].hasShape(others[i]))
      return NotDecided{"parameter " + std::to_string(i + 1) + " ('" + parameters[i].name + "' and '" + others[i].name +
                            "') has two types",
                        {},
                        ""};
  if (!results.empty() && !results[0].hasShape(otherResults[0]))
    return NotDecided{"the results have two types", {}, ""};
  return std::nullopt;
}

Verification::Executed Verification::execute(const CompiledProgram &program, const Sizes &trial,
                                             const std::map<ExpressionId, APInt> *given,
                                             const std::function<void(Execution &)> &prepare) {
  Executed executed;
  auto input = [&](ExpressionType type, uint32_t array, int64_t element) {
    ExpressionId id = expressions.node(Opcode::Input, type, array, static_cast<uint32_t>(element));
    if (!given)
      return id;
    auto found = given->find(id);
    return found == given->end() ? expressions.zero(type) : expressions.constant(type, found->second);
  };
  Execution execution(program, expressions, places, limits);
  if (prepare)
    prepare(execution);
  try {
    for (int64_t call = 0; call < calls; ++call) {
      std::vector<Memory> memories(parameters.size());
      std::vector<Execution::Argument> arguments(parameters.size());
      expressions.setPlace(0);
      for (size_t i = 0; i < parameters.size(); ++i) {
        const Parameter &parameter = parameters[i];
        uint32_t array = static_cast<uint32_t>(static_cast<size_t>(call) * parameters.size() + i);
        if (!parameter.isMemory) {
          arguments[i].value =
              trial[i]
                  ? expressions.constant(
                        parameter.type, APInt(64, static_cast<uint64_t>(*trial[i])).sextOrTrunc(parameter.type.width()))
                  : input(parameter.type, array, 0);
          continue;
        }
        memories[i].shape = &parameter.shape;
        memories[i].cells.reserve(static_cast<size_t>(parameter.shape.elements));
        for (int64_t element = 0; element < parameter.shape.elements; ++element)
          memories[i].cells.push_back(input(parameter.type, array, element));
        arguments[i].memory = &memories[i];
      }
      std::vector<ExpressionId> returned = execution.call(arguments);
      auto &outputs = executed.outputs.emplace_back();
      for (Memory &memory : memories)
        outputs.push_back(std::move(memory.cells));
      for (ExpressionId value : returned)
        outputs.push_back({value});
    }
  } catch (const Fault &fault) {
    executed.fault = fault;
  } catch (const NotDecided &open) {
    executed.open = open;
  }
  execution.tellProgress();
  executed.assumptions = execution.assumptions();
  executed.printed = execution.printed();
  return executed;
}

Verification::Executed &Verification::executeReference(size_t trial) {
  std::vector<Decision> firstWay;
  if (!executedReference[trial])
    executedReference[trial] =
        hasWays ? executeWay(*reference, sizes[trial], {}, firstWay) : execute(*reference, sizes[trial]);
  return *executedReference[trial];
}

Verification::Executed Verification::executeWay(const CompiledProgram &program, const Sizes &trial,
                                                std::vector<Decision> known, std::vector<Decision> &way) {
  limits.known = std::move(known);
  limits.way = &way;
  llvm::scope_exit reset([&] {
    limits.known.clear();
    limits.way = nullptr;
  });
  return execute(program, trial);
}

void Verification::undecided(Verdict &verdict, const NotDecided &why, const std::string &prefix) const {
  verdict.kind = Verdict::unknown;
  verdict.reason = prefix + why.reason;
  verdict.place = why.place;
  verdict.hint = why.hint;
}

std::optional<Verification::Executed> Verification::executeSideBySide(CompiledProgram &design) {
  SideBySide both(*this, design);
  try {
    both.run();
  } catch (const SideBySide::CannotDrop &) {
    return std::nullopt;
  }
  if (both.hasDropped && !both.areEqual())
    return std::nullopt;
  executedReference[0] = std::move(both.expected);
  return std::move(both.actual);
}

void Verification::compareAll(CompiledProgram &design, Verdict &verdict) {
  sizes = trials();
  executedReference.assign(sizes.size(), std::nullopt);
  verdict.elements = 0;
  limits.operations = sizes.size() > 1 ? operationsOfSmallSizes : ExecutionLimits().operations;
  std::string done;
  std::optional<NotDecided> open, atFault; // why sizes do not count
  verdict.kind = Verdict::equal;
  std::optional<Executed> actual;
  if (sizes.size() == 1 && calls == 1 && !hasWays && !options.reassociate) // else much is not one expression
    actual = executeSideBySide(design);
  bool isFinal = false;
  for (size_t trial = 0; trial < sizes.size() && !isFinal; ++trial) {
    Executed &expected = executeReference(trial);
    if (expected.open) {
      open = open ? open : expected.open;
      continue;
    }
    if (expected.fault) {
      atFault = NotDecided{expected.fault->message, expected.fault->place,
                           "the source is at fault for every input of " +
                               (sizesText(sizes[trial]).empty() ? "this size" : sizesText(sizes[trial])) +
                               "; --size NAME=VALUE gives other sizes"};
      continue;
    }
    if (std::string text = sizesText(sizes[trial]); !text.empty())
      done += (done.empty() ? "" : "; ") + text;
    else
      done = "all";
    isFinal = actual ? compareExecuted(expected, *actual, {}, design, verdict) : compareTrial(trial, design, verdict);
  }
  if (done.empty())
    undecided(verdict, open ? *open : atFault.value_or(NotDecided{"nothing was executed", {}, ""}), "in the source, ");
  else if (done != "all")
    verdict.assumptions.insert(verdict.assumptions.begin(), "sizes: " + done);
}

void Verification::showProgress() const {
  double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  double millions = static_cast<double>(operations) / 1e6;
  std::fprintf(stderr, "\r%8.1f M operations, %6.1f M/s, %6.2f GB ", millions, millions / seconds,
               static_cast<double>(expressions.bytes()) / 1e9);
}

Verdict Verification::compareWith(ModuleOp design) {
  start = std::chrono::steady_clock::now();
  operations = 0;
  Verdict verdict;
  verdict.kernel = ir::topOf(design).getName().str();
  solverLeft = options.solver_seconds;
  limits.deadline = start + std::chrono::milliseconds(static_cast<int64_t>(1000 * options.seconds));
  try {
    if (auto mismatch = interfaceMismatch(design)) {
      undecided(verdict, *mismatch, "");
      return verdict;
    }
    if (!reference)
      reference = compile(referenceModule, expressions, places);
    CompiledProgram compiled = compile(design, expressions, places);
    calls = options.calls > 0 ? options.calls : reference->hasState || compiled.hasState ? callsWithState : 1;
    for (bool isDone = false; !isDone;)
      try {
        compareAll(compiled, verdict);
        isDone = true;
      } catch (const NeedsSizes &needed) {
        for (uint32_t parameter : needed.parameters)
          parameters[parameter].isSize = true;
      } catch (const NeedsWays &) {
        hasWays = true;
      }
  } catch (const NotDecided &why) {
    undecided(verdict, why, "");
  }
  if (options.progress)
    std::fprintf(stderr, "\n");
  if (calls > 1)
    verdict.assumptions.push_back("the first " + std::to_string(calls) + " calls, each on new inputs");
  if (options.reassociate)
    verdict.assumptions.push_back("additions and multiplications of floating point are associative, and x + 0 is x");
  if (verdict.solved)
    verdict.assumptions.push_back(std::to_string(verdict.solved) + " elements were decided by Boolector");
  verdict.operations = operations;
  verdict.expressions = static_cast<int64_t>(expressions.mostExpressions());
  verdict.bytes = static_cast<int64_t>(expressions.mostBytes());
  verdict.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return verdict;
}

bool Verification::isDifferent(ModuleOp design) {
  Verdict verdict;
  verdict.kind = Verdict::equal;
  solverLeft = options.solver_seconds;
  limits.deadline =
      std::chrono::steady_clock::now() + std::chrono::milliseconds(static_cast<int64_t>(1000 * options.seconds));
  try {
    if (interfaceMismatch(design))
      return false;
    compareTrial(differentTrial, compile(design, expressions, places), verdict);
  } catch (const NotDecided &) {
    return false;
  } catch (const NeedsSizes &) {
    return false;
  } catch (const NeedsWays &) {
    hasWays = true;
    return isDifferent(design);
  }
  return verdict.kind == Verdict::different;
}

bool Verification::decideFault(const Fault &fault, Verdict &verdict) {
  verdict.kind = Verdict::different;
  verdict.difference.emplace();
  verdict.difference->output = "the run";
  verdict.difference->expected_expression = "ends well";
  verdict.difference->actual_expression = fault.message;
  verdict.difference->actual_place = fault.place;
  return true;
}

bool Verification::compareTrial(size_t trial, const CompiledProgram &design, Verdict &verdict) {
  differentTrial = trial;
  if (hasWays)
    return compareWays(design, verdict);
  return compareExecuted(executeReference(trial), execute(design, sizes[trial]), {}, design, verdict);
}

namespace {
// The next way in depth-first order: the last decision that is true becomes false.
bool advance(std::vector<Decision> &way) {
  while (!way.empty() && !way.back().value)
    way.pop_back();
  if (way.empty())
    return false;
  way.back().value = false;
  return true;
}
} // namespace

bool Verification::compareWays(const CompiledProgram &design, Verdict &verdict) {
  const Sizes &trial = sizes[differentTrial];
  int64_t elements = verdict.elements, ways = 0;
  std::vector<Decision> way, designWay;
  auto count = [&](const std::vector<Decision> &last) {
    if (++ways > mostWays)
      throw NotDecided{"whether elements of streams move depends on data, in more than " + std::to_string(mostWays) +
                           " ways",
                       last.empty() ? SourcePlace() : places[last.back().place], "verify smaller sizes"};
  };
  do {
    Executed expected = executeWay(*reference, trial, {}, way);
    if (expected.fault || expected.open) {
      undecided(verdict,
                expected.open ? *expected.open : NotDecided{expected.fault->message, expected.fault->place, ""},
                "in the source, ");
      return true;
    }
    designWay.clear();
    do {
      Executed actual = executeWay(design, trial, way, designWay);
      std::vector<Decision> all = way;
      llvm::append_range(all, designWay);
      count(all);
      verdict.elements = elements; // they are the same ones in all ways
      if (compareExecuted(expected, actual, all, design, verdict))
        return true;
    } while (advance(designWay));
  } while (advance(way));
  addOnce(verdict.notes, "elements of streams move in " + std::to_string(ways) + " ways, by data; each was compared");
  return false;
}

bool Verification::compareExecuted(const Executed &expected, const Executed &actual, llvm::ArrayRef<Decision> decisions,
                                   const CompiledProgram &design, Verdict &verdict) {
  if (actual.fault)
    return decideFault(*actual.fault, verdict);
  if (actual.open) {
    undecided(verdict, *actual.open, "in the design, ");
    return true;
  }
  std::vector<ExpressionId> conditions;
  for (const Decision &decision : decisions)
    conditions.push_back(decision.value ? decision.condition : expressions.invert(decision.condition));
  for (const Assumption &assumption : expected.assumptions) {
    conditions.push_back(assumption.condition);
    addOnce(verdict.assumptions, assumption.text + placeText(places[assumption.place]));
  }
  std::vector<std::pair<Element, Pair>> open = unequal(expected, actual, verdict);
  // What the design assumes has to follow from what the source assumes; how often loops run is assumed of both.
  llvm::DenseSet<ExpressionId> given(conditions.begin(), conditions.end());
  for (const Assumption &assumption : actual.assumptions) {
    if (given.contains(assumption.condition) || assumption.kind == Assumption::assertion)
      continue;
    if (assumption.kind == Assumption::loopBound) {
      conditions.push_back(assumption.condition);
      addOnce(verdict.assumptions, assumption.text + placeText(places[assumption.place]));
      continue;
    }
    open.push_back({Element{0, 0, 0, &assumption}, Pair{expressions.truth(true), assumption.condition}});
  }
  if (expected.printed != actual.printed) {
    undecided(verdict, {"the printed texts have different expressions", {}, ""}, "");
    return true;
  }
  if (decide(std::move(open), conditions, design, verdict))
    return true;
  if (expressions.hasUndefined())
    for (const std::string &name : unwrittenIn(expected))
      addOnce(verdict.assumptions, "what is read of " + name + " and was never written is the same on both sides");
  return false;
}

std::vector<std::pair<Verification::Element, Pair>> Verification::unequal(const Executed &expected,
                                                                          const Executed &actual, Verdict &verdict) {
  std::vector<std::pair<Element, Pair>> open;
  for (size_t call = 0; call < expected.outputs.size(); ++call)
    for (size_t output = 0; output < expected.outputs[call].size(); ++output) {
      const auto &left = expected.outputs[call][output], &right = actual.outputs[call][output];
      verdict.elements += static_cast<int64_t>(left.size());
      for (size_t i = 0; i < left.size(); ++i)
        if (left[i] != right[i])
          open.push_back({Element{call, output, static_cast<int64_t>(i)}, Pair{left[i], right[i]}});
    }
  return open;
}

void Verification::confirm(const Element &element, const Witness &witness, const CompiledProgram &design) {
  Executed expected = execute(*reference, sizes[differentTrial], &witness.inputs);
  Executed actual = execute(design, sizes[differentTrial], &witness.inputs);
  if (expected.fault || expected.open)
    throw InternalError("the source does not run for an input that was found to be one of its inputs");
  if (element.obligation || actual.fault || actual.open)
    return;
  size_t at = static_cast<size_t>(element.element);
  Pair values{expected.outputs[element.call][element.output][at], actual.outputs[element.call][element.output][at]};
  bool isFree = !Evaluation(expressions, {values.expected, values.actual}, 1000000).inputs().empty();
  if (isFree || !checkWitness(expressions, values, {}, witness.unwritten)) // constants, but for elementary functions
    throw InternalError("an input that tells two expressions apart does not tell the runs apart");
}

// Names of what was never written and reaches an output.
std::vector<std::string> Verification::unwrittenIn(const Executed &executed) const {
  std::vector<bool> isReached(expressions.size());
  for (const auto &call : executed.outputs)
    for (const auto &output : call)
      for (ExpressionId id : output)
        isReached[id] = true;
  std::vector<std::string> names;
  for (ExpressionId id = static_cast<ExpressionId>(isReached.size()) - 1; id > 0; --id) {
    if (!isReached[id])
      continue;
    if (expressions[id].opcode == Opcode::Undefined)
      addOnce(names, expressions.name(expressions[id].a));
    expressions.forEachOperand(id, [&](ExpressionId operand) { isReached[operand] = true; });
  }
  return names;
}

bool Verification::decide(std::vector<std::pair<Element, Pair>> open, const std::vector<ExpressionId> &conditions,
                          const CompiledProgram &design, Verdict &verdict) {
  std::erase_if(open, [&](const auto &entry) {
    return normalForm.of(entry.second.expected) == normalForm.of(entry.second.actual);
  });
  if (open.empty())
    return false;
  std::vector<Pair> pairs;
  for (const auto &[element, pair] : open)
    pairs.push_back(pair);
  if (auto witness = findWitness(expressions, pairs, conditions, options.reassociate, 10)) {
    confirm(open[witness->pair].first, *witness, design);
    describe(open[witness->pair].first, pairs[witness->pair], *witness, verdict);
    return true;
  }
  for (const auto &[element, pair] : open) {
    auto start = std::chrono::steady_clock::now();
    std::vector<ExpressionId> normalConditions;
    for (ExpressionId condition : conditions)
      normalConditions.push_back(normalForm.of(condition));
    SolverAnswer answer =
        askSolver(expressions, normalForm.of(pair.expected), normalForm.of(pair.actual), normalConditions, solverLeft);
    solverLeft -= std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (answer.kind == SolverAnswer::proved) {
      ++verdict.solved;
      continue;
    }
    if (answer.kind == SolverAnswer::witness)
      if (auto witness = checkWitness(expressions, pair, conditions, answer.inputs, options.reassociate)) {
        confirm(element, *witness, design);
        describe(element, pair, *witness, verdict);
        return true;
      }
    describe(element, pair, Witness(), verdict); // for its expressions
    verdict.kind = Verdict::unknown;
    bool isUnwritten = dependsOnUnwritten(expressions, pair.expected);
    verdict.reason = isUnwritten ? "what the source gives depends on what was never written"
                                 : "no proof and no input that differs was found for " + std::to_string(open.size()) +
                                       (open.size() == 1 ? " element" : " elements");
    verdict.hint = isUnwritten ? "" : "smaller sizes, or --solver-seconds, may decide it";
    return true;
  }
  return false;
}

} // namespace allo::verify
