// Subscripts, memories, and what is merged where a condition depends on data.
#include "verify/Execution.h"

#include "llvm/ADT/DenseMap.h"

using namespace mlir;

namespace allo::verify {

//===-- Indices ---------------------------------------------------------------------------------------------------===//

IndexValue Execution::valueOf(const IndexFunction &function, const Frame &frame) {
  bool isKnown = true;
  int64_t value = function.constant;
  for (auto [factor, slot] : function.terms) {
    IndexValue operand(frame.indices[slot]);
    if (operand.isSymbolic()) {
      isKnown = false;
      break;
    }
    value += factor * operand.number;
  }
  if (isKnown && function.isLinear)
    return value;
  if (isKnown) { // its terms are not all of it
    llvm::SmallVector<int64_t> dimensions, symbols;
    for (size_t i = 0; i < function.operands.size(); ++i) {
      IndexValue operand(frame.indices[function.operands[i]]);
      isKnown &= !operand.isSymbolic();
      (i < function.dimensions ? dimensions : symbols).push_back(operand.number);
    }
    if (isKnown) {
      AffineExpr expression = function.expression;
      MLIRContext *context = expression.getContext();
      llvm::SmallVector<AffineExpr> dimensionConstants, symbolConstants;
      for (int64_t number : dimensions)
        dimensionConstants.push_back(getAffineConstantExpr(number, context));
      for (int64_t number : symbols)
        symbolConstants.push_back(getAffineConstantExpr(number, context));
      if (auto constant =
              dyn_cast<AffineConstantExpr>(expression.replaceDimsAndSymbols(dimensionConstants, symbolConstants)))
        return constant.getValue();
      throw NotDecided{"a subscript has no value", {}, ""};
    }
  }
  return indexOf(expressionOf(function.expression, function, frame));
}

ExpressionId Execution::expressionOf(AffineExpr expression, const IndexFunction &function, const Frame &frame) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expression))
    return expressions.constant(indexType, static_cast<uint64_t>(constant.getValue()));
  if (auto dimension = dyn_cast<AffineDimExpr>(expression))
    return expressionOf(IndexValue(frame.indices[function.operands[dimension.getPosition()]]));
  if (auto symbol = dyn_cast<AffineSymbolExpr>(expression))
    return expressionOf(IndexValue(frame.indices[function.operands[function.dimensions + symbol.getPosition()]]));
  auto binary = cast<AffineBinaryOpExpr>(expression);
  ExpressionId left = expressionOf(binary.getLHS(), function, frame);
  ExpressionId right = expressionOf(binary.getRHS(), function, frame);
  switch (expression.getKind()) {
  case AffineExprKind::Add:
    return expressions.add(left, right);
  case AffineExprKind::Mul:
    return expressions.multiply(left, right);
  default:
    break;
  }
  bool isFloor = expression.getKind() != AffineExprKind::CeilDiv;
  if (expressions.isConstant(right) && expressions.bitsOf(right).isPowerOf2() && isFloor) {
    llvm::APInt divisor = expressions.bitsOf(right);
    if (expression.getKind() == AffineExprKind::Mod)
      return expressions.both(left, expressions.constant(indexType, divisor - 1));
    return expressions.make(Opcode::ShiftRightSigned, indexType, left,
                            expressions.constant(indexType, uint64_t(divisor.logBase2())));
  }
  // Towards minus infinity: quotient - 1 where the remainder is negative; the divisor is positive.
  ExpressionId quotient = expressions.make(Opcode::DivideSigned, indexType, left, right);
  ExpressionId rest = expressions.make(Opcode::RemainderSigned, indexType, left, right);
  ExpressionId zero = expressions.zero(indexType);
  ExpressionId isNegative = expressions.less(rest, zero, true);
  if (expression.getKind() == AffineExprKind::Mod)
    return expressions.select(isNegative, expressions.add(rest, right), rest);
  ExpressionId floor =
      expressions.select(isNegative, expressions.add(quotient, expressions.allOnes(indexType)), quotient);
  if (expression.getKind() == AffineExprKind::FloorDiv)
    return floor;
  ExpressionId isExact = expressions.equal(rest, zero);
  return expressions.select(isExact, floor, expressions.add(floor, expressions.constant(indexType, uint64_t(1))));
}

ExpressionId Execution::conditionOf(const Code &code, Frame &frame, const Instruction &instruction) {
  ExpressionId condition = expressions.truth(true);
  ExpressionId zero = expressions.zero(indexType);
  for (uint32_t i = 0; i < instruction.functionCount; ++i) {
    IndexValue value = valueOf(code.functions[instruction.functions + i], frame);
    bool isEquality = code.isEquality[instruction.functions + i];
    if (value.isSymbolic()) {
      ExpressionId holds = isEquality ? expressions.equal(value.expression(), zero)
                                      : expressions.invert(expressions.less(value.expression(), zero, true));
      condition = expressions.both(condition, holds);
    } else if (isEquality ? value.number != 0 : value.number < 0) {
      return expressions.truth(false);
    }
  }
  return condition;
}

//===-- Memories --------------------------------------------------------------------------------------------------===//

ExpressionId Execution::undefined(const Memory &memory, int64_t cell) {
  return expressions.node(Opcode::Undefined, memory.shape->type, expressions.nameId(memory.shape->name),
                          static_cast<uint32_t>(cell));
}

ExpressionId Execution::get(Memory &memory, int64_t cell) {
  ExpressionId value = memory.cells[static_cast<size_t>(cell)];
  return value ? value : undefined(memory, cell);
}

void Execution::set(Memory &memory, int64_t cell, ExpressionId value) {
  ExpressionId &place = memory.cells[static_cast<size_t>(cell)];
  if (isConditional())
    log.push_back({&memory, cell, place});
  place = value;
}

bool Execution::isInside(const Memory &memory, const Instruction &instruction, size_t dimension, IndexValue index) {
  int64_t extent = memory.shape->extents[dimension];
  const std::string what = memory.shape->name + " is accessed within its bounds";
  if (index.isSymbolic()) {
    ExpressionId isLess =
        expressions.less(index.expression(), expressions.constant(indexType, static_cast<uint64_t>(extent)), false);
    assume(Assumption::inBounds, isLess, what, instruction.place);
    return true;
  }
  if (index.number >= 0 && index.number < extent)
    return true;
  if (expressions.isConstant(path, 1))
    throw Fault{"subscript " + std::to_string(index.number) + " of " + memory.shape->name + " is outside of 0 to " +
                    std::to_string(extent - 1),
                places[instruction.place]};
  assume(Assumption::inBounds, expressions.truth(false), what, instruction.place);
  return false;
}

void Execution::forEachCell(const Code &code, Frame &frame, const Instruction &instruction, const Memory &memory,
                            const std::function<void(int64_t, ExpressionId)> &visit) {
  llvm::SmallVector<IndexValue, 4> indices;
  int64_t candidates = 1;
  for (uint32_t i = 0; i < instruction.functionCount; ++i) {
    indices.push_back(valueOf(code.functions[instruction.functions + i], frame));
    if (!isInside(memory, instruction, i, indices.back()))
      return;
    if (indices.back().isSymbolic())
      candidates *= memory.shape->extents[i];
  }
  if (candidates > limits.selectedElements)
    giveUp("a subscript of " + memory.shape->name + " depends on data and may mean " + std::to_string(candidates) +
               " elements",
           instruction, "verify smaller arrays");
  std::function<void(size_t, int64_t, ExpressionId)> descend = [&](size_t dimension, int64_t cell,
                                                                   ExpressionId condition) {
    if (dimension == indices.size()) {
      visit(cell, expressions.isConstant(condition, 1) ? noExpression : condition);
      return;
    }
    int64_t extent = memory.shape->extents[dimension];
    if (!indices[dimension].isSymbolic()) {
      descend(dimension + 1, cell * extent + indices[dimension].number, condition);
      return;
    }
    for (int64_t i = 0; i < extent; ++i) {
      ExpressionId isThis =
          expressions.equal(indices[dimension].expression(), expressions.constant(indexType, static_cast<uint64_t>(i)));
      ExpressionId both = expressions.both(condition, isThis);
      if (!expressions.isConstant(both, 0))
        descend(dimension + 1, cell * extent + i, both);
    }
  };
  descend(0, 0, expressions.truth(true));
}

std::optional<int64_t> Execution::knownCell(const Code &code, Frame &frame, const Instruction &instruction,
                                            const Memory &memory) {
  const MemoryShape &shape = *memory.shape;
  int64_t cell = 0;
  for (uint32_t i = 0; i < instruction.functionCount; ++i) {
    IndexValue index = valueOf(code.functions[instruction.functions + i], frame);
    if (index.isSymbolic() || index.number < 0 || index.number >= shape.extents[i])
      return std::nullopt;
    cell = cell * shape.extents[i] + index.number;
  }
  return cell;
}

ExpressionId Execution::read(const Code &code, Frame &frame, const Instruction &instruction) {
  Memory &memory = *frame.memories[instruction.a];
  if (std::optional<int64_t> cell = knownCell(code, frame, instruction, memory))
    return underFacts(get(memory, *cell));
  expressions.setPlace(instruction.place);
  std::vector<std::pair<int64_t, ExpressionId>> candidates;
  forEachCell(code, frame, instruction, memory,
              [&](int64_t candidate, ExpressionId condition) { candidates.emplace_back(candidate, condition); });
  if (candidates.empty())
    return undefined(memory, 0);
  ExpressionId value = get(memory, candidates.back().first);
  candidates.pop_back();
  for (auto [candidate, condition] : llvm::reverse(candidates))
    value = condition ? expressions.select(condition, get(memory, candidate), value) : get(memory, candidate);
  return value;
}

void Execution::write(const Code &code, Frame &frame, const Instruction &instruction) {
  Memory &memory = *frame.memories[instruction.a];
  ExpressionId value = frame.values[instruction.b];
  if (std::optional<int64_t> cell = knownCell(code, frame, instruction, memory))
    return set(memory, *cell, value);
  expressions.setPlace(instruction.place);
  forEachCell(code, frame, instruction, memory, [&](int64_t candidate, ExpressionId condition) {
    set(memory, candidate, condition ? expressions.select(condition, value, get(memory, candidate)) : value);
  });
}

//===-- Conditions ------------------------------------------------------------------------------------------------===//

void Execution::addFacts(ExpressionId condition, bool value) {
  if (!facts.try_emplace(condition, value).second)
    return;
  factOrder.push_back(condition);
  Node node = expressions[condition];
  if (node.opcode == Opcode::Xor && expressions.isAllOnes(node.b))
    addFacts(node.a, !value);
  if (node.opcode == (value ? Opcode::And : Opcode::Or)) {
    addFacts(node.a, value);
    addFacts(node.b, value);
  }
}

ExpressionId Execution::underFacts(ExpressionId value, unsigned deep) {
  while (!facts.empty()) {
    Node node = expressions[value];
    if (node.type == Expressions::boolean()) {
      if (auto known = facts.find(value); known != facts.end())
        return expressions.truth(known->second);
      bool isConnective = node.opcode == Opcode::And || node.opcode == Opcode::Or || node.opcode == Opcode::Xor;
      if (isConnective && deep > 0)
        return expressions.make(node.opcode, node.type, underFacts(node.a, deep - 1), underFacts(node.b, deep - 1));
    }
    if (node.opcode != Opcode::Select)
      break;
    auto known = facts.find(node.a);
    if (known == facts.end())
      break;
    value = known->second ? node.b : node.c;
  }
  return value;
}

std::vector<Execution::Write> Execution::runUnder(ExpressionId condition, const std::function<void()> &body) {
  size_t mark = log.size();
  ExpressionId outer = path;
  path = expressions.both(path, condition);
  ++depth;
  size_t known = factOrder.size();
  addFacts(condition, true);
  if (!expressions.isConstant(path, 0)) // else what is around excludes it
    body();
  std::vector<Write> writes = takeBack(mark);
  for (; factOrder.size() > known; factOrder.pop_back())
    facts.erase(factOrder.back());
  --depth;
  path = outer;
  return writes;
}

// The last value of every cell written since `mark`; the cells get the values that they had before.
std::vector<Execution::Write> Execution::takeBack(size_t mark) {
  std::vector<Write> writes;
  llvm::DenseMap<std::pair<Memory *, int64_t>, bool> seen;
  for (size_t i = mark; i < log.size(); ++i)
    if (seen.try_emplace({log[i].memory, log[i].cell}, true).second)
      writes.push_back({log[i].memory, log[i].cell, log[i].memory->cells[static_cast<size_t>(log[i].cell)]});
  while (log.size() > mark) {
    log.back().memory->cells[static_cast<size_t>(log.back().cell)] = log.back().value;
    log.pop_back();
  }
  return writes;
}

void Execution::merge(ExpressionId condition, const std::vector<Write> &onTrue, const std::vector<Write> &onFalse) {
  llvm::DenseMap<std::pair<Memory *, int64_t>, ExpressionId> falseValues;
  for (const Write &write : onFalse)
    falseValues[{write.memory, write.cell}] = write.value;
  auto valueOrUndefined = [&](const Write &write, ExpressionId value) {
    return value ? value : undefined(*write.memory, write.cell);
  };
  for (const Write &write : onTrue) {
    ExpressionId before = write.memory->cells[static_cast<size_t>(write.cell)], other = before;
    if (auto found = falseValues.find({write.memory, write.cell}); found != falseValues.end()) {
      other = found->second;
      falseValues.erase(found);
    }
    set(*write.memory, write.cell,
        expressions.select(condition, valueOrUndefined(write, write.value), valueOrUndefined(write, other)));
  }
  for (const Write &write : onFalse) {
    if (!falseValues.count({write.memory, write.cell}))
      continue;
    ExpressionId before = write.memory->cells[static_cast<size_t>(write.cell)];
    set(*write.memory, write.cell,
        expressions.select(condition, valueOrUndefined(write, before), valueOrUndefined(write, write.value)));
  }
}

void Execution::assume(Assumption::Kind kind, ExpressionId condition, std::string text, uint32_t place) {
  ExpressionId implied = expressions.either(expressions.invert(path), condition);
  if (expressions.isConstant(implied, 1))
    return;
  if (expressions.isConstant(implied, 0)) {
    static const char *const failures[] = {" is not true for any input", " for no input", " is not true for any input"};
    throw Fault{"that " + text + failures[kind], places[place]};
  }
  if (!assumedConditions.insert(implied).second)
    return;
  assumed.push_back({kind, implied, std::move(text), place});
}

} // namespace allo::verify
