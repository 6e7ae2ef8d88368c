// Fields of words: what `pack` puts together, ((word & others) | element << k), and takes apart again.
//   And(Or(p, q), mask)            is   q where the mask leaves nothing of p, and Or(And(p, mask), q) where it keeps q
//   Truncate(ShiftRight(word, k))  is   the element that was put there, also behind selects
// So a word is the disjunction of its elements however often they are written, and an element read back is itself.
#include "verify/Expressions.h"

using llvm::APInt;

namespace allo::verify {

namespace {
constexpr unsigned inspectedOperands = 4; // deep
constexpr unsigned stepsOfField = 4096;   // beyond, a field stays a shift and a truncation
constexpr size_t rememberedFields = 1 << 20;
} // namespace

APInt Expressions::possibleOnes(ExpressionId a, unsigned depth) const {
  const Node &node = (*this)[a];
  unsigned width = node.type.width();
  APInt any = APInt::getAllOnes(width);
  if (node.opcode == Opcode::Constant)
    return bitsOf(a);
  if (depth == 0)
    return any;
  auto inner = [&](ExpressionId operand) { return possibleOnes(operand, depth - 1); };
  switch (node.opcode) {
  case Opcode::And:
    return inner(node.a) & inner(node.b);
  case Opcode::Or:
  case Opcode::Xor:
    return inner(node.a) | inner(node.b);
  case Opcode::Select:
    return inner(node.b) | inner(node.c);
  case Opcode::ExtendZero:
    return inner(node.a).zext(width);
  case Opcode::Truncate:
    return inner(node.a).trunc(width);
  case Opcode::Multiply: // a shift
    return isConstant(node.b) && bitsOf(node.b).isPowerOf2() ? inner(node.a).shl(bitsOf(node.b).logBase2()) : any;
  case Opcode::ShiftRight:
    return isConstant(node.b) ? inner(node.a).lshr(bitsOf(node.b)) : any;
  default:
    return any;
  }
}

ExpressionId Expressions::masked(ExpressionId a, const APInt &mask, unsigned depth) {
  Node node = (*this)[a];
  if (node.opcode == Opcode::Constant)
    return constant(node.type, bitsOf(a) & mask);
  APInt ones = possibleOnes(a, inspectedOperands);
  if (ones.isSubsetOf(mask))
    return a;
  if (!ones.intersects(mask))
    return zero(node.type);
  if (node.opcode != Opcode::Or || depth == 0)
    return noExpression;
  ExpressionId left = masked(node.a, mask, depth - 1), right = masked(node.b, mask, depth - 1);
  if (!left && !right)
    return noExpression;
  auto orMasked = [&](ExpressionId done, ExpressionId operand) {
    return done ? done : makeBitwise(Opcode::And, operand, constant(node.type, mask));
  };
  return makeBitwise(Opcode::Or, orMasked(left, node.a), orMasked(right, node.b));
}

ExpressionId Expressions::lowField(ExpressionId a, unsigned width) {
  if (fields.size() > rememberedFields)
    fields.clear();
  fieldSteps = stepsOfField;
  return fieldOf(a, 0, width);
}

ExpressionId Expressions::plainField(ExpressionId a, unsigned offset, unsigned width) {
  ExpressionType whole = typeOf(a), type = ExpressionType::integer(width);
  if (offset != 0)
    a = node(Opcode::ShiftRight, whole, a, constant(whole, offset));
  return type == whole ? a : node(Opcode::Truncate, type, a);
}

ExpressionId Expressions::fieldOf(ExpressionId a, unsigned offset, unsigned width) {
  Node node = (*this)[a];
  unsigned whole = node.type.width();
  ExpressionType type = ExpressionType::integer(width);
  if (offset == 0 && width == whole)
    return a;
  if (offset >= whole)
    return zero(type);
  auto within = [&](ExpressionId operand, unsigned at, unsigned bits) {
    ExpressionId found = fieldOf(operand, at, bits);
    return found ? found : plainField(operand, at, bits);
  };
  if (offset + width > whole) // what is shifted in is zero
    return makeExtension(Opcode::ExtendZero, type, within(a, offset, whole - offset));
  if (node.opcode == Opcode::Constant)
    return constant(type, bitsOf(a).extractBits(width, offset));
  if (auto found = fields.find({a, {offset, width}}); found != fields.end())
    return found->second;
  if (fieldSteps == 0)
    return noExpression;
  --fieldSteps;
  ExpressionId result = noExpression;
  if (node.opcode == Opcode::Select || node.opcode == Opcode::Or || node.opcode == Opcode::Xor) {
    bool isSelect = node.opcode == Opcode::Select;
    ExpressionId one = isSelect ? node.b : node.a, other = isSelect ? node.c : node.b;
    ExpressionId left = fieldOf(one, offset, width), right = fieldOf(other, offset, width);
    if (isSelect && (left || right))
      result = makeSelect(node.a, left ? left : plainField(one, offset, width),
                          right ? right : plainField(other, offset, width));
    else if (left && isConstant(left, 0))
      result = right ? right : plainField(other, offset, width);
    else if (right && isConstant(right, 0))
      result = left ? left : plainField(one, offset, width);
    else if (left && right)
      result = makeBitwise(node.opcode, left, right);
  } else {
    result = innerField(node, offset, width, within);
  }
  if (fieldSteps != 0) // else it is not all that can be found
    fields[{a, {offset, width}}] = result;
  return result;
}

ExpressionId Expressions::innerField(const Node &node, unsigned offset, unsigned width, FieldFinder within) {
  ExpressionType type = ExpressionType::integer(width);
  switch (node.opcode) {
  case Opcode::And: {
    if (!isConstant(node.b)) {
      ExpressionId split = splitLane(node);
      return split ? within(split, offset, width) : noExpression;
    }
    APInt mask = bitsOf(node.b).extractBits(width, offset);
    return mask.isZero() ? zero(type) : mask.isAllOnes() ? within(node.a, offset, width) : noExpression;
  }
  case Opcode::Multiply: {
    if (!isConstant(node.b) || !bitsOf(node.b).isPowerOf2())
      return noExpression;
    unsigned distance = bitsOf(node.b).logBase2();
    return distance <= offset           ? within(node.a, offset - distance, width)
           : distance >= offset + width ? zero(type)
                                        : noExpression;
  }
  case Opcode::ShiftLeft: {
    ExpressionId split = splitLane(node);
    return split ? within(split, offset, width) : noExpression;
  }
  case Opcode::ShiftRight:
    return isConstant(node.b) ? within(node.a, offset + static_cast<unsigned>(bitsOf(node.b).getZExtValue()), width)
                              : noExpression;
  case Opcode::ExtendZero:
  case Opcode::Truncate:
    return within(node.a, offset, width);
  case Opcode::ExtendSign:
    return offset + width <= typeOf(node.a).width() ? within(node.a, offset, width) : noExpression;
  default:
    return noExpression;
  }
}

} // namespace allo::verify
