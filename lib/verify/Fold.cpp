#include "verify/Fold.h"

#include "allo/error.hpp"

#include <cmath>

using llvm::APFloat;
using llvm::APInt;

namespace allo::verify {

namespace {
APInt bitsOf(const APFloat &value) {
  return value.isNaN() ? APFloat::getQNaN(value.getSemantics()).bitcastToAPInt() : value.bitcastToAPInt();
}

APInt bit(bool value) { return APInt(1, value); }

// The divisions of docs/decisions/0009.
APInt divide(Opcode opcode, const APInt &a, const APInt &b) {
  bool isDivision = opcode == Opcode::DivideUnsigned || opcode == Opcode::DivideSigned;
  if (b.isZero())
    return isDivision ? APInt::getAllOnes(a.getBitWidth()) : a;
  switch (opcode) {
  case Opcode::DivideUnsigned:
    return a.udiv(b);
  case Opcode::DivideSigned:
    return a.sdiv(b); // the least number divided by -1 is itself
  case Opcode::RemainderUnsigned:
    return a.urem(b);
  default:
    return a.srem(b);
  }
}

APInt shift(Opcode opcode, const APInt &a, const APInt &b) {
  unsigned width = a.getBitWidth();
  unsigned distance = static_cast<unsigned>(b.getLimitedValue(width));
  switch (opcode) {
  case Opcode::ShiftLeft:
    return distance == width ? APInt(width, 0) : a.shl(distance);
  case Opcode::ShiftRight:
    return distance == width ? APInt(width, 0) : a.lshr(distance);
  default:
    return a.ashr(std::min(distance, width - 1));
  }
}

APInt foldInteger(const Node &node, llvm::ArrayRef<APInt> x) {
  switch (node.opcode) {
  case Opcode::Add:
    return x[0] + x[1];
  case Opcode::Multiply:
    return x[0] * x[1];
  case Opcode::And:
    return x[0] & x[1];
  case Opcode::Or:
    return x[0] | x[1];
  case Opcode::Xor:
    return x[0] ^ x[1];
  case Opcode::Equal:
    return bit(x[0] == x[1]);
  case Opcode::LessUnsigned:
    return bit(x[0].ult(x[1]));
  case Opcode::LessSigned:
    return bit(x[0].slt(x[1]));
  case Opcode::Select:
    return x[0].isOne() ? x[1] : x[2];
  case Opcode::ExtendZero:
    return x[0].zext(node.type.width());
  case Opcode::ExtendSign:
    return x[0].sext(node.type.width());
  case Opcode::Truncate:
    return x[0].trunc(node.type.width());
  case Opcode::Bitcast:
    return x[0];
  case Opcode::ShiftLeft:
  case Opcode::ShiftRight:
  case Opcode::ShiftRightSigned:
    return shift(node.opcode, x[0], x[1]);
  default:
    return divide(node.opcode, x[0], x[1]);
  }
}

APFloat squareRoot(APFloat value) {
  const llvm::fltSemantics &semantics = value.getSemantics();
  if (&semantics == &APFloat::IEEEsingle())
    return APFloat(std::sqrt(value.convertToFloat()));
  bool lost = false;
  value.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &lost);
  APFloat root(std::sqrt(value.convertToDouble())); // rounding twice is harmless to 16 bits
  root.convert(semantics, APFloat::rmNearestTiesToEven, &lost);
  return root;
}

APFloat roundedTo(APFloat value, APFloat::roundingMode mode) {
  value.roundToIntegral(mode);
  return value;
}

uint8_t comparisonOf(const APFloat &a, const APFloat &b) {
  switch (a.compare(b)) {
  case APFloat::cmpLessThan:
    return isLess;
  case APFloat::cmpEqual:
    return isEqual;
  case APFloat::cmpGreaterThan:
    return isGreater;
  default:
    return isUnordered;
  }
}

APInt foldArithmetic(const Node &node, APFloat a, llvm::ArrayRef<APFloat> rest, bool &isRounded) {
  const auto nearest = APFloat::rmNearestTiesToEven;
  switch (node.opcode) {
  case Opcode::FloatAdd:
    isRounded |= a.add(rest[0], nearest) != APFloat::opOK;
    return bitsOf(a);
  case Opcode::FloatMultiply:
    isRounded |= a.multiply(rest[0], nearest) != APFloat::opOK;
    return bitsOf(a);
  case Opcode::FloatDivide:
    isRounded |= a.divide(rest[0], nearest) != APFloat::opOK;
    return bitsOf(a);
  case Opcode::FloatRemainder:
    a.mod(rest[0]);
    return bitsOf(a);
  case Opcode::FloatNegate:
    a.changeSign();
    return bitsOf(a);
  case Opcode::FloatAbsolute:
    a.clearSign();
    return bitsOf(a);
  case Opcode::FloatCopySign:
    a.copySign(rest[0]);
    return bitsOf(a);
  case Opcode::FloatMultiplyAdd:
    isRounded |= a.fusedMultiplyAdd(rest[0], rest[1], nearest) != APFloat::opOK;
    return bitsOf(a);
  case Opcode::FloatSquareRoot:
    return bitsOf(squareRoot(a));
  case Opcode::FloatFloor:
    return bitsOf(roundedTo(a, APFloat::rmTowardNegative));
  case Opcode::FloatCeiling:
    return bitsOf(roundedTo(a, APFloat::rmTowardPositive));
  case Opcode::FloatTruncate:
    return bitsOf(roundedTo(a, APFloat::rmTowardZero));
  case Opcode::FloatRound:
    return bitsOf(roundedTo(a, APFloat::rmNearestTiesToAway));
  case Opcode::FloatRoundEven:
    return bitsOf(roundedTo(a, nearest));
  case Opcode::FloatCompare:
    return bit(node.detail & comparisonOf(a, rest[0]));
  default:
    throw InternalError("an expression has no meaning");
  }
}

APInt foldConversion(const Node &node, ExpressionType from, const APInt &bits) {
  const auto nearest = APFloat::rmNearestTiesToEven;
  bool lost = false;
  if (node.opcode == Opcode::FloatConvert) {
    APFloat value(from.semantics(), bits);
    value.convert(node.type.semantics(), nearest, &lost);
    return bitsOf(value);
  }
  if (node.opcode == Opcode::FromSigned || node.opcode == Opcode::FromUnsigned) {
    APFloat value(node.type.semantics());
    value.convertFromAPInt(bits, node.opcode == Opcode::FromSigned, nearest);
    return bitsOf(value);
  }
  llvm::APSInt result(node.type.width(), node.opcode == Opcode::ToUnsigned);
  APFloat(from.semantics(), bits).convertToInteger(result, APFloat::rmTowardZero, &lost);
  return result;
}
} // namespace

APInt canonical(ExpressionType type, const APInt &bits) {
  return type.isFloating() ? bitsOf(APFloat(type.semantics(), bits)) : bits;
}

APInt fold(const Node &node, ExpressionType operandType, llvm::ArrayRef<APInt> operands, bool *isRounded) {
  if (node.opcode < Opcode::FloatAdd || node.opcode == Opcode::Bitcast)
    return foldInteger(node, operands);
  if (node.opcode >= Opcode::FloatConvert)
    return foldConversion(node, operandType, operands[0]);
  llvm::SmallVector<APFloat, 2> rest;
  for (const APInt &bits : operands.drop_front())
    rest.emplace_back(operandType.semantics(), bits);
  bool ignored = false;
  return foldArithmetic(node, APFloat(operandType.semantics(), operands[0]), rest, isRounded ? *isRounded : ignored);
}

} // namespace allo::verify
