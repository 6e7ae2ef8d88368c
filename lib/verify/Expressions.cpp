#include "verify/Expressions.h"

#include <utility>

using llvm::APInt;

namespace allo::verify {

void Expressions::order(ExpressionId &a, ExpressionId &b) const {
  bool isConstantA = isConstant(a), isConstantB = isConstant(b);
  if (isConstantA != isConstantB ? isConstantA : a > b)
    std::swap(a, b);
}

bool Expressions::isNegation(ExpressionId negative, ExpressionId positive) const {
  const Node &node = (*this)[negative];
  return node.opcode == Opcode::Multiply && node.a == positive && isAllOnes(node.b);
}

ExpressionId Expressions::invertedOf(ExpressionId a) const {
  const Node &node = (*this)[a];
  return node.opcode == Opcode::Xor && isAllOnes(node.b) ? node.a : noExpression;
}

uint64_t Expressions::upperBound(ExpressionId a, unsigned depth) const {
  const Node &node = (*this)[a];
  unsigned width = node.type.width();
  uint64_t most = width >= 64 ? ~uint64_t(0) : (uint64_t(1) << width) - 1;
  if (depth == 0 || width > 64)
    return most;
  auto known = [&](ExpressionId id) { return bitsOf(id).getZExtValue(); };
  switch (node.opcode) {
  case Opcode::Constant:
    return known(a);
  case Opcode::ExtendZero:
    return upperBound(node.a, depth - 1);
  case Opcode::ExtendSign: {
    uint64_t inner = upperBound(node.a, depth - 1);
    return inner >> (typeOf(node.a).width() - 1) ? most : inner; // not negative
  }
  case Opcode::And:
    return std::min(upperBound(node.a, depth - 1), upperBound(node.b, depth - 1));
  case Opcode::ShiftRight:
    return isConstant(node.b) ? upperBound(node.a, depth - 1) >> std::min<uint64_t>(known(node.b), 63) : most;
  case Opcode::RemainderUnsigned:
    return isConstant(node.b) && !isConstant(node.b, 0) ? known(node.b) - 1 : most;
  case Opcode::DivideUnsigned:
    return isConstant(node.b) && !isConstant(node.b, 0) ? upperBound(node.a, depth - 1) / known(node.b) : most;
  case Opcode::Truncate:
    return typeOf(node.a).width() <= 64 ? std::min(most, upperBound(node.a, depth - 1)) : most; // less, or all of it
  case Opcode::Select:
    return std::max(upperBound(node.b, depth - 1), upperBound(node.c, depth - 1));
  default:
    return most;
  }
}

ExpressionId Expressions::resized(ExpressionId a, unsigned width, bool isSigned) {
  unsigned from = typeOf(a).width();
  if (from == width)
    return a;
  ExpressionType type = ExpressionType::integer(width);
  return make(from > width ? Opcode::Truncate : isSigned ? Opcode::ExtendSign : Opcode::ExtendZero, type, a);
}

ExpressionId Expressions::make(Opcode opcode, ExpressionType type, ExpressionId a, ExpressionId b, ExpressionId c,
                               uint8_t detail) {
  if (opcode != Opcode::Elementary && isConstant(a) && (!b || isConstant(b)) && (!c || isConstant(c))) {
    llvm::SmallVector<APInt, 3> operands{bitsOf(a)};
    for (ExpressionId operand : {b, c})
      if (operand)
        operands.push_back(bitsOf(operand));
    return constant(type, fold({opcode, detail, type, a, b, c}, typeOf(a), operands));
  }
  switch (opcode) {
  case Opcode::Add:
    return makeAdd(a, b);
  case Opcode::Multiply:
    return makeMultiply(a, b);
  case Opcode::DivideUnsigned:
  case Opcode::DivideSigned:
  case Opcode::RemainderUnsigned:
  case Opcode::RemainderSigned:
    return makeDivision(opcode, a, b);
  case Opcode::And:
  case Opcode::Or:
  case Opcode::Xor:
    return makeBitwise(opcode, a, b);
  case Opcode::ShiftLeft:
  case Opcode::ShiftRight:
  case Opcode::ShiftRightSigned:
    return makeShift(opcode, a, b);
  case Opcode::Equal:
  case Opcode::LessUnsigned:
  case Opcode::LessSigned:
    return makeComparison(opcode, a, b);
  case Opcode::Select:
    return makeSelect(a, b, c);
  case Opcode::ExtendZero:
  case Opcode::ExtendSign:
    return makeExtension(opcode, type, a);
  case Opcode::Truncate:
    return makeTruncation(type, a);
  case Opcode::Bitcast: {
    ConversionSearch search;
    return makeBitcast(type, a, search);
  }
  case Opcode::FloatConvert:
  case Opcode::FromSigned:
  case Opcode::FromUnsigned:
  case Opcode::ToSigned:
  case Opcode::ToUnsigned:
    return makeConversion(opcode, type, a);
  case Opcode::Elementary:
    return node(opcode, type, a, b, c);
  default:
    return makeFloating(opcode, type, a, b, c, detail);
  }
}

ExpressionId Expressions::makeAdd(ExpressionId a, ExpressionId b) {
  ExpressionType type = typeOf(a);
  if (type.width() == 1)
    return makeBitwise(Opcode::Xor, a, b);
  order(a, b);
  if (isConstant(b)) {
    if (isConstant(b, 0))
      return a;
    Node inner = (*this)[a];
    if (inner.opcode == Opcode::Add && isConstant(inner.b))
      return makeAdd(inner.a, constant(type, bitsOf(inner.b) + bitsOf(b)));
    return node(Opcode::Add, type, a, b);
  }
  for (auto [sum, other] : {std::pair(a, b), std::pair(b, a)}) {
    if (isNegation(sum, other))
      return zero(type);
    const Node &inner = (*this)[sum]; // (x + y) - y
    if (inner.opcode != Opcode::Add)
      continue;
    if (isNegation(other, inner.b) || isNegation(inner.b, other))
      return inner.a;
    if (isNegation(other, inner.a) || isNegation(inner.a, other))
      return inner.b;
  }
  return node(Opcode::Add, type, a, b);
}

ExpressionId Expressions::makeMultiply(ExpressionId a, ExpressionId b) {
  ExpressionType type = typeOf(a);
  if (type.width() == 1)
    return makeBitwise(Opcode::And, a, b);
  order(a, b);
  if (isConstant(b)) {
    if (isConstant(b, 0))
      return b;
    if (isConstant(b, 1))
      return a;
    Node inner = (*this)[a];
    if (inner.opcode == Opcode::Multiply && isConstant(inner.b))
      return makeMultiply(inner.a, constant(type, bitsOf(inner.b) * bitsOf(b)));
  }
  return node(Opcode::Multiply, type, a, b);
}

ExpressionId Expressions::makeDivision(Opcode opcode, ExpressionId a, ExpressionId b) {
  ExpressionType type = typeOf(a);
  if (!isConstant(b))
    return node(opcode, type, a, b);
  APInt divisor = bitsOf(b);
  bool isRemainder = opcode == Opcode::RemainderUnsigned || opcode == Opcode::RemainderSigned;
  if (divisor.isZero())
    return isRemainder ? a : allOnes(type);
  if (divisor.isOne() && (type.width() > 1 || opcode == Opcode::DivideUnsigned || opcode == Opcode::RemainderUnsigned))
    return isRemainder ? zero(type) : a;
  bool isUnsigned = opcode == Opcode::DivideUnsigned || opcode == Opcode::RemainderUnsigned;
  if (isUnsigned && type.width() <= 64 && upperBound(a) < divisor.getZExtValue())
    return isRemainder ? a : zero(type);
  if (divisor.isPowerOf2() && opcode == Opcode::DivideUnsigned)
    return makeShift(Opcode::ShiftRight, a, constant(type, divisor.logBase2()));
  if (divisor.isPowerOf2() && opcode == Opcode::RemainderUnsigned)
    return makeBitwise(Opcode::And, a, constant(type, divisor - 1));
  return node(opcode, type, a, b);
}

ExpressionId Expressions::makeBitwise(Opcode opcode, ExpressionId a, ExpressionId b) {
  ExpressionType type = typeOf(a);
  order(a, b);
  if (a == b)
    return opcode == Opcode::Xor ? zero(type) : a;
  if (isConstant(a)) // both are: makeMultiply on one bit comes here
    return constant(type, fold({opcode, 0, type, a, b, 0}, type, {bitsOf(a), bitsOf(b)}));
  if (isConstant(b, 0))
    return opcode == Opcode::And ? b : a;
  if (isAllOnes(b) && opcode != Opcode::Xor)
    return opcode == Opcode::And ? a : b;
  if (invertedOf(a) == b || invertedOf(b) == a)
    return opcode == Opcode::And ? zero(type) : allOnes(type);
  Node inner = (*this)[a];
  if (isConstant(b) && inner.opcode == opcode && isConstant(inner.b)) {
    ExpressionId folded = constant(type, fold({opcode, 0, type, b, b, 0}, type, {bitsOf(inner.b), bitsOf(b)}));
    return makeBitwise(opcode, inner.a, folded);
  }
  if (opcode == Opcode::And && isConstant(b))
    if (ExpressionId simpler = masked(a, bitsOf(b)))
      return simpler;
  if (opcode == Opcode::Or)
    if (ExpressionId word = storedLane(a, b))
      return word;
  if (opcode == Opcode::Xor && inner.opcode == Opcode::FloatCompare && isAllOnes(b))
    return node(Opcode::FloatCompare, type, inner.a, inner.b, 0, inner.detail ^ 15);
  return node(opcode, type, a, b);
}

unsigned Expressions::shiftedLeft(const Node &product, bool isSigned) const {
  if (product.opcode != Opcode::Multiply || !isConstant(product.b) || !bitsOf(product.b).isPowerOf2())
    return 0;
  const Node &extended = (*this)[product.a];
  unsigned distance = bitsOf(product.b).logBase2();
  if (extended.opcode != Opcode::ExtendZero && (extended.opcode != Opcode::ExtendSign || !isSigned))
    return 0;
  unsigned bits = typeOf(extended.a).width() + (isSigned && extended.opcode == Opcode::ExtendZero);
  return bits + distance <= product.type.width() ? distance : 0;
}

ExpressionId Expressions::makeShift(Opcode opcode, ExpressionId a, ExpressionId b) {
  ExpressionType type = typeOf(a);
  if (isConstant(a, 0))
    return a;
  if (!isConstant(b))
    return node(opcode, type, a, b);
  unsigned width = type.width();
  uint64_t distance = bitsOf(b).getLimitedValue(width);
  if (distance == 0)
    return a;
  if (distance >= width && opcode != Opcode::ShiftRightSigned)
    return zero(type);
  if (opcode == Opcode::ShiftLeft)
    return makeMultiply(a, constant(type, APInt::getOneBitSet(width, static_cast<unsigned>(distance))));
  distance = std::min<uint64_t>(distance, width - 1);
  if (distance == 0) // of one bit, signed
    return a;
  Node inner = (*this)[a];
  if (inner.opcode == opcode && isConstant(inner.b)) {
    uint64_t both = bitsOf(inner.b).getZExtValue() + distance;
    return makeShift(opcode, inner.a, constant(type, std::min<uint64_t>(both, width)));
  }
  if (opcode == Opcode::ShiftRightSigned && inner.opcode == Opcode::ExtendSign) {
    ExpressionType narrow = typeOf(inner.a);
    uint64_t within = std::min<uint64_t>(distance, narrow.width() - 1);
    return makeExtension(inner.opcode, type,
                         makeShift(opcode, inner.a, constant(narrow, APInt(narrow.width(), within))));
  }
  if (opcode == Opcode::ShiftRight && width <= 64 && upperBound(a) >> distance == 0)
    return zero(type);
  if (unsigned left = shiftedLeft(inner, opcode == Opcode::ShiftRightSigned)) {
    if (left < distance)
      return makeShift(opcode, inner.a, constant(type, distance - left));
    return makeMultiply(inner.a, constant(type, APInt::getOneBitSet(width, left - static_cast<unsigned>(distance))));
  }
  if (ExpressionId quotient = exactQuotient(opcode, inner, static_cast<unsigned>(distance)))
    return quotient;
  return node(opcode, type, a, constant(type, distance));
}

// x * c / 2^distance where x has room for the product and c is a multiple of 2^distance; else none. So a fixed-point
// number times 1 is itself.
ExpressionId Expressions::exactQuotient(Opcode opcode, const Node &product, unsigned distance) {
  if (opcode != Opcode::ShiftRightSigned || product.opcode != Opcode::Multiply || !isConstant(product.b))
    return noExpression;
  APInt factor = bitsOf(product.b);
  Node extension = (*this)[product.a];
  bool isExtended = extension.opcode == Opcode::ExtendSign || extension.opcode == Opcode::ExtendZero;
  if (!isExtended || factor.countr_zero() < distance)
    return noExpression;
  unsigned bits = typeOf(extension.a).width() + (extension.opcode == Opcode::ExtendZero ? 1 : 0);
  if (bits + factor.getSignificantBits() > product.type.width())
    return noExpression;
  return makeMultiply(product.a, constant(product.type, factor.ashr(distance)));
}

ExpressionId Expressions::makeComparison(Opcode opcode, ExpressionId a, ExpressionId b) {
  if (opcode == Opcode::Equal)
    order(a, b);
  if (a == b)
    return truth(opcode == Opcode::Equal);
  Node left = (*this)[a], right = (*this)[b];
  bool isExtended = left.opcode == Opcode::ExtendZero || left.opcode == Opcode::ExtendSign;
  if (isExtended && right.opcode == left.opcode && typeOf(left.a) == typeOf(right.a)) { // extensions keep the order
    bool isUnsigned = opcode == Opcode::LessSigned && left.opcode == Opcode::ExtendZero;
    return make(isUnsigned ? Opcode::LessUnsigned : opcode, boolean(), left.a, right.a);
  }
  if (opcode == Opcode::Equal && isConstant(b)) {
    if (left.type.width() == 1)
      return isConstant(b, 1) ? a : invert(a);
    if (left.opcode == Opcode::Add && isConstant(left.b))
      return makeComparison(opcode, left.a, constant(left.type, bitsOf(b) - bitsOf(left.b)));
    if (isExtended) {
      unsigned width = typeOf(left.a).width();
      APInt bits = bitsOf(b), narrow = bits.trunc(width);
      APInt wide =
          left.opcode == Opcode::ExtendSign ? narrow.sext(bits.getBitWidth()) : narrow.zext(bits.getBitWidth());
      return wide == bits ? make(opcode, boolean(), left.a, constant(typeOf(left.a), narrow)) : truth(false);
    }
  }
  if (opcode == Opcode::Equal && isConstant(b) && left.type.width() <= 64 && upperBound(a) < bitsOf(b).getZExtValue())
    return truth(false);
  if (opcode == Opcode::LessUnsigned && isConstant(b, 0))
    return truth(false);
  if (opcode == Opcode::LessUnsigned && isConstant(b) && left.type.width() <= 64 &&
      upperBound(a) < bitsOf(b).getZExtValue())
    return truth(true);
  if (opcode == Opcode::LessUnsigned && isConstant(a) && left.type.width() <= 64 &&
      upperBound(b) <= bitsOf(a).getZExtValue())
    return truth(false);
  if (opcode == Opcode::LessSigned && left.type.width() <= 64) { // of numbers that are not negative
    uint64_t least = uint64_t(1) << (left.type.width() - 1);
    if (upperBound(a) < least && upperBound(b) < least)
      return makeComparison(Opcode::LessUnsigned, a, b);
  }
  if (opcode == Opcode::LessUnsigned && isConstant(b, 1))
    return makeComparison(Opcode::Equal, a, zero(left.type));
  if (opcode == Opcode::LessUnsigned && isConstant(a, 0))
    return invert(makeComparison(Opcode::Equal, b, a));
  return node(opcode, boolean(), a, b);
}

bool Expressions::areExclusive(ExpressionId left, ExpressionId right) const {
  const Node &one = (*this)[left], &other = (*this)[right];
  return one.opcode == Opcode::Equal && other.opcode == Opcode::Equal && one.a == other.a && one.b != other.b &&
         isConstant(one.b) && isConstant(other.b);
}

ExpressionId Expressions::makeSelect(ExpressionId condition, ExpressionId a, ExpressionId b) {
  if (a == b || isConstant(condition, 1))
    return a;
  if (isConstant(condition, 0))
    return b;
  if (ExpressionId inverted = invertedOf(condition))
    return makeSelect(inverted, b, a);
  if (Node inner = (*this)[a]; inner.opcode == Opcode::Select && inner.a == condition)
    return makeSelect(condition, inner.b, b);
  if (Node inner = (*this)[b]; inner.opcode == Opcode::Select && inner.a == condition)
    return makeSelect(condition, a, inner.c);
  if (Node inner = (*this)[b]; inner.opcode == Opcode::Select && inner.c == a && areExclusive(condition, inner.a))
    return b;
  if (ExpressionId word = lanesOfWord(condition, a, b))
    return word;
  ExpressionType type = typeOf(a);
  if (type == boolean()) {
    if (isConstant(a, 1) || a == condition)
      return either(condition, b);
    if (isConstant(b, 0) || b == condition)
      return both(condition, a);
    if (isConstant(a, 0))
      return both(invert(condition), b);
    if (isConstant(b, 1))
      return either(invert(condition), a);
  }
  return node(Opcode::Select, type, condition, a, b);
}

ExpressionId Expressions::makeExtension(Opcode opcode, ExpressionType type, ExpressionId a) {
  Node inner = (*this)[a];
  if (type == inner.type)
    return a;
  if (inner.opcode == Opcode::ExtendZero || inner.opcode == opcode) // what is zero-extended is not negative
    return makeExtension(inner.opcode, type, inner.a);
  return node(opcode, type, a);
}

ExpressionId Expressions::makeTruncation(ExpressionType type, ExpressionId a) {
  Node inner = (*this)[a];
  if (type == inner.type)
    return a;
  if (inner.opcode == Opcode::Truncate)
    return makeTruncation(type, inner.a);
  if (inner.opcode == Opcode::ExtendZero || inner.opcode == Opcode::ExtendSign)
    return typeOf(inner.a).width() > type.width() ? makeTruncation(type, inner.a)
                                                  : makeExtension(inner.opcode, type, inner.a);
  if (inner.opcode == Opcode::ShiftRight && !isConstant(inner.b))
    if (ExpressionId lane = loadedLane(type, inner.a, inner.b))
      return lane;
  ExpressionId field = lowField(a, type.width());
  return field ? field : node(Opcode::Truncate, type, a);
}

ExpressionId Expressions::makeFloating(Opcode opcode, ExpressionType type, ExpressionId a, ExpressionId b,
                                       ExpressionId c, uint8_t detail) {
  switch (opcode) {
  case Opcode::FloatAdd: // x + -0.0 is x for every x, x + 0.0 is not for -0.0
    order(a, b);
    return isConstant(b, uint64_t(1) << (type.width() - 1)) ? a : node(opcode, type, a, b);
  case Opcode::FloatMultiply:
    order(a, b);
    return isConstant(b, type.bitsOfOne()) ? a : node(opcode, type, a, b);
  case Opcode::FloatMultiplyAdd:
    order(a, b);
    break;
  case Opcode::FloatDivide: // by a power of two whose inverse is exact: both round the same number
    if (isConstant(b)) {
      llvm::APFloat inverse(0.0);
      if (llvm::APFloat(type.semantics(), bitsOf(b)).getExactInverse(&inverse))
        return makeFloating(Opcode::FloatMultiply, type, a, constant(type, inverse.bitcastToAPInt()), 0, 0);
    }
    break;
  case Opcode::FloatNegate:
    if (Node inner = (*this)[a]; inner.opcode == opcode)
      return inner.a;
    break;
  case Opcode::FloatAbsolute:
    if (Node inner = (*this)[a]; inner.opcode == opcode)
      return a;
    else if (inner.opcode == Opcode::FloatNegate)
      return makeFloating(opcode, type, inner.a, 0, 0, 0);
    break;
  case Opcode::FloatCompare:
    if (detail == 0 || detail == 15)
      return truth(detail == 15);
    return makeFloatCompare(detail, a, b);
  default:
    break;
  }
  return node(opcode, type, a, b, c, detail);
}

} // namespace allo::verify
