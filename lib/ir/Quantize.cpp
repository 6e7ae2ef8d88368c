// The meaning of the modes is that of include/hls/detail/quantize.h (UG1399, "Quantization Modes" and "Overflow Modes";
// IEEE 1666-2011, 7.10.9).
#include "ir/Quantize.h"

#include "ir/BitMath.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

#include "llvm/ADT/APFloat.h"

using namespace mlir;

namespace allo::ir {

namespace {
// A type as a format: integers are fixed point without a fraction.
struct Format {
  unsigned width;
  int fraction;
  bool isSigned;
};
Format formatOf(CType type) { return {bitWidth(type), fractionBits(type), isSigned(type)}; }

Quantisation quantisationOf(CType type) { return isFixed(type) ? type.quantisation : Quantisation::TrnZero; }

bool fitsWithoutOverflow(const Format &from, const Format &to, CType type) {
  int fromInteger = static_cast<int>(from.width) - from.fraction, toInteger = static_cast<int>(to.width) - to.fraction;
  if (type.overflow == Overflow::SatSym && to.isSigned && from.isSigned)
    return fromInteger < toInteger;
  if (from.isSigned == to.isSigned)
    return fromInteger <= toInteger;
  return to.isSigned && fromInteger < toInteger;
}

class Quantizer {
public:
  Quantizer(OpBuilder &builder, Location location, CType to)
      : builder(builder), location(location), math(builder, location), to(to), target(formatOf(to)) {}

  Value fromFloating(Value value);
  Value fromExact(Value value, Format from, Quantisation quantisation);

private:
  // Step 1: `value`, signed, divided by 2^distance and rounded.
  Value rounded(Value value, unsigned distance, Quantisation quantisation);
  // Step 2: `value`, signed, in the target's width.
  Value contained(Value value);
  Value wrapped(Value value, Value isNegative);

  OpBuilder &builder;
  Location location;
  BitMath math;
  CType to;
  Format target;
};

Value Quantizer::rounded(Value value, unsigned distance, Quantisation quantisation) {
  unsigned width = BitMath::widthOf(value);
  if (quantisation == Quantisation::Trn) {
    unsigned kept = width > distance ? width - distance : 1;
    return math.resized(math.shiftedRight(value, distance, /*isSigned=*/true), kept, true);
  }
  distance = std::min(distance, width + 1); // beyond that only the sign counts
  width = std::max(width, distance) + 1;
  value = math.resized(value, width, true);
  Value half = math.bit(value, distance - 1), negative = math.isNegative(value), up;
  auto rest = [&]() -> Value {
    return distance == 1 ? math.number(1, 0) : math.isNonZero(math.resized(value, distance - 1, false));
  };
  Value kept = math.resized(math.shiftedRight(value, distance, true), width - distance + 1, true);
  switch (quantisation) {
  case Quantisation::Trn:
    break;
  case Quantisation::TrnZero:
    up = math.both(negative, math.either(half, rest()));
    break;
  case Quantisation::Rnd:
    up = half;
    break;
  case Quantisation::RndZero:
    up = math.both(half, math.either(rest(), negative));
    break;
  case Quantisation::RndMinInf:
    up = math.both(half, rest());
    break;
  case Quantisation::RndInf:
    up = math.both(half, math.either(rest(), math.inverted(negative)));
    break;
  case Quantisation::RndConv:
    up = math.both(half, math.either(rest(), math.bit(kept, 0)));
    break;
  }
  return math.add(kept, math.resized(up, BitMath::widthOf(kept), false));
}

// The wrapping modes with saturated bits or sign-magnitude, for a value out of range.
Value Quantizer::wrapped(Value value, Value isNegative) {
  unsigned width = target.width, saturated = std::min(to.saturatedBits, width);
  bool isSM = to.overflow == Overflow::WrapSM, hasSign = isSM || target.isSigned;
  Value sign = isSM && to.saturatedBits == 0 ? math.bit(value, width) : isNegative;
  Value result = math.resized(value, width, true);
  if (isSM) {
    Value invert = saturated <= 1 ? math.exclusive(sign, math.bit(value, width - 1))
                                  : math.inverted(math.exclusive(math.bit(value, width - saturated), isNegative));
    result = math.exclusive(result, math.resized(invert, width, true));
  }
  auto replace = [&](Value bits, const llvm::APInt &mask, Value ones) {
    Value cleared = math.both(bits, math.number(~mask));
    return math.either(cleared, math.both(math.resized(ones, width, true), math.number(mask)));
  };
  if (hasSign)
    result = replace(result, llvm::APInt::getSignMask(width), sign);
  unsigned high = hasSign ? width - 1 : width, low = width - saturated;
  if (to.saturatedBits > 0 && high > low)
    result = replace(result, llvm::APInt::getBitsSet(width, low, high), math.inverted(isNegative));
  return result;
}

Value Quantizer::contained(Value value) {
  unsigned width = target.width;
  if (!isFixed(to) || (to.overflow == Overflow::Wrap && to.saturatedBits == 0))
    return math.resized(value, width, true);
  unsigned wide = std::max(BitMath::widthOf(value), width + 2);
  value = math.resized(value, wide, true);
  unsigned magnitude = target.isSigned ? width - 1 : width;
  llvm::APInt most = llvm::APInt::getLowBitsSet(wide, magnitude);
  llvm::APInt least = !target.isSigned ? llvm::APInt(wide, 0) : to.overflow == Overflow::SatSym ? -most : ~most;
  Value isAbove = math.compare(arith::CmpIPredicate::sgt, value, math.number(most));
  Value isBelow = math.compare(arith::CmpIPredicate::slt, value, math.number(least));
  Value inside = math.resized(value, width, true);
  switch (to.overflow) {
  case Overflow::SatZero:
    return math.choose(math.either(isAbove, isBelow), math.number(width, 0), inside);
  case Overflow::Sat:
  case Overflow::SatSym:
    return math.choose(isAbove, math.number(most.trunc(width)),
                       math.choose(isBelow, math.number(least.trunc(width)), inside));
  case Overflow::Wrap:
  case Overflow::WrapSM:
    return math.choose(math.either(isAbove, isBelow), wrapped(value, math.isNegative(value)), inside);
  }
  llvm_unreachable("an overflow mode without a meaning");
}

Value Quantizer::fromExact(Value value, Format from, Quantisation quantisation) {
  value = math.resized(value, from.width + !from.isSigned, from.isSigned);
  int dropped = from.fraction - target.fraction;
  if (dropped > 0)
    value = rounded(value, static_cast<unsigned>(dropped), quantisation);
  else if (dropped < 0) {
    // Beyond the target's width its bits are zero, whatever is shifted in further.
    unsigned distance = static_cast<unsigned>(std::min<int64_t>(-int64_t(dropped), target.width + 2));
    bool cuts = fitsWithoutOverflow(from, target, to) || (to.overflow == Overflow::Wrap && to.saturatedBits == 0);
    unsigned wide = cuts ? target.width : BitMath::widthOf(value) + distance;
    value = math.shiftedLeft(math.resized(value, wide, true), distance);
  }
  bool mayRoundUp = dropped > 0 && quantisation != Quantisation::Trn && quantisation != Quantisation::TrnZero;
  if (!mayRoundUp && fitsWithoutOverflow(from, target, to))
    return math.resized(value, target.width, true);
  return contained(value);
}

// The significand goes so far to the left that every bit that counts stays: as far as bit W + 2 of the target, and no
// further to the right than where only whether it is zero matters. What remains is the integer case.
Value Quantizer::fromFloating(Value value) {
  auto type = cast<FloatType>(value.getType());
  const llvm::fltSemantics &semantics = type.getFloatSemantics();
  unsigned width = type.getWidth(), mantissa = llvm::APFloat::semanticsPrecision(semantics) - 1;
  unsigned exponentWidth = width - mantissa - 1;
  int bias = llvm::APFloat::semanticsMaxExponent(semantics);
  Value bits = builder.createOrFold<arith::BitcastOp>(location, builder.getIntegerType(width), value);
  Value sign = math.bit(bits, width - 1);
  Value fraction = math.resized(bits, mantissa, false);
  Value field = math.resized(math.shiftedRight(bits, mantissa, false), exponentWidth, false);
  Value isSubnormal = math.isZero(field);
  Value isSpecial = math.compare(arith::CmpIPredicate::eq, field, math.number(exponentWidth, -1));

  constexpr unsigned exponentBits = 32;
  auto count = [&](int64_t number) { return math.number(exponentBits, number); };
  Value exponent = math.choose(isSubnormal, count(1), math.resized(field, exponentBits, false));
  // The distance of the significand's last place from the target's.
  Value distance = math.add(exponent, count(int64_t(target.fraction) - bias - mantissa));
  int least = -static_cast<int>(mantissa) - 4, most = static_cast<int>(target.width) + 2;
  distance = math.choose(math.compare(arith::CmpIPredicate::slt, distance, count(least)), count(least), distance);
  distance = math.choose(math.compare(arith::CmpIPredicate::sgt, distance, count(most)), count(most), distance);
  distance = math.choose(isSpecial, count(most), distance);

  unsigned guard = static_cast<unsigned>(-least), full = mantissa + 1 + guard + static_cast<unsigned>(most) + 1;
  Value significand = math.either(math.resized(fraction, full, false),
                                  math.shiftedLeft(math.resized(math.inverted(isSubnormal), full, false), mantissa));
  // NaN is zero; for integers so is an infinity.
  Value isVoid = isFixed(to) ? math.both(isSpecial, math.isNonZero(fraction)) : isSpecial;
  significand = math.choose(isVoid, math.number(full, 0), significand);
  Value magnitude = math.shiftedLeft(significand, math.add(distance, count(guard)), /*isInside=*/true);
  Value exact = math.choose(sign, math.negated(magnitude), magnitude);
  return fromExact(exact, {full, target.fraction + static_cast<int>(guard), true}, quantisationOf(to));
}
} // namespace

Value expandQuantize(OpBuilder &builder, Location location, Value value, CType from, CType to) {
  Quantizer quantizer(builder, location, to);
  return isFloating(from) ? quantizer.fromFloating(value)
                          : quantizer.fromExact(value, formatOf(from), quantisationOf(to));
}

bool isPlainConversion(CType from, CType to) {
  if (isFloating(from))
    return false;
  Format source = formatOf(from), target = formatOf(to);
  bool cuts = !isFixed(to) || (to.overflow == Overflow::Wrap && to.saturatedBits == 0);
  bool isExact = source.fraction <= target.fraction;
  bool floors =
      quantisationOf(to) == Quantisation::Trn || (quantisationOf(to) == Quantisation::TrnZero && !source.isSigned);
  return (isExact || floors) && (cuts || fitsWithoutOverflow(source, target, to));
}

namespace {
Value powerOfTwo(OpBuilder &builder, Location location, int exponent) {
  llvm::APFloat value = llvm::scalbn(llvm::APFloat(1.0), exponent, llvm::APFloat::rmNearestTiesToEven);
  return arith::ConstantOp::create(builder, location, builder.getFloatAttr(builder.getF64Type(), value));
}

// A double, which one more rounding makes the nearest value of a narrower type.
Value inDouble(Value value, FloatType type, OpBuilder &builder, Location location) {
  return type.isF64() ? value : builder.createOrFold<arith::TruncFOp>(location, type, value);
}
} // namespace

Value fixedToFloating(OpBuilder &builder, Location location, Value value, CType from, CType to) {
  Format source = formatOf(from);
  auto type = cast<FloatType>(elementType(builder.getContext(), to));
  Type f64 = builder.getF64Type();
  auto converted = [&](Value integer, bool isSigned, Type type) -> Value {
    return isSigned ? builder.createOrFold<arith::SIToFPOp>(location, type, integer)
                    : builder.createOrFold<arith::UIToFPOp>(location, type, integer);
  };
  bool isNarrow = to.kind == CKind::Half || to.kind == CKind::BFloat16;
  if (source.fraction == 0 && source.width <= 64 && !isNarrow)
    return converted(value, source.isSigned, type);
  if (source.width <= 53) { // exact in double, which is scaled exactly
    Value number = converted(value, source.isSigned, f64);
    if (source.fraction)
      number = builder.createOrFold<arith::MulFOp>(location, number, powerOfTwo(builder, location, -source.fraction));
    return inDouble(number, type, builder, location);
  }
  // The highest 62 bits of the magnitude, the last one set if any below is (rounding to odd); the exponent apart. For
  // types narrower than double 53 of them, so that the double is exact and the rounding is that to the type.
  BitMath math(builder, location);
  Value negative = source.isSigned ? math.isNegative(value) : math.number(1, 0);
  unsigned kept = type.isF64() ? 62 : 53, width = std::max(source.width + 1, kept + 1);
  Value wide = math.resized(value, width, source.isSigned);
  Value magnitude = math.choose(negative, math.negated(wide), wide);
  Value zeros = math.leadingZeros(magnitude, 32);
  Value aligned = math.shiftedLeft(magnitude, zeros);
  unsigned dropped = width - kept;
  Value top = math.resized(math.shiftedRight(aligned, dropped, false), 64, false);
  Value sticky = math.isNonZero(math.resized(aligned, dropped, false));
  top = math.either(top, math.resized(sticky, 64, false));
  Value number = converted(top, true, f64);
  // 2^(dropped - zeros - fraction), from the bits of a double.
  int highest = static_cast<int>(dropped) - source.fraction;
  Value exponent = math.subtract(math.number(32, highest + 1023), zeros);
  auto limit = [&](arith::CmpIPredicate predicate, int bound) {
    exponent = math.choose(math.compare(predicate, exponent, math.number(32, bound)), math.number(32, bound), exponent);
  };
  limit(arith::CmpIPredicate::slt, 1);
  limit(arith::CmpIPredicate::sgt, 2047); // infinity
  Value bits = math.shiftedLeft(math.resized(exponent, 64, false), 52);
  number = builder.createOrFold<arith::MulFOp>(location, number,
                                               builder.createOrFold<arith::BitcastOp>(location, f64, bits));
  // Zero has no highest bit, and times an infinity it would be NaN.
  Value zero = arith::ConstantOp::create(builder, location, builder.getFloatAttr(f64, 0.0));
  number = builder.createOrFold<arith::SelectOp>(location, math.isZero(value), zero, number);
  Value opposite = builder.createOrFold<arith::NegFOp>(location, number);
  number = builder.createOrFold<arith::SelectOp>(location, negative, opposite, number);
  return inDouble(number, type, builder, location);
}

} // namespace allo::ir
