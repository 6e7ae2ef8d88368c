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
constexpr size_t conversionSteps = 4096; // beyond, a conversion stays in front of its select
} // namespace

unsigned Expressions::significantBits(ExpressionId integer) const {
  unsigned width = typeOf(integer).width();
  return width > 64 ? width : 64 - static_cast<unsigned>(llvm::countl_zero(upperBound(integer)));
}

bool Expressions::isExact(const Node &from) const {
  unsigned precision = APFloat::semanticsPrecision(from.type.semantics());
  if (from.opcode == Opcode::FromUnsigned)
    return significantBits(from.a) <= precision;
  return from.opcode == Opcode::FromSigned &&
         (typeOf(from.a).width() <= precision + 1 || significantBits(from.a) <= precision);
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
    bool hasRoom = mayBeNegative ? opcode == Opcode::ToSigned && width <= type.width()
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
