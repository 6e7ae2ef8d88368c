#include "verify/Execution.h"

#include "verify/Evaluate.h"

#include "llvm/ADT/DenseMap.h"

using llvm::APInt;

namespace allo::verify {

namespace {
constexpr int64_t progressStep = int64_t(1) << 20;
} // namespace

Execution::Execution(const CompiledProgram &program, Expressions &expressions, const PlaceTable &places,
                     const ExecutionLimits &limits)
    : program(program), expressions(expressions), places(places), limits(limits), frames(program.functions.size()),
      path(expressions.truth(true)) {
  for (const Global &global : program.globals) {
    globals.push_back({&global.shape, global.initial});
    globals.back().cells.resize(static_cast<size_t>(global.shape.elements));
  }
  for (size_t i = 0; i < frames.size(); ++i) {
    const Code &code = program.functions[i];
    Frame &frame = frames[i];
    frame.values.resize(code.values);
    frame.indices.resize(code.indices);
    frame.memories.resize(code.memorySlots);
    frame.streams.resize(code.streamSlots);
    for (const MemoryShape &shape : code.memories)
      frame.ownMemories.push_back({&shape, std::vector<ExpressionId>(static_cast<size_t>(shape.elements))});
    for (const StreamShape &shape : code.streams) {
      frame.ownStreams.push_back({&shape, {}});
      frame.ownStreams.back().queues.resize(static_cast<size_t>(shape.count));
    }
    for (auto [slot, constant] : code.constants)
      frame.values[slot] = constant;
    for (auto [slot, constant] : code.indexConstants)
      frame.indices[slot] = constant;
  }
  for (const Decision &decision : limits.known)
    suppose(decision);
}

std::vector<ExpressionId> Execution::call(const std::vector<Argument> &arguments) {
  const Code &code = program.functions[program.top];
  Frame &frame = frames[program.top];
  interface.clear();
  for (size_t i = 0; i < arguments.size(); ++i) {
    SlotReference reference = code.arguments[i];
    if (reference.kind == SlotKind::Memory)
      interface.push_back(frame.memories[reference.slot] = arguments[i].memory);
    else
      frame.values[reference.slot] = arguments[i].value;
  }
  frame.isActive = true;
  run(code, frame, 0, static_cast<uint32_t>(code.instructions.size()));
  frame.isActive = false;
  std::vector<ExpressionId> results;
  for (SlotReference reference : code.results)
    results.push_back(frame.values[reference.slot]);
  return results;
}

void Execution::run(const Code &code, Frame &frame, uint32_t begin, uint32_t end) {
  for (uint32_t at = begin; at < end;) {
    const Instruction &instruction = code.instructions[at];
    ++operationCount;
    switch (instruction.action) {
    case Action::Compute:
    case Action::Subtract:
    case Action::FloatSubtract:
    case Action::Compare:
    case Action::LeastOrGreatest:
    case Action::Copy:
      expressions.setPlace(instruction.place);
      compute(instruction, frame);
      break;
    case Action::Load:
      frame.values[instruction.result] = read(code, frame, instruction);
      break;
    case Action::Store:
      write(code, frame, instruction);
      break;
    case Action::ToIndex:
    case Action::FromIndex:
    case Action::IndexCompute:
    case Action::IndexSelect:
    case Action::CopyIndex:
      expressions.setPlace(instruction.place);
      computeIndex(instruction, frame);
      break;
    case Action::Apply:
      frame.indices[instruction.result] =
          outermost(code, frame, instruction.functions, instruction.functionCount, instruction.detail).number;
      break;
    case Action::Allocate: {
      Memory &memory = frame.ownMemories[instruction.a];
      std::fill(memory.cells.begin(), memory.cells.end(), noExpression);
      frame.memories[instruction.result] = &memory;
      break;
    }
    case Action::Global:
      frame.memories[instruction.result] = &globals[instruction.a];
      break;
    case Action::For:
      runLoop(code, frame, at);
      at = instruction.end;
      continue;
    case Action::If:
      runBranch(code, frame, at, frame.values[instruction.a]);
      at = instruction.end;
      continue;
    case Action::AffineIf:
      runBranch(code, frame, at, conditionOf(code, frame, instruction));
      at = instruction.end;
      continue;
    case Action::While:
      runWhile(code, frame, at);
      at = instruction.end;
      continue;
    case Action::Call:
      runCall(code, frame, instruction);
      break;
    case Action::Print:
      print(code, frame, instruction);
      break;
    case Action::Assert:
      assume(Assumption::assertion, frame.values[instruction.a],
             "the assertion '" + expressions.name(instruction.b) + "' holds", instruction.place);
      break;
    default:
      runStream(code, frame, instruction);
      break;
    }
    ++at;
  }
  if (operationCount >= nextLook)
    lookAtLimits();
}

void Execution::lookAtLimits() {
  nextLook = operationCount + 1024;
  if (std::chrono::steady_clock::now() > limits.deadline)
    throw NotDecided{"the proof takes too long", {}, "verify smaller sizes, or give it more seconds"};
  if (operationCount - toldOperations >= progressStep)
    tellProgress();
  if (operationCount > limits.operations)
    throw NotDecided{"the execution takes more than " + std::to_string(limits.operations) + " operations",
                     {},
                     "verify smaller sizes"};
  if (atRest && !isConditional())
    atRest(anywhere);
}

void Execution::tellProgress() {
  limits.onProgress(operationCount - toldOperations);
  toldOperations = operationCount;
}

void Execution::forEachCell(llvm::function_ref<void(ExpressionId &)> visit) {
  auto visitAll = [&](Memory &memory) {
    for (ExpressionId &cell : memory.cells)
      visit(cell);
  };
  for (Memory &memory : globals)
    visitAll(memory);
  for (Memory *memory : interface)
    visitAll(*memory);
  for (Frame &frame : frames)
    for (Memory &memory : frame.ownMemories)
      visitAll(memory);
}

void Execution::forEachExpression(llvm::function_ref<void(ExpressionId &)> visit) {
  forEachCell(visit);
  visit(path);
  for (Frame &frame : frames) {
    for (ExpressionId &value : frame.values)
      visit(value);
    for (int64_t &index : frame.indices)
      if (IndexValue value(index); value.isSymbolic()) {
        ExpressionId expression = value.expression();
        visit(expression);
        index = IndexValue::of(expression).number;
      }
    for (Stream &stream : frame.ownStreams)
      for (auto &queue : stream.queues)
        for (std::vector<ExpressionId> &element : queue)
          for (ExpressionId &value : element)
            visit(value);
  }
  assumedConditions.clear();
  for (Assumption &assumption : assumed) {
    visit(assumption.condition);
    assumedConditions.insert(assumption.condition);
  }
  for (PrintedText &text : texts) {
    visit(text.condition);
    for (ExpressionId &value : text.values)
      visit(value);
  }
}

ExpressionId Execution::combined(Action action, const Instruction &instruction, ExpressionId a, ExpressionId b) {
  switch (action) {
  case Action::Subtract:
    return expressions.subtract(a, b);
  case Action::FloatSubtract:
    return expressions.make(Opcode::FloatAdd, instruction.type, a,
                            expressions.make(Opcode::FloatNegate, instruction.type, b));
  case Action::Compare: {
    ExpressionId result = expressions.make(instruction.opcode, Expressions::boolean(), instruction.detail & 1 ? b : a,
                                           instruction.detail & 1 ? a : b);
    return instruction.detail & 2 ? expressions.invert(result) : result;
  }
  case Action::LeastOrGreatest: {
    ExpressionId isLess = expressions.less(a, b, instruction.detail & 2);
    return instruction.detail & 1 ? expressions.select(isLess, b, a) : expressions.select(isLess, a, b);
  }
  default:
    return expressions.make(instruction.opcode, instruction.type, a, b, 0, instruction.detail);
  }
}

void Execution::compute(const Instruction &instruction, Frame &frame) {
  auto value = [&](uint32_t slot) { return slot == ~uint32_t(0) ? noExpression : frame.values[slot]; };
  ExpressionId a = value(instruction.a);
  if (instruction.action == Action::Copy) {
    frame.values[instruction.result] = a;
    return;
  }
  ExpressionId b = value(instruction.b);
  if (instruction.action == Action::Compute) {
    ExpressionId c = instruction.opcode == Opcode::Elementary ? instruction.c : value(instruction.c);
    frame.values[instruction.result] =
        expressions.make(instruction.opcode, instruction.type, a, b, c, instruction.detail);
    return;
  }
  frame.values[instruction.result] = combined(instruction.action, instruction, a, b);
}

IndexValue Execution::indexOf(ExpressionId expression) const {
  if (expressions.isConstant(expression))
    return expressions.bitsOf(expression).getSExtValue();
  return IndexValue::of(expression);
}

void Execution::computeIndex(const Instruction &instruction, Frame &frame) {
  auto index = [&](uint32_t slot) { return IndexValue(frame.indices[slot]); };
  switch (instruction.action) {
  case Action::ToIndex: {
    ExpressionId value = frame.values[instruction.a];
    if (expressions.isConstant(value) && expressions.typeOf(value).width() <= 64) {
      APInt bits = expressions.bitsOf(value);
      frame.indices[instruction.result] =
          instruction.detail ? bits.getSExtValue() : static_cast<int64_t>(bits.getZExtValue());
    } else {
      frame.indices[instruction.result] = indexOf(expressions.resized(value, 64, instruction.detail)).number;
    }
    return;
  }
  case Action::FromIndex: {
    ExpressionId value = expressionOf(index(instruction.a));
    frame.values[instruction.result] = expressions.resized(value, instruction.type.width(), instruction.detail);
    return;
  }
  case Action::CopyIndex:
    frame.indices[instruction.result] = frame.indices[instruction.a];
    return;
  case Action::IndexSelect: {
    ExpressionId value = expressions.select(frame.values[instruction.a], expressionOf(index(instruction.b)),
                                            expressionOf(index(instruction.c)));
    frame.indices[instruction.result] = indexOf(value).number;
    return;
  }
  default: {
    ExpressionId value = combined(static_cast<Action>(instruction.listCount), instruction,
                                  expressionOf(index(instruction.a)), expressionOf(index(instruction.b)));
    if (instruction.list)
      frame.values[instruction.result] = value;
    else
      frame.indices[instruction.result] = indexOf(value).number;
  }
  }
}

// The greatest, or the least, of some functions.
IndexValue Execution::outermost(const Code &code, const Frame &frame, uint32_t first, uint32_t count, bool isGreatest) {
  IndexValue value = valueOf(code.functions[first], frame);
  for (uint32_t i = 1; i < count; ++i) {
    IndexValue other = valueOf(code.functions[first + i], frame);
    if (!value.isSymbolic() && !other.isSymbolic()) {
      value = isGreatest ? std::max(value.number, other.number) : std::min(value.number, other.number);
      continue;
    }
    ExpressionId left = expressionOf(value), right = expressionOf(other);
    ExpressionId isLess = expressions.less(left, right, true);
    value = indexOf(isGreatest ? expressions.select(isLess, right, left) : expressions.select(isLess, left, right));
  }
  return value;
}

void Execution::runLoop(const Code &code, Frame &frame, uint32_t at) {
  const Instruction &loop = code.instructions[at];
  IndexValue low = outermost(code, frame, loop.functions, loop.b, true);
  IndexValue high = outermost(code, frame, loop.functions + loop.b, loop.c, false);
  IndexValue step = valueOf(code.functions[loop.functions + loop.functionCount - 1], frame);
  if (step.isSymbolic())
    giveUp("the step of a loop depends on data", loop);
  if (step.number <= 0)
    giveUp("the step of a loop is not positive", loop);
  if (low.isSymbolic() || high.isSymbolic()) {
    needSizes(expressionOf(low));
    needSizes(expressionOf(high));
    runUnknownLoop(code, frame, at, low, high, step.number);
    return;
  }
  ++loops;
  for (int64_t i = low.number; i < high.number; i += step.number) {
    frame.indices[loop.result] = i;
    run(code, frame, at + 1, loop.end);
    if (loops < anywhere && atRest && !isConditional())
      atRest(loops);
  }
  --loops;
}

void Execution::needSizes(ExpressionId bound) const {
  Evaluation reached(expressions, bound, 10000);
  NeedsSizes needed;
  for (ExpressionId input : reached.inputs())
    if (uint32_t parameter = expressions[input].a % limits.parameters; limits.isScalarParameter[parameter])
      needed.parameters.push_back(parameter);
  if (!needed.parameters.empty())
    throw needed;
}

// Level by level: each iteration is under the condition of all before it.
void Execution::runUnknownLoop(const Code &code, Frame &frame, uint32_t at, IndexValue low, IndexValue high,
                               int64_t step) {
  const Instruction &loop = code.instructions[at];
  ExpressionId end = expressionOf(high);
  auto runBody = [&](IndexValue variable) {
    frame.indices[loop.result] = variable.number;
    run(code, frame, at + 1, loop.end);
  };
  std::function<void(int64_t)> iterate = [&](int64_t trip) {
    expressions.setPlace(loop.place);
    IndexValue variable =
        low.isSymbolic()
            ? indexOf(expressions.add(low.expression(), expressions.constant(indexType, uint64_t(trip * step))))
            : IndexValue(low.number + trip * step);
    ExpressionId goesOn = underFacts(expressions.less(expressionOf(variable), end, true));
    if (expressions.isConstant(goesOn, 0))
      return;
    if (trip == limits.loopBound) {
      assume(Assumption::loopBound, expressions.invert(goesOn),
             "a loop whose end depends on data has at most " + std::to_string(trip) + " iterations", loop.place);
      return;
    }
    if (loop.touchesStreams) {
      if (!follow(goesOn, loop))
        return;
      runBody(variable);
      iterate(trip + 1);
      return;
    }
    merge(goesOn,
          runUnder(goesOn,
                   [&] {
                     runBody(variable);
                     iterate(trip + 1);
                   }),
          {});
  };
  iterate(0);
}

void Execution::runWhile(const Code &code, Frame &frame, uint32_t at) {
  const Instruction &loop = code.instructions[at];
  std::function<void(int64_t)> iterate = [&](int64_t unknown) {
    while (true) {
      run(code, frame, at + 1, loop.middle);
      ExpressionId goesOn = underFacts(frame.values[loop.a]);
      if (expressions.isConstant(goesOn, 0))
        return;
      if (expressions.isConstant(goesOn)) {
        run(code, frame, loop.middle, loop.end);
        continue;
      }
      if (unknown == limits.loopBound) {
        assume(Assumption::loopBound, expressions.invert(goesOn),
               "a loop whose end depends on data has at most " + std::to_string(unknown) + " iterations", loop.place);
        return;
      }
      if (loop.touchesStreams) {
        if (!follow(goesOn, loop))
          return;
        run(code, frame, loop.middle, loop.end);
        ++unknown;
        continue;
      }
      merge(goesOn,
            runUnder(goesOn,
                     [&] {
                       run(code, frame, loop.middle, loop.end);
                       iterate(unknown + 1);
                     }),
            {});
      return;
    }
  };
  iterate(0);
}

bool Execution::follow(ExpressionId condition, const Instruction &branch) {
  if (!limits.way)
    throw NeedsWays();
  if (nextDecision == limits.way->size())
    limits.way->push_back({condition, true, branch.place});
  const Decision &decision = (*limits.way)[nextDecision++];
  if (decision.condition != condition)
    throw InternalError("a program that is executed again decides something else");
  suppose(decision);
  return decision.value;
}

void Execution::suppose(const Decision &decision) {
  path = expressions.both(path, decision.value ? decision.condition : expressions.invert(decision.condition));
  addFacts(decision.condition, decision.value);
}

void Execution::runBranch(const Code &code, Frame &frame, uint32_t at, ExpressionId condition) {
  const Instruction &branch = code.instructions[at];
  condition = underFacts(condition);
  if (branch.touchesStreams && !expressions.isConstant(condition))
    condition = expressions.truth(follow(condition, branch));
  if (expressions.isConstant(condition)) {
    if (expressions.isConstant(condition, 1))
      run(code, frame, at + 1, branch.middle);
    else
      run(code, frame, branch.middle, branch.end);
    return;
  }
  // The values that the two sides give.
  auto results = [&] {
    std::vector<ExpressionId> values;
    for (uint32_t i = 0; i < branch.listCount; ++i) {
      uint32_t slot = code.slots[branch.list + i];
      values.push_back(code.kinds[branch.list + i] == SlotKind::Index ? expressionOf(IndexValue(frame.indices[slot]))
                                                                      : frame.values[slot]);
    }
    return values;
  };
  std::vector<ExpressionId> onTrue, onFalse;
  std::vector<Write> trueWrites = runUnder(condition, [&] {
    run(code, frame, at + 1, branch.middle);
    onTrue = results();
  });
  std::vector<Write> falseWrites = runUnder(expressions.invert(condition), [&] {
    run(code, frame, branch.middle, branch.end);
    onFalse = results();
  });
  expressions.setPlace(branch.place);
  merge(condition, trueWrites, falseWrites);
  for (uint32_t i = 0; i < branch.listCount && !(onTrue.empty() && onFalse.empty()); ++i) {
    uint32_t slot = code.slots[branch.list + i];
    // A side that what is around excludes was not executed.
    ExpressionId value = onTrue.empty()    ? onFalse[i]
                         : onFalse.empty() ? onTrue[i]
                                           : expressions.select(condition, onTrue[i], onFalse[i]);
    if (code.kinds[branch.list + i] == SlotKind::Index)
      frame.indices[slot] = indexOf(value).number;
    else
      frame.values[slot] = value;
  }
}

void Execution::runCall(const Code &code, Frame &frame, const Instruction &instruction) {
  const Code &callee = program.functions[instruction.a];
  Frame &inner = frames[instruction.a];
  if (inner.isActive)
    giveUp("a call of " + callee.name + " from itself", instruction);
  for (uint32_t i = 0; i < instruction.listCount; ++i) {
    uint32_t slot = code.slots[instruction.list + i];
    bool isArgument = i < instruction.b;
    if (!isArgument)
      break;
    SlotReference target = callee.arguments[i];
    switch (target.kind) {
    case SlotKind::Value:
      inner.values[target.slot] = frame.values[slot];
      break;
    case SlotKind::Index:
      inner.indices[target.slot] = frame.indices[slot];
      break;
    case SlotKind::Memory:
      inner.memories[target.slot] = frame.memories[slot];
      break;
    case SlotKind::Stream:
      inner.streams[target.slot] = frame.streams[slot];
      break;
    }
  }
  inner.isActive = true;
  run(callee, inner, 0, static_cast<uint32_t>(callee.instructions.size()));
  inner.isActive = false;
  for (uint32_t i = instruction.b; i < instruction.listCount; ++i) {
    uint32_t slot = code.slots[instruction.list + i];
    SlotReference source = callee.results[i - instruction.b];
    if (source.kind == SlotKind::Index)
      frame.indices[slot] = inner.indices[source.slot];
    else
      frame.values[slot] = inner.values[source.slot];
  }
}

} // namespace allo::verify
