// See Simplify.h.
#include "target/rtl/model/Simplify.h"

#include "llvm/Support/MathExtras.h"

#include <algorithm>

using namespace allo::target::rtl::model;
using llvm::APInt;

using Kind = Expression::Kind;

namespace {

bool isZero(const Value &value) { return value->isConstant() && value->bits.isZero(); }
bool isOnes(const Value &value) { return value->isConstant() && value->bits.isAllOnes(); }

bool isSameWithin(const Value &left, const Value &right, unsigned depth) {
  if (left == right)
    return true;
  if (left->kind != right->kind || left->width != right->width || left->operands.size() != right->operands.size())
    return false;
  if (left->isConstant())
    return left->bits == right->bits;
  if (left->kind == Expression::signal)
    return left->signalId == right->signalId;
  if (left->low != right->low || depth == 0)
    return false;
  for (auto [a, b] : llvm::zip(left->operands, right->operands))
    if (!isSameWithin(a, b, depth - 1))
      return false;
  return true;
}

bool isNotOf(const Value &value, const Value &operand) {
  return value->kind == Expression::bitNot && isSame(value->operands[0], operand);
}

bool areOpposite(const Value &left, const Value &right) { return isNotOf(left, right) || isNotOf(right, left); }

Value simplifyNot(const Value &operand) {
  auto inverse = [&](Kind kind, bool swap) {
    return binary(kind, operand->operands[swap ? 1 : 0], operand->operands[swap ? 0 : 1]);
  };
  switch (operand->kind) {
  case Expression::bitNot:
    return operand->operands[0];
  case Expression::equal:
    return inverse(Expression::notEqual, false);
  case Expression::notEqual:
    return inverse(Expression::equal, false);
  case Expression::lessSigned:
    return inverse(Expression::lessEqualSigned, true);
  case Expression::lessEqualSigned:
    return inverse(Expression::lessSigned, true);
  case Expression::lessUnsigned:
    return inverse(Expression::lessEqualUnsigned, true);
  case Expression::lessEqualUnsigned:
    return inverse(Expression::lessUnsigned, true);
  default:
    return nullptr;
  }
}

Value simplifyBitwise(Kind kind, const Value &left, const Value &right) {
  if (left->isConstant())
    return binary(kind, right, left); // constants to the right
  bool isAnd = kind == Expression::bitAnd, isOr = kind == Expression::bitOr;
  if (isZero(right))
    return isAnd ? right : left;
  if (isOnes(right))
    return isAnd ? left : isOr ? right : unary(Expression::bitNot, left);
  if (isSame(left, right))
    return isAnd || isOr ? left : constant(APInt::getZero(left->width));
  if (areOpposite(left, right))
    return constant(isAnd ? APInt::getZero(left->width) : APInt::getAllOnes(left->width));
  return nullptr;
}

Value simplifyArithmetic(Kind kind, const Value &left, const Value &right) {
  if (kind != Expression::sub && left->isConstant())
    return binary(kind, right, left);
  if (kind == Expression::sub && isSame(left, right))
    return constant(APInt::getZero(left->width));
  if (kind != Expression::mul)
    return isZero(right) ? left : nullptr;
  if (isZero(right))
    return right;
  if (right->isConstant() && right->bits.isPowerOf2())
    return binary(Expression::shl, left, constant(32, right->bits.logBase2()));
  if (left->width == 1)
    return binary(Expression::bitAnd, left, right);
  return nullptr;
}

// Counts of more than 32 bits, which not every tool takes: the low bits count, the others say whether nothing is left.
Value narrowShift(Kind kind, const Value &left, const Value &right) {
  unsigned width = left->width, bits = llvm::Log2_32(width) + 1;
  if (right->width <= 32)
    return nullptr;
  Value sign = slice(left, width - 1, 1);
  Value rest = kind == Expression::shrs ? extend(sign, width, true) : constant(APInt::getZero(width));
  return select(unary(Expression::reduceOr, slice(right, bits, right->width - bits)), rest,
                binary(kind, left, slice(right, 0, bits)));
}

// Shifts by constants are wires.
Value simplifyShift(Kind kind, const Value &left, const Value &right) {
  if (isZero(right) || isZero(left))
    return left;
  if (!right->isConstant())
    return narrowShift(kind, left, right);
  unsigned width = left->width;
  auto count = unsigned(right->bits.getLimitedValue(width));
  if (kind == Expression::shrs)
    return extend(slice(left, std::min(count, width - 1), width - std::min(count, width - 1)), width, true);
  if (count == width)
    return constant(APInt::getZero(width));
  if (kind == Expression::shru)
    return extend(slice(left, count, width - count), width, false);
  return concat({slice(left, 0, width - count), constant(APInt::getZero(count))});
}

// Comparisons whose operands have known zeros on top: as unsigned ones of the bits below.
Value narrowComparison(Kind kind, const Value &left, const Value &right) {
  auto bitsNeeded = [](const Value &value) {
    if (value->isConstant())
      return std::max(1u, value->bits.getActiveBits());
    return value->kind == Expression::zeroExtend ? value->operands[0]->width : value->width;
  };
  unsigned width = std::max(bitsNeeded(left), bitsNeeded(right));
  if (width >= left->width)
    return nullptr;
  if (kind == Expression::lessSigned)
    kind = Expression::lessUnsigned;
  if (kind == Expression::lessEqualSigned)
    kind = Expression::lessEqualUnsigned;
  return binary(kind, slice(left, 0, width), slice(right, 0, width));
}

Value simplifyEquality(Kind kind, const Value &left, const Value &right) {
  if (left->isConstant())
    return binary(kind, right, left);
  bool isEqual = kind == Expression::equal;
  if (isSame(left, right))
    return constant(1, isEqual);
  if (areOpposite(left, right))
    return constant(1, !isEqual);
  if (left->width != 1 || !right->isConstant())
    return nullptr;
  return isOnes(right) == isEqual ? left : unary(Expression::bitNot, left);
}

// Comparisons with the least or greatest value, which lint tools point at.
Value simplifyOrder(Kind kind, const Value &left, const Value &right) {
  bool isSigned = kind == Expression::lessSigned || kind == Expression::lessEqualSigned;
  bool isStrict = kind == Expression::lessSigned || kind == Expression::lessUnsigned;
  unsigned width = left->width;
  if (isSame(left, right))
    return constant(1, !isStrict);
  Value least = constant(isSigned ? APInt::getSignedMinValue(width) : APInt::getZero(width));
  Value most = constant(isSigned ? APInt::getSignedMaxValue(width) : APInt::getAllOnes(width));
  if (isStrict && (isSame(right, least) || isSame(left, most)))
    return constant(1, 0);
  if (!isStrict && (isSame(left, least) || isSame(right, most)))
    return constant(1, 1);
  if (isSame(left, least) || isSame(right, most)) // strict
    return binary(Expression::notEqual, left, right);
  if (isSame(right, least) || isSame(left, most)) // not strict
    return binary(Expression::equal, left, right);
  if (isSigned && isStrict && isZero(right))
    return slice(left, width - 1, 1); // the sign
  if (isSigned && !isStrict && isZero(left))
    return unary(Expression::bitNot, slice(right, width - 1, 1));
  return nullptr;
}

Value simplifyComparison(Kind kind, const Value &left, const Value &right) {
  if (Value narrow = narrowComparison(kind, left, right))
    return narrow;
  bool isEquality = kind == Expression::equal || kind == Expression::notEqual;
  return isEquality ? simplifyEquality(kind, left, right) : simplifyOrder(kind, left, right);
}

Value simplifySelect(const Value &condition, const Value &thenValue, const Value &elseValue) {
  if (condition->isConstant())
    return condition->bits.isZero() ? elseValue : thenValue;
  if (isSame(thenValue, elseValue))
    return thenValue;
  if (condition->kind == Expression::bitNot)
    return select(condition->operands[0], elseValue, thenValue);
  if (thenValue->kind == Expression::select && isSame(thenValue->operands[0], condition))
    return select(condition, thenValue->operands[1], elseValue);
  if (elseValue->kind == Expression::select && isSame(elseValue->operands[0], condition))
    return select(condition, thenValue, elseValue->operands[2]);
  if (thenValue->width != 1)
    return nullptr;
  if (thenValue->isConstant())
    return isOnes(thenValue) ? binary(Expression::bitOr, condition, elseValue)
                             : binary(Expression::bitAnd, unary(Expression::bitNot, condition), elseValue);
  if (elseValue->isConstant())
    return isZero(elseValue) ? binary(Expression::bitAnd, condition, thenValue)
                             : binary(Expression::bitOr, unary(Expression::bitNot, condition), thenValue);
  return nullptr;
}

// A slice of a concatenation: the slices of the parts it covers.
Value sliceParts(const Value &concatenation, unsigned low, unsigned width) {
  llvm::SmallVector<Value, 4> parts;
  unsigned top = concatenation->width;
  for (const Value &part : concatenation->operands) {
    unsigned bottom = top - part->width;
    unsigned from = std::max(low, bottom), to = std::min(low + width, top);
    if (from < to)
      parts.push_back(slice(part, from - bottom, to - from));
    top = bottom;
  }
  return concat(parts);
}

Value simplifySlice(const Value &operand, unsigned low, unsigned width) {
  switch (operand->kind) {
  case Expression::slice:
    return slice(operand->operands[0], operand->low + low, width);
  case Expression::concat:
    return sliceParts(operand, low, width);
  case Expression::zeroExtend:
  case Expression::signExtend: {
    const Value &inner = operand->operands[0];
    bool isSigned = operand->kind == Expression::signExtend;
    if (low + width <= inner->width)
      return slice(inner, low, width);
    if (low < inner->width)
      return extend(slice(inner, low, inner->width - low), width, isSigned);
    return isSigned ? extend(slice(inner, inner->width - 1, 1), width, true) : constant(APInt::getZero(width));
  }
  default:
    return nullptr;
  }
}

Value simplifyExtension(Kind kind, const Value &operand, unsigned width) {
  if (operand->kind == Expression::zeroExtend) // its top bit is zero: both kinds add zeros
    return extend(operand->operands[0], width, false);
  if (operand->kind == kind)
    return extend(operand->operands[0], width, true);
  return nullptr;
}

Value simplifyReduction(Kind kind, const Value &operand) {
  if (operand->width == 1)
    return operand;
  if (operand->kind == Expression::signExtend)
    return unary(kind, operand->operands[0]);
  if (operand->kind == Expression::zeroExtend)
    return kind == Expression::reduceOr ? unary(kind, operand->operands[0]) : constant(1, 0);
  return nullptr;
}

} // namespace

bool allo::target::rtl::model::isSame(const Value &left, const Value &right) { return isSameWithin(left, right, 3); }

Value allo::target::rtl::model::simplify(const Expression &expression) {
  auto &x = expression.operands;
  switch (expression.kind) {
  case Expression::bitNot:
    return simplifyNot(x[0]);
  case Expression::bitAnd:
  case Expression::bitOr:
  case Expression::bitXor:
    return simplifyBitwise(expression.kind, x[0], x[1]);
  case Expression::add:
  case Expression::sub:
  case Expression::mul:
    return simplifyArithmetic(expression.kind, x[0], x[1]);
  case Expression::shl:
  case Expression::shrs:
  case Expression::shru:
    return simplifyShift(expression.kind, x[0], x[1]);
  case Expression::equal:
  case Expression::notEqual:
  case Expression::lessSigned:
  case Expression::lessEqualSigned:
  case Expression::lessUnsigned:
  case Expression::lessEqualUnsigned:
    return simplifyComparison(expression.kind, x[0], x[1]);
  case Expression::reduceOr:
  case Expression::reduceAnd:
    return simplifyReduction(expression.kind, x[0]);
  case Expression::select:
    return simplifySelect(x[0], x[1], x[2]);
  case Expression::slice:
    return simplifySlice(x[0], expression.low, expression.width);
  case Expression::signExtend:
  case Expression::zeroExtend:
    return simplifyExtension(expression.kind, x[0], expression.width);
  case Expression::constant:
  case Expression::signal:
  case Expression::concat:
    return nullptr;
  }
  return nullptr;
}

llvm::SmallVector<Value, 8> allo::target::rtl::model::mergeParts(llvm::ArrayRef<Value> parts) {
  llvm::SmallVector<Value, 8> merged;
  auto append = [&](const Value &part) {
    if (merged.empty()) {
      merged.push_back(part);
      return;
    }
    Value &last = merged.back();
    if (last->isConstant() && part->isConstant())
      last = constant(last->bits.concat(part->bits));
    else if (last->kind == Expression::slice && part->kind == Expression::slice &&
             isSame(last->operands[0], part->operands[0]) && last->low == part->low + part->width)
      last = slice(last->operands[0], part->low, last->width + part->width);
    else
      merged.push_back(part);
  };
  for (const Value &part : parts) {
    if (part->kind == Expression::concat)
      llvm::for_each(part->operands, append);
    else if (part->kind == Expression::zeroExtend) {
      append(constant(APInt::getZero(part->width - part->operands[0]->width)));
      for (const Value &inner : mergeParts({part->operands[0]}))
        append(inner);
    } else
      append(part);
  }
  return merged;
}
