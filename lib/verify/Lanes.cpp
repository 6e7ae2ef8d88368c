// Lanes of words at a computed distance: what `pack` makes of subscripts that depend on data. An index of few values is
// split into them, so that the words are as those of known lanes, and reads and writes as those of elements:
//   Truncate(ShiftRight(word, 16 * (i & 3)))            is   i == 0 ? lane 0 : i == 1 ? lane 1 : …
//   (word & ~(mask << 16 * (i & 3))) | (v << 16 * (i & 3))   is   i == 0 ? word with v in lane 0 : …
//   i >> 2 == 1 ? (what is above) : word 1              is   i == 4 ? word 1 with v in lane 0 : … : word 1
#include "verify/Expressions.h"

using llvm::APInt;

namespace allo::verify {

namespace {
constexpr uint64_t largestIndex = 63;     // that is split
constexpr unsigned evaluatedOperands = 8; // deep
} // namespace

std::optional<APInt> Expressions::valueAt(ExpressionId a, ExpressionId index, const APInt &value,
                                          unsigned depth) const {
  const Node &node = (*this)[a];
  if (a == index)
    return value;
  if (node.opcode == Opcode::Constant)
    return bitsOf(a);
  const Node &known = (*this)[index];
  bool areMasked = node.opcode == Opcode::And && known.opcode == Opcode::And && node.a == known.a;
  if (areMasked && isConstant(node.b) && isConstant(known.b) && bitsOf(node.b).isSubsetOf(bitsOf(known.b)))
    return value & bitsOf(node.b);
  if (depth == 0 || node.type.isFloating() || operandCount(node) == 0 || operandCount(node) > 2)
    return std::nullopt;
  llvm::SmallVector<APInt, 2> operands;
  for (ExpressionId operand : {node.a, operandCount(node) > 1 ? node.b : noExpression})
    if (operand) {
      std::optional<APInt> bits;
      if (!typeOf(operand).isFloating())
        bits = valueAt(operand, index, value, depth - 1);
      if (!bits)
        return std::nullopt;
      operands.push_back(*bits);
    }
  return fold(node, typeOf(node.a), operands);
}

ExpressionId Expressions::branchAt(ExpressionId a, ExpressionId index, const APInt &value) const {
  while ((*this)[a].opcode == Opcode::Select) {
    const Node &node = (*this)[a];
    std::optional<APInt> condition = valueAt(node.a, index, value, evaluatedOperands);
    if (!condition)
      break;
    a = condition->isZero() ? node.c : node.b;
  }
  return a;
}

ExpressionId Expressions::indexOfWord(ExpressionId condition) const {
  const Node &equal = (*this)[condition];
  if (equal.opcode != Opcode::Equal || !isConstant(equal.b))
    return noExpression;
  ExpressionId word = equal.a;
  while ((*this)[word].opcode == Opcode::ExtendZero || (*this)[word].opcode == Opcode::Truncate)
    word = (*this)[word].a;
  const Node &quotient = (*this)[word];
  bool isQuotient = quotient.opcode == Opcode::ShiftRight || quotient.opcode == Opcode::DivideUnsigned;
  return isQuotient && isConstant(quotient.b) && isFew(quotient.a) ? quotient.a : noExpression;
}

bool Expressions::isFew(ExpressionId index) const {
  return typeOf(index).width() <= 64 && upperBound(index) <= largestIndex;
}

ExpressionId Expressions::indexOfLane(ExpressionId distance, ExpressionId word) const {
  bool isScaled = false;
  for (Node node = (*this)[distance];; node = (*this)[distance]) {
    bool isProduct = node.opcode == Opcode::Multiply && isConstant(node.b);
    if (!isProduct && node.opcode != Opcode::ExtendZero && node.opcode != Opcode::Truncate)
      break;
    isScaled |= isProduct;
    distance = node.a;
  }
  if (!isScaled || !isFew(distance))
    return noExpression;
  const Node &lane = (*this)[distance];
  if (lane.opcode == Opcode::RemainderUnsigned && isFew(lane.a))
    return lane.a;
  if (const Node &select = (*this)[word]; select.opcode == Opcode::Select)
    if (ExpressionId whole = indexOfWord(select.a);
        whole && valueAt(distance, whole, APInt(typeOf(whole).width(), 0), evaluatedOperands))
      return whole;
  return distance;
}

ExpressionId Expressions::splitByIndex(ExpressionId word, ExpressionId distance, ExpressionId otherwise,
                                       LaneMaker make) {
  ExpressionId index = indexOfLane(distance, word), result = otherwise;
  if (!index)
    return noExpression;
  for (uint64_t i = upperBound(index) + 1; i-- > 0;) {
    APInt value(typeOf(index).width(), i);
    std::optional<APInt> bits = valueAt(distance, index, value, evaluatedOperands);
    if (!bits)
      return noExpression;
    ExpressionId lane = make(branchAt(word, index, value), *bits);
    result = result ? makeSelect(equal(index, constant(typeOf(index), value)), lane, result) : lane;
  }
  return result;
}

ExpressionId Expressions::loadedLane(ExpressionType type, ExpressionId word, ExpressionId distance) {
  return splitByIndex(word, distance, noExpression, [&](ExpressionId here, const APInt &bits) {
    return makeTruncation(type, makeShift(Opcode::ShiftRight, here, constant(typeOf(here), bits)));
  });
}

// word & ~(mask << distance)
std::optional<Expressions::ClearedLane> Expressions::clearedLane(const Node &node) const {
  if (node.opcode != Opcode::And)
    return std::nullopt;
  for (auto [word, inverted] : {std::pair(node.a, node.b), std::pair(node.b, node.a)})
    if (ExpressionId lane = invertedOf(inverted)) {
      const Node &shift = (*this)[lane];
      if (shift.opcode == Opcode::ShiftLeft && isConstant(shift.a))
        return ClearedLane{word, bitsOf(shift.a), shift.b};
    }
  return std::nullopt;
}

ExpressionId Expressions::storedLane(ExpressionId a, ExpressionId b) {
  for (auto [cleared, stored] : {std::pair(a, b), std::pair(b, a)}) {
    Node shift = (*this)[stored];
    if (shift.opcode != Opcode::ShiftLeft)
      continue;
    if (std::optional<ClearedLane> lane = clearedLane((*this)[cleared]); lane && lane->distance == shift.b)
      return withLane(lane->word, lane->mask, shift.a, shift.b);
  }
  return noExpression;
}

ExpressionId Expressions::withLane(ExpressionId word, const APInt &mask, ExpressionId element, ExpressionId distance) {
  ExpressionType type = typeOf(word);
  return splitByIndex(word, distance, word, [&](ExpressionId here, const APInt &bits) {
    ExpressionId kept = makeBitwise(Opcode::And, here, constant(type, ~mask.shl(bits)));
    return makeBitwise(Opcode::Or, kept, makeShift(Opcode::ShiftLeft, element, constant(type, bits)));
  });
}

// What is left of a store where the word, or the element, was zero.
ExpressionId Expressions::splitLane(const Node &node) {
  ExpressionId none = zero(node.type);
  if (node.opcode == Opcode::ShiftLeft)
    return withLane(none, APInt(node.type.width(), 0), node.a, node.b);
  std::optional<ClearedLane> lane = clearedLane(node);
  return lane ? withLane(lane->word, lane->mask, none, lane->distance) : noExpression;
}

ExpressionId Expressions::lanesOfWord(ExpressionId condition, ExpressionId changed, ExpressionId word) {
  Node node = (*this)[changed];
  bool isLane = node.opcode == Opcode::ShiftLeft || node.opcode == Opcode::And;
  ExpressionId index = isLane || node.opcode == Opcode::Select ? indexOfWord(condition) : noExpression;
  if (index && isLane)
    changed = splitLane(node);
  if (!index || !changed || (*this)[changed].opcode != Opcode::Select)
    return noExpression;
  ExpressionId result = word;
  for (uint64_t i = upperBound(index) + 1; i-- > 0;) {
    APInt value(typeOf(index).width(), i);
    std::optional<APInt> isThis = valueAt(condition, index, value, evaluatedOperands);
    if (!isThis || (isThis->isOne() && !valueAt((*this)[changed].a, index, value, evaluatedOperands)))
      return noExpression;
    if (isThis->isOne())
      result = makeSelect(equal(index, constant(typeOf(index), value)), branchAt(changed, index, value), result);
  }
  return result;
}

} // namespace allo::verify
