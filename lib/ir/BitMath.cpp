#include "ir/BitMath.h"

#include "mlir/IR/Matchers.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace allo::ir {

std::optional<llvm::APInt> BitMath::known(Value value) {
  llvm::APInt constant;
  if (matchPattern(value, m_ConstantInt(&constant)))
    return constant;
  return std::nullopt;
}

Value BitMath::number(const llvm::APInt &value) {
  Type type = builder.getIntegerType(value.getBitWidth());
  return arith::ConstantOp::create(builder, location, builder.getIntegerAttr(type, value));
}

Value BitMath::resized(Value value, unsigned width, bool isSigned) {
  unsigned from = widthOf(value);
  Type type = builder.getIntegerType(width);
  if (width == from)
    return value;
  if (width < from)
    return builder.createOrFold<arith::TruncIOp>(location, type, value);
  return isSigned ? builder.createOrFold<arith::ExtSIOp>(location, type, value)
                  : builder.createOrFold<arith::ExtUIOp>(location, type, value);
}

Value BitMath::shiftedLeft(Value value, uint64_t distance) {
  if (distance == 0)
    return value;
  unsigned width = widthOf(value);
  if (distance >= width)
    return number(width, 0);
  return fold<arith::ShLIOp>(value, number(llvm::APInt(width, distance)));
}

Value BitMath::shiftedRight(Value value, uint64_t distance, bool isSigned) {
  if (distance == 0)
    return value;
  unsigned width = widthOf(value);
  if (distance >= width && !isSigned)
    return number(width, 0);
  Value by = number(llvm::APInt(width, std::min<uint64_t>(distance, width - 1)));
  return isSigned ? fold<arith::ShRSIOp>(value, by) : fold<arith::ShRUIOp>(value, by);
}

Value BitMath::insideDistance(Value value, Value distance, Value &outside) {
  unsigned width = widthOf(value), bits = widthOf(distance);
  // Whether the distance's type can hold the width at all.
  if (bits >= 64 || (uint64_t(1) << bits) > width)
    outside = compare(arith::CmpIPredicate::uge, distance, number(llvm::APInt(bits, width)));
  return resized(distance, width, /*isSigned=*/false);
}

Value BitMath::shiftedLeft(Value value, Value distance, bool isInside) {
  if (std::optional<llvm::APInt> constant = known(distance))
    return shiftedLeft(value, constant->getLimitedValue());
  Value outside, zero = number(widthOf(value), 0);
  Value by = insideDistance(value, distance, outside);
  if (!outside || isInside)
    return fold<arith::ShLIOp>(value, by);
  return choose(outside, zero, fold<arith::ShLIOp>(value, choose(outside, zero, by)));
}

Value BitMath::shiftedRight(Value value, Value distance, bool isSigned, bool isInside) {
  if (std::optional<llvm::APInt> constant = known(distance))
    return shiftedRight(value, constant->getLimitedValue(), isSigned);
  unsigned width = widthOf(value);
  Value outside, zero = number(width, 0);
  Value by = insideDistance(value, distance, outside);
  auto shift = [&](Value by) { return isSigned ? fold<arith::ShRSIOp>(value, by) : fold<arith::ShRUIOp>(value, by); };
  if (!outside || isInside)
    return shift(by);
  if (isSigned)
    return shift(choose(outside, number(llvm::APInt(width, width - 1)), by));
  return choose(outside, zero, shift(choose(outside, zero, by)));
}

Value BitMath::shifted(Value value, Value distance, bool isSigned) {
  if (std::optional<llvm::APInt> constant = known(distance))
    return constant->isNegative() ? shiftedRight(value, constant->abs().getLimitedValue(), isSigned)
                                  : shiftedLeft(value, constant->getLimitedValue());
  Value left = shiftedLeft(value, distance), right = shiftedRight(value, negated(distance), isSigned);
  return choose(isNegative(distance), right, left);
}

Value BitMath::bit(Value value, unsigned index) {
  return resized(shiftedRight(value, index, /*isSigned=*/false), 1, false);
}

// Halves change places, then halves of halves (H. S. Warren, Hacker's Delight, 7-1), in the next power of two.
Value BitMath::reversed(Value value) {
  unsigned width = widthOf(value), full = llvm::PowerOf2Ceil(width);
  Value bits = resized(value, full, false);
  for (unsigned distance = 1; distance < full; distance *= 2) {
    Value low = number(llvm::APInt::getSplat(full, llvm::APInt::getLowBitsSet(2 * distance, distance)));
    bits = either(shiftedLeft(both(bits, low), distance), both(shiftedRight(bits, distance, false), low));
  }
  return resized(shiftedRight(bits, full - width, false), width, false);
}

Value BitMath::parity(Value value) {
  Value bits = value;
  for (unsigned distance = llvm::PowerOf2Ceil(widthOf(value)) / 2; distance; distance /= 2)
    bits = exclusive(bits, shiftedRight(bits, distance, false));
  return bit(bits, 0);
}

// Binary search: the zeros of the upper half, or all of it and the zeros of the lower half.
Value BitMath::leadingZeros(Value value, unsigned resultWidth) {
  unsigned width = widthOf(value), full = llvm::PowerOf2Ceil(width);
  Value bits = shiftedLeft(resized(value, full, false), full - width), count = number(resultWidth, 0);
  for (unsigned half = full / 2; half; half /= 2) {
    Value isEmpty = isZero(shiftedRight(bits, full - half, false));
    count = add(count, choose(isEmpty, number(resultWidth, half), number(resultWidth, 0)));
    bits = choose(isEmpty, shiftedLeft(bits, half), bits);
  }
  return choose(isZero(value), number(resultWidth, width), count);
}

Value BitMath::lowMask(unsigned width, Value count) {
  // In one bit more than the number, so that a count of the whole width is inside.
  Value one = number(width + 1, 1);
  return resized(subtract(shiftedLeft(one, count), one), width, false);
}

} // namespace allo::ir
