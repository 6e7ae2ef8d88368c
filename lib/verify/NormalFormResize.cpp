// Extensions and truncations of normal forms: pushed to the leaves where that is the same number, which for extensions
// of sums and products needs their ranges.
#include "verify/NormalForm.h"

#include "llvm/ADT/ScopeExit.h"

using llvm::APInt;

namespace allo::verify {

namespace {
constexpr unsigned maximalDepth = 400; // beyond, an operation stays in front of what it is applied to

APInt resizedSigned(const APInt &value, unsigned width) { return value.sextOrTrunc(width); }
} // namespace

ExpressionId NormalForm::mapped(ExpressionId normal, ExpressionType type,
                                const std::function<ExpressionId(ExpressionId)> &resize, bool isSigned) {
  Node node = expressions[normal];
  unsigned width = type.width();
  auto coefficient = [&](ExpressionId constant) {
    APInt bits = expressions.bitsOf(constant);
    return isSigned ? bits.sextOrTrunc(width) : bits.zextOrTrunc(width);
  };
  switch (node.opcode) {
  case Opcode::Sum: {
    std::vector<uint32_t> list = expressions.list(normal).vec();
    Terms terms;
    for (size_t i = 0; i < list.size(); i += 2) {
      ExpressionId term = list[i] ? resize(list[i]) : expressions.constant(type, APInt(width, 1));
      addScaled(terms, term, coefficient(list[i + 1]));
    }
    return sumOf(type, std::move(terms));
  }
  case Opcode::Product: {
    std::vector<ExpressionId> factors = expressions.list(normal).vec();
    for (ExpressionId &factor : factors)
      factor = resize(factor);
    return multiplied(type, std::move(factors));
  }
  case Opcode::Conjunction:
  case Opcode::Disjunction:
  case Opcode::Difference: {
    Opcode opcode = node.opcode == Opcode::Conjunction   ? Opcode::And
                    : node.opcode == Opcode::Disjunction ? Opcode::Or
                                                         : Opcode::Xor;
    std::vector<ExpressionId> operands = expressions.list(normal).vec();
    ExpressionId result = resize(operands[0]);
    for (size_t i = 1; i < operands.size(); ++i)
      result = settled(expressions.make(opcode, type, result, resize(operands[i])));
    return result;
  }
  case Opcode::Select:
    return settled(expressions.select(node.a, resize(node.b), resize(node.c)));
  default:
    return noExpression;
  }
}

ExpressionId NormalForm::truncated(ExpressionId normal, ExpressionType type) {
  Node node = expressions[normal];
  if (node.type == type)
    return normal;
  auto plain = [&] { return expressions.make(Opcode::Truncate, type, normal); };
  if (expressions.isConstant(normal) || depth > maximalDepth)
    return plain();
  auto [entry, isNew] = resizedForms.try_emplace({normal, type.width(), Opcode::Truncate}, noExpression);
  if (!isNew && entry->second)
    return entry->second;
  ++depth;
  llvm::scope_exit leave([&] { --depth; });
  ExpressionId result = noExpression;
  if (node.opcode == Opcode::ExtendZero || node.opcode == Opcode::ExtendSign)
    result = expressions.typeOf(node.a).width() > type.width()
                 ? truncated(node.a, type)
                 : extended(node.a, type, node.opcode == Opcode::ExtendSign);
  else if (node.opcode == Opcode::Truncate)
    result = truncated(node.a, type);
  else
    result = mapped(normal, type, [&](ExpressionId operand) { return truncated(operand, type); }, true);
  if (!result)
    result = plain();
  normals[result] = result;
  return resizedForms[{normal, type.width(), Opcode::Truncate}] = result;
}

ExpressionId NormalForm::extended(ExpressionId normal, ExpressionType type, bool isSigned) {
  Node node = expressions[normal];
  if (node.type == type)
    return normal;
  Opcode opcode = isSigned ? Opcode::ExtendSign : Opcode::ExtendZero;
  if (expressions.isConstant(normal) || depth > maximalDepth)
    return expressions.make(opcode, type, normal);
  if (auto found = resizedForms.find({normal, type.width(), opcode}); found != resizedForms.end())
    return found->second;
  ++depth;
  llvm::scope_exit leave([&] { --depth; });
  ExpressionId result = noExpression;
  bool isNumber = node.opcode == Opcode::Sum || node.opcode == Opcode::Product;
  if (node.opcode == Opcode::ExtendZero || (node.opcode == Opcode::ExtendSign && isSigned)) {
    result = extended(node.a, type, node.opcode == Opcode::ExtendSign);
  } else if (isNumber) { // as a sum of signed numbers, or of unsigned ones
    for (bool asSigned : {true, false}) {
      bool isSame = asSigned == isSigned || !rangeOf(normal, true).low.isNegative();
      if (result || !isSame || !fits(normal, asSigned))
        continue;
      result = mapped(normal, type, [&](ExpressionId operand) { return extended(operand, type, asSigned); }, asSigned);
    }
  } else {
    result = mapped(normal, type, [&](ExpressionId operand) { return extended(operand, type, isSigned); }, isSigned);
  }
  if (!result) { // what is not negative is extended by zeros
    bool isNegative = isSigned && rangeOf(normal, true).low.isNegative();
    result = expressions.make(isNegative ? Opcode::ExtendSign : Opcode::ExtendZero, type, normal);
  }
  normals[result] = result;
  return resizedForms[{normal, type.width(), opcode}] = result;
}

bool NormalForm::fits(ExpressionId normal, bool isSigned) {
  unsigned width = expressions.typeOf(normal).width();
  Range range = exactRange(normal, isSigned);
  APInt low = isSigned ? APInt::getSignedMinValue(width) : APInt(width, 0);
  APInt high = isSigned ? APInt::getSignedMaxValue(width) : APInt::getMaxValue(width);
  unsigned bits = range.low.getBitWidth();
  return range.low.sge(low.sext(bits)) && range.high.sle(isSigned ? high.sext(bits) : high.zext(bits));
}

NormalForm::Range NormalForm::exactRange(ExpressionId normal, bool isSigned) {
  std::vector<uint32_t> list = expressions.list(normal).vec();
  unsigned width = expressions.typeOf(normal).width();
  bool isSum = expressions[normal].opcode == Opcode::Sum;
  auto wide = [&](unsigned bits, const Range &range) {
    return Range{resizedSigned(range.low, bits), resizedSigned(range.high, bits)};
  };
  auto product = [](const Range &a, const Range &b) {
    APInt corners[] = {a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high};
    Range range{corners[0], corners[0]};
    for (const APInt &corner : corners) {
      range.low = corner.slt(range.low) ? corner : range.low;
      range.high = corner.sgt(range.high) ? corner : range.high;
    }
    return range;
  };
  // Enough for the product of all factors, or the sum of all products of a term and its coefficient.
  unsigned bits = isSum ? 2 * (width + 2) + llvm::Log2_64_Ceil(list.size() + 1) : (width + 2) * list.size();
  if (isSum) {
    Range sum{APInt(bits, 0), APInt(bits, 0)};
    for (size_t i = 0; i < list.size(); i += 2) {
      APInt factor = expressions.bitsOf(list[i + 1]);
      factor = isSigned ? factor.sext(bits) : factor.zext(bits);
      Range term = list[i] ? wide(bits, rangeOf(list[i], isSigned)) : Range{APInt(bits, 1), APInt(bits, 1)};
      Range scaled = product(term, {factor, factor});
      sum.low += scaled.low;
      sum.high += scaled.high;
    }
    return sum;
  }
  Range result{APInt(bits, 1), APInt(bits, 1)};
  for (uint32_t factor : list)
    result = product(result, wide(bits, rangeOf(factor, isSigned)));
  return result;
}

NormalForm::Range NormalForm::rangeOf(ExpressionId normal, bool isSigned) {
  if (auto found = ranges.find({normal, isSigned}); found != ranges.end())
    return found->second;
  unsigned width = expressions.typeOf(normal).width();
  Range full =
      isSigned ? Range{APInt::getSignedMinValue(width).sext(width + 1), APInt::getSignedMaxValue(width).sext(width + 1)}
               : Range{APInt(width + 1, 0), APInt::getMaxValue(width).zext(width + 1)};
  if (depth > maximalDepth || expressions.typeOf(normal).isFloating())
    return full;
  ++depth;
  llvm::scope_exit leave([&] { --depth; });
  Range range = computeRange(normal, isSigned);
  if (range.low.getBitWidth() != width + 1 || range.low.slt(full.low) || range.high.sgt(full.high))
    range = full; // it may wrap
  return ranges[{normal, isSigned}] = range;
}

// Ranges that may leave those of the type are cut by the caller.
NormalForm::Range NormalForm::computeRange(ExpressionId normal, bool isSigned) {
  Node node = expressions[normal];
  unsigned width = node.type.width();
  Range none{APInt(width + 2, 0), APInt(width + 2, 0)};
  auto asWide = [&](const Range &range) {
    return Range{resizedSigned(range.low, width + 1), resizedSigned(range.high, width + 1)};
  };
  switch (node.opcode) {
  case Opcode::Constant: {
    APInt bits = expressions.bitsOf(normal);
    bits = isSigned ? bits.sext(width + 1) : bits.zext(width + 1);
    return {bits, bits};
  }
  case Opcode::ExtendZero:
    return asWide(rangeOf(node.a, false));
  case Opcode::ExtendSign: {
    Range inner = rangeOf(node.a, true);
    return !isSigned && inner.low.isNegative() ? none : asWide(inner);
  }
  case Opcode::Sum:
  case Opcode::Product:
    return fits(normal, isSigned) ? asWide(exactRange(normal, isSigned)) : none;
  case Opcode::Select: {
    Range left = rangeOf(node.b, isSigned), right = rangeOf(node.c, isSigned);
    return {left.low.slt(right.low) ? left.low : right.low, left.high.sgt(right.high) ? left.high : right.high};
  }
  case Opcode::Conjunction: { // at most the smallest operand that is not negative
    Range range = none;
    for (uint32_t operand : expressions.list(normal).vec()) {
      Range other = rangeOf(operand, isSigned);
      if (!other.low.isNegative() && (range.low.getBitWidth() != width + 1 || other.high.slt(range.high)))
        range = {APInt(width + 1, 0), other.high};
    }
    return range;
  }
  case Opcode::ShiftRight:
  case Opcode::RemainderUnsigned: {
    if (!expressions.isConstant(node.b))
      return none;
    APInt operand = expressions.bitsOf(node.b);
    APInt high = node.opcode == Opcode::ShiftRight ? APInt::getMaxValue(width).lshr(operand) : operand - 1;
    return {APInt(width + 1, 0), high.zext(width + 1)};
  }
  case Opcode::ShiftRightSigned: {
    if (!expressions.isConstant(node.b) || !isSigned)
      return none;
    Range inner = rangeOf(node.a, true);
    unsigned distance = static_cast<unsigned>(expressions.bitsOf(node.b).getLimitedValue(width));
    return {inner.low.ashr(distance), inner.high.ashr(distance)};
  }
  default:
    return none;
  }
}

} // namespace allo::verify
