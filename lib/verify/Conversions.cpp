// Conversions that give back what they were made of: an integer that a floating-point format holds exactly, a number of
// a smaller format. `retype` makes them at every store and load.
//   ToSigned(FromSigned(x))  is   x where the format has the bits for all its values and the result has room
//   (float)(double)x         is   x
// Also behind selects, which are what subscripts and conditions that depend on data make.
#include "verify/Expressions.h"

using llvm::APFloat;

namespace allo::verify {

namespace {
// Whether every number of one format is one of the other.
bool isWider(ExpressionType wide, ExpressionType narrow) {
  return APFloat::isRepresentableBy(narrow.semantics(), wide.semantics());
}
// The comparison of two operands as one of the other order.
uint8_t mirrored(uint8_t detail) {
  return static_cast<uint8_t>((detail & (isEqual | isUnordered)) | (detail & isGreater ? isLess : 0) |
                              (detail & isLess ? isGreater : 0));
}
constexpr size_t conversionSteps = 4096; // beyond, a conversion stays in front of its select
} // namespace

unsigned Expressions::significantBits(ExpressionId integer) const {
  unsigned width = typeOf(integer).width();
  return width > 64 ? width : 64 - static_cast<unsigned>(llvm::countl_zero(upperBound(integer)));
}

unsigned Expressions::signedBits(ExpressionId integer) const {
  const Node &node = (*this)[integer];
  bool isRemainder = node.opcode == Opcode::RemainderSigned && isConstant(node.b) && !isConstant(node.b, 0);
  return isRemainder ? std::min(node.type.width(), bitsOf(node.b).abs().getActiveBits() + 1) : node.type.width();
}

bool Expressions::isExact(const Node &from) const {
  unsigned precision = APFloat::semanticsPrecision(from.type.semantics());
  if (from.opcode == Opcode::FromUnsigned)
    return significantBits(from.a) <= precision;
  return from.opcode == Opcode::FromSigned &&
         (signedBits(from.a) <= precision + 1 || significantBits(from.a) <= precision);
}

ExpressionId Expressions::simplerConversion(Opcode opcode, ExpressionType type, ExpressionId a,
                                            ConversionSearch &search) {
  Node inner = (*this)[a];
  switch (inner.opcode) {
  case Opcode::Constant:
    return make(opcode, type, a);
  case Opcode::FromSigned:
  case Opcode::FromUnsigned: {
    if (!isExact(inner))
      return noExpression;
    if (opcode == Opcode::FloatConvert) // rounds the integer itself, once
      return makeFromInteger(inner.opcode, type, inner.a);
    unsigned width = typeOf(inner.a).width(), bits = significantBits(inner.a);
    bool mayBeNegative = inner.opcode == Opcode::FromSigned && bits == width;
    bool hasRoom = mayBeNegative ? opcode == Opcode::ToSigned && signedBits(inner.a) <= type.width()
                                 : bits + (opcode == Opcode::ToSigned) <= type.width();
    return hasRoom ? resized(inner.a, type.width(), mayBeNegative) : noExpression;
  }
  case Opcode::FloatConvert:
    return isWider(inner.type, typeOf(inner.a)) ? make(opcode, type, inner.a) : noExpression;
  case Opcode::Select: {
    auto [entry, isNew] = search.try_emplace(a, noExpression);
    if (!isNew || search.size() > conversionSteps)
      return entry->second;
    ExpressionId left = simplerConversion(opcode, type, inner.b, search);
    ExpressionId right = left ? simplerConversion(opcode, type, inner.c, search) : left;
    return search[a] = right ? makeSelect(inner.a, left, right) : right;
  }
  default:
    return noExpression;
  }
}

// Behind selects, that a value is stored and read back as bits is seen. Selects share branches: each is gone through
// once.
ExpressionId Expressions::makeBitcast(ExpressionType type, ExpressionId a, ConversionSearch &search) {
  Node inner = (*this)[a];
  if (type == inner.type)
    return a;
  if (inner.opcode == Opcode::Constant)
    return make(Opcode::Bitcast, type, a);
  if (inner.opcode == Opcode::Bitcast)
    return makeBitcast(type, inner.a, search);
  if (inner.opcode != Opcode::Select || search.size() > conversionSteps)
    return node(Opcode::Bitcast, type, a);
  if (auto known = search.find(a); known != search.end())
    return known->second;
  ExpressionId left = makeBitcast(type, inner.b, search), right = makeBitcast(type, inner.c, search);
  return search[a] = makeSelect(inner.a, left, right);
}

ExpressionId Expressions::makeFromInteger(Opcode opcode, ExpressionType type, ExpressionId a) {
  if (isConstant(a))
    return make(opcode, type, a);
  Node inner = (*this)[a];
  if (inner.opcode == Opcode::ExtendZero)
    return makeFromInteger(Opcode::FromUnsigned, type, inner.a);
  if (inner.opcode == Opcode::ExtendSign && opcode == Opcode::FromSigned)
    return makeFromInteger(opcode, type, inner.a);
  return node(opcode, type, a);
}

ExpressionId Expressions::makeFloatCompare(uint8_t detail, ExpressionId a, ExpressionId b) {
  if (a > b) {
    std::swap(a, b);
    detail = mirrored(detail);
  }
  ConversionSearch search;
  ExpressionId simpler = noExpression;
  if (isConstant(b))
    simpler = simplerCompare(detail, a, b, search);
  else if (isConstant(a))
    simpler = simplerCompare(mirrored(detail), b, a, search);
  return simpler ? simpler : node(Opcode::FloatCompare, boolean(), a, b, 0, detail);
}

// An integer that was converted exactly compares with a whole number as integers do.
ExpressionId Expressions::simplerCompare(uint8_t detail, ExpressionId a, ExpressionId whole, ConversionSearch &search) {
  Node from = (*this)[a];
  if (isConstant(a))
    return make(Opcode::FloatCompare, boolean(), a, whole, 0, detail);
  if (from.opcode == Opcode::Select) {
    auto [entry, isNew] = search.try_emplace(a, noExpression);
    if (!isNew || search.size() > conversionSteps)
      return entry->second;
    ExpressionId onTrue = simplerCompare(detail, from.b, whole, search);
    ExpressionId onFalse = onTrue ? simplerCompare(detail, from.c, whole, search) : onTrue;
    return search[a] = onFalse ? makeSelect(from.a, onTrue, onFalse) : onFalse;
  }
  bool isInteger = from.opcode == Opcode::FromSigned || from.opcode == Opcode::FromUnsigned;
  if (!isInteger || !isExact(from))
    return noExpression;
  bool isSigned = from.opcode == Opcode::FromSigned, isExactly = false;
  unsigned width = typeOf(from.a).width() + 1; // so that both signs have room
  llvm::APSInt bound(width, false);
  APFloat(from.type.semantics(), bitsOf(whole)).convertToInteger(bound, APFloat::rmTowardZero, &isExactly);
  if (!isExactly)
    return noExpression;
  bool isOfType = isSigned ? bound.isSignedIntN(width - 1) : !bound.isNegative() && bound.isIntN(width - 1);
  isSigned |= !isOfType;
  width -= isOfType;
  ExpressionId left = resized(from.a, width, from.opcode == Opcode::FromSigned);
  ExpressionId right = constant(ExpressionType::integer(width), bound.trunc(width));
  switch (detail & (isEqual | isLess | isGreater)) {
  case 0:
    return truth(false);
  case isEqual:
    return equal(left, right);
  case isLess:
    return less(left, right, isSigned);
  case isGreater:
    return less(right, left, isSigned);
  case isLess | isEqual:
    return invert(less(right, left, isSigned));
  case isGreater | isEqual:
    return invert(less(left, right, isSigned));
  case isLess | isGreater:
    return invert(equal(left, right));
  default:
    return truth(true);
  }
}

ExpressionId Expressions::makeConversion(Opcode opcode, ExpressionType type, ExpressionId a) {
  if (opcode == Opcode::FromSigned || opcode == Opcode::FromUnsigned)
    return makeFromInteger(opcode, type, a);
  if (type == typeOf(a))
    return a;
  ConversionSearch search;
  ExpressionId simpler = simplerConversion(opcode, type, a, search);
  return simpler ? simpler : node(opcode, type, a);
}

} // namespace allo::verify
