#include "target/sim/ExactOperators.h"

#include "target/sim/Storage.h"

#include "allo/error.hpp"

#include "llvm/ADT/APSInt.h"
#include "llvm/ADT/SmallVector.h"

#include <cmath>

namespace allo::target::sim {

using llvm::APFloat;
using llvm::APInt;
using rtl::FloatFormat;
using rtl::FloatPredicate;
using rtl::OperatorKey;
using rtl::OperatorKind;

namespace {
constexpr auto nearest = APFloat::rmNearestTiesToEven;

APInt bitsOf(const APFloat &value) {
  return value.isNaN() ? APFloat::getQNaN(value.getSemantics()).bitcastToAPInt() : value.bitcastToAPInt();
}

APFloat converted(APFloat value, const llvm::fltSemantics &to, APFloat::roundingMode mode = nearest) {
  bool losesInformation = false;
  value.convert(to, mode, &losesInformation);
  return value;
}

APFloat number(const OperatorKey &key, const APInt &bits) {
  APFloat value(semanticsOf(key.format), bits);
  if (key.flush && value.isDenormal())
    return APFloat::getZero(value.getSemantics(), value.isNegative());
  return value;
}

// A value of more bits than the result has, rounded as with an exponent without bounds: what is below the smallest
// normal number then is a zero (operators/allo_fmul.sv).
APInt flushed(const APFloat &wide, const llvm::fltSemantics &to) {
  APFloat least = converted(APFloat::getSmallestNormalized(to), wide.getSemantics());
  APFloat halfUnit = scalbn(least, -static_cast<int>(APFloat::semanticsPrecision(to)) - 1, nearest);
  APFloat bound = least; // half a unit below, from where on numbers are rounded to `least`
  bound.subtract(halfUnit, nearest);
  if (!wide.isNaN() && abs(wide) < bound)
    return APFloat::getZero(to, wide.isNegative()).bitcastToAPInt();
  return bitsOf(converted(wide, to));
}

// The exact result, or one of 113 bits whose last bit is set where there are more: it rounds as the exact one does.
APFloat wideResult(OperatorKind kind, llvm::ArrayRef<APFloat> operands) {
  llvm::SmallVector<APFloat, 3> wide;
  for (const APFloat &operand : operands)
    wide.push_back(converted(operand, APFloat::IEEEquad()));
  APFloat result = wide[0];
  APFloat::opStatus status = APFloat::opOK;
  constexpr auto down = APFloat::rmTowardZero;
  switch (kind) {
  case OperatorKind::fadd:
    status = result.add(wide[1], down);
    break;
  case OperatorKind::fsub:
    status = result.subtract(wide[1], down);
    break;
  case OperatorKind::fmul:
    status = result.multiply(wide[1], down);
    break;
  case OperatorKind::fdiv:
    status = result.divide(wide[1], down);
    break;
  case OperatorKind::fma:
    status = result.fusedMultiplyAdd(wide[1], wide[2], down);
    break;
  default:
    break;
  }
  if ((status & APFloat::opInexact) && result.isFinite())
    return APFloat(APFloat::IEEEquad(), result.bitcastToAPInt() | 1);
  return result;
}

APInt arithmetic(const OperatorKey &key, llvm::ArrayRef<APFloat> operands) {
  const llvm::fltSemantics &semantics = semanticsOf(key.format);
  if (key.flush)
    return flushed(wideResult(key.kind, operands), semantics);
  APFloat result = operands[0];
  switch (key.kind) {
  case OperatorKind::fadd:
    result.add(operands[1], nearest);
    break;
  case OperatorKind::fsub:
    result.subtract(operands[1], nearest);
    break;
  case OperatorKind::fmul:
    result.multiply(operands[1], nearest);
    break;
  case OperatorKind::fdiv:
    result.divide(operands[1], nearest);
    break;
  default:
    result.fusedMultiplyAdd(operands[1], operands[2], nearest);
  }
  return bitsOf(result);
}

// Roots are never below the normal range. One of float or a shorter format may be rounded twice.
APInt squareRoot(const APFloat &value) {
  const llvm::fltSemantics &semantics = value.getSemantics();
  APFloat root(std::sqrt(converted(value, APFloat::IEEEdouble()).convertToDouble()));
  return bitsOf(converted(root, semantics));
}

APInt rounded(OperatorKind kind, APFloat value) {
  APFloat::roundingMode mode = kind == OperatorKind::ffloor   ? APFloat::rmTowardNegative
                               : kind == OperatorKind::fceil  ? APFloat::rmTowardPositive
                               : kind == OperatorKind::ftrunc ? APFloat::rmTowardZero
                               : kind == OperatorKind::fround ? APFloat::rmNearestTiesToAway
                                                              : nearest;
  value.roundToIntegral(mode);
  return bitsOf(value);
}

// As allo_fminmax.sv: the second, unless the first is beyond it or the second is NaN.
APInt extremum(bool isLeast, const APFloat &first, const APFloat &second) {
  APFloat::cmpResult order = first.compare(second);
  bool takesFirst = order == (isLeast ? APFloat::cmpLessThan : APFloat::cmpGreaterThan) || second.isNaN();
  return (takesFirst ? first : second).bitcastToAPInt();
}

bool holds(FloatPredicate predicate, APFloat::cmpResult order) {
  bool less = order == APFloat::cmpLessThan, equal = order == APFloat::cmpEqual;
  bool greater = order == APFloat::cmpGreaterThan, unordered = order == APFloat::cmpUnordered;
  switch (predicate) {
  case FloatPredicate::oeq:
    return equal;
  case FloatPredicate::ogt:
    return greater;
  case FloatPredicate::oge:
    return greater || equal;
  case FloatPredicate::olt:
    return less;
  case FloatPredicate::ole:
    return less || equal;
  case FloatPredicate::one:
    return less || greater;
  case FloatPredicate::ord:
    return !unordered;
  case FloatPredicate::ueq:
    return unordered || equal;
  case FloatPredicate::ugt:
    return unordered || greater;
  case FloatPredicate::uge:
    return unordered || greater || equal;
  case FloatPredicate::ult:
    return unordered || less;
  case FloatPredicate::ule:
    return unordered || less || equal;
  case FloatPredicate::une:
    return !equal;
  case FloatPredicate::uno:
    return unordered;
  }
  throw InternalError("unknown predicate of a floating-point comparison");
}

APInt toInteger(const OperatorKey &key, const APFloat &value) {
  llvm::APSInt result(key.width, key.kind == OperatorKind::fptoui);
  bool isExact = false;
  value.convertToInteger(result, APFloat::rmTowardZero, &isExact); // saturates, and makes a NaN 0
  return result;
}
} // namespace

const llvm::fltSemantics &semanticsOf(const FloatFormat &format) {
  for (const llvm::fltSemantics *known :
       {&APFloat::IEEEsingle(), &APFloat::IEEEdouble(), &APFloat::IEEEhalf(), &APFloat::BFloat()})
    if (format.mantissa + 1 == APFloat::semanticsPrecision(*known) &&
        format.width() == APFloat::semanticsSizeInBits(*known))
      return *known;
  throw InternalError("no floating type has " + std::to_string(format.exponent) + " bits of exponent and " +
                      std::to_string(format.mantissa) + " of mantissa");
}

APInt evaluate(const OperatorKey &key, llvm::ArrayRef<APInt> operands) {
  switch (key.kind) {
  case OperatorKind::sitofp:
  case OperatorKind::uitofp: {
    APFloat result(semanticsOf(key.format));
    result.convertFromAPInt(operands[0], key.kind == OperatorKind::sitofp, nearest);
    return bitsOf(result);
  }
  default:
    break;
  }
  llvm::SmallVector<APFloat, 3> numbers;
  for (const APInt &operand : operands)
    numbers.push_back(number(key, operand));
  switch (key.kind) {
  case OperatorKind::fadd:
  case OperatorKind::fsub:
  case OperatorKind::fmul:
  case OperatorKind::fdiv:
  case OperatorKind::fma:
    return arithmetic(key, numbers);
  case OperatorKind::fsqrt:
    return squareRoot(numbers[0]);
  case OperatorKind::fcmp:
    return APInt(1, holds(key.predicate, numbers[0].compare(numbers[1])));
  case OperatorKind::fmin:
  case OperatorKind::fmax:
    return extremum(key.kind == OperatorKind::fmin, numbers[0], numbers[1]);
  case OperatorKind::ffloor:
  case OperatorKind::fceil:
  case OperatorKind::ftrunc:
  case OperatorKind::fround:
  case OperatorKind::froundeven:
    return rounded(key.kind, numbers[0]);
  case OperatorKind::fext:
  case OperatorKind::ftruncate: {
    const llvm::fltSemantics &to = semanticsOf(key.resultFormat);
    return key.flush ? flushed(converted(numbers[0], APFloat::IEEEquad()), to) : bitsOf(converted(numbers[0], to));
  }
  case OperatorKind::fptosi:
  case OperatorKind::fptoui:
    return toInteger(key, numbers[0]);
  default:
    throw InternalError(std::string("'") + rtl::nameOf(key.kind) + "' is no floating-point operator of the library");
  }
}

unsigned operandCount(OperatorKind kind) {
  switch (kind) {
  case OperatorKind::fma:
    return 3;
  case OperatorKind::fadd:
  case OperatorKind::fsub:
  case OperatorKind::fmul:
  case OperatorKind::fdiv:
  case OperatorKind::fcmp:
  case OperatorKind::fmin:
  case OperatorKind::fmax:
    return 2;
  default:
    return 1;
  }
}

unsigned operandWidth(const OperatorKey &key) {
  bool fromInteger = key.kind == OperatorKind::sitofp || key.kind == OperatorKind::uitofp;
  return fromInteger ? key.operandWidth : key.format.width();
}

void runOperator(const OperatorKey *key, const uint64_t *operands, uint64_t *result) {
  llvm::SmallVector<APInt, 3> values;
  for (unsigned number = 0; number < operandCount(key->kind); ++number) {
    unsigned width = operandWidth(*key), words = wordsOf(width);
    values.push_back(APInt(width, llvm::ArrayRef(operands, words)));
    operands += words;
  }
  APInt value = evaluate(*key, values);
  std::copy_n(value.getRawData(), value.getNumWords(), result);
}

} // namespace allo::target::sim
