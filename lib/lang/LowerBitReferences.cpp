// Bits, slices and concatenations. Bits that do not exist read as zero and are not written
// (include/hls/detail/int_references.h).
#include "lang/BitReference.h"

#include "ir/BitMath.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using allo::ir::BitMath;
using allo::ir::CKind;
using allo::ir::CType;

namespace allo::lang {

namespace {
// Whether the type alone says that an index is not negative: a conversion from an unsigned type narrower than int.
bool isUnsignedIndex(const clang::Expr *index) {
  for (; auto *cast = llvm::dyn_cast<clang::CastExpr>(index->IgnoreParens()); index = cast->getSubExpr()) {
    std::optional<CType> type = scalarKind(cast->getSubExpr()->getType());
    if (type && !ir::isFloating(*type) && !ir::isFixed(*type) && !ir::isSigned(*type) && ir::bitWidth(*type) < 32)
      return true;
    if (!type || ir::isFloating(*type))
      return false;
  }
  return false;
}

bool isWritablePlace(const clang::Expr *expression) {
  return expression->isGLValue() && !expression->getType().isConstQualified() &&
         !llvm::isa<clang::MaterializeTemporaryExpr>(expression->IgnoreParens());
}
} // namespace

// An operand of a concatenation.
BitReference FunctionLowering::bitPart(const clang::Expr *expression) {
  if (hlsReferenceWidth(expression->getType()))
    return bitReference(expression);
  BitReference part;
  part.place = expression->getExprLoc();
  if (isWritablePlace(expression) && scalarKind(expression->getType())) {
    part.form = BitReference::variable;
    part.of = viewOf(expression);
    part.width = ir::bitWidth(part.of->kind);
    return part;
  }
  HlsValue operand = hlsOperand(expression);
  part.number = operand.value;
  part.width = BitMath::widthOf(operand.value);
  return part;
}

BitReference FunctionLowering::bitReference(const clang::Expr *expression) {
  const clang::Expr *inner = withoutWrappers(expression);
  if (auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(inner)) {
    auto known = namedBits.find(reference->getDecl());
    if (known != namedBits.end())
      return *known->second;
  }
  if (std::optional<HlsOperation> operation = hlsOperation(inner)) {
    if (!hlsWrites(operation->name))
      return bitReference(*operation);
    HlsPlace target;
    performHls(*operation, target, nullptr);
    if (target.bits)
      return *target.bits;
  }
  refuse(expression->getExprLoc(), "this reference to bits is not accepted here",
         "name the bits where they are used: x.range(hi, lo)");
}

BitReference FunctionLowering::bitReference(const HlsOperation &operation) {
  Location location = at(operation.source);
  BitMath math(builder, location);
  BitReference result;
  result.place = operation.source->getExprLoc();
  if (operation.name.starts_with("concat.")) {
    result.form = BitReference::concat;
    result.high = std::make_shared<BitReference>(bitPart(operation.operands[0]));
    result.low = std::make_shared<BitReference>(bitPart(operation.operands[1]));
    result.width = result.high->width + result.low->width;
    return result;
  }
  const clang::Expr *object = operation.operands.front();
  result.form = BitReference::bits;
  unsigned rootWidth;
  if (operation.name.ends_with(".ref") && (operation.objectIsPointer || isWritablePlace(object))) {
    result.of = operation.objectIsPointer ? pointedPlace(object) : viewOf(object);
    rootWidth = ir::bitWidth(result.of->kind);
  } else {
    result.number = hlsObject(operation).value;
    rootWidth = BitMath::widthOf(result.number);
  }
  auto position = [&](const clang::Expr *index) {
    HlsValue operand = hlsOperand(index);
    return convert(operand.value, operand.type, CKind::Int, location);
  };
  auto proves = [&](AffineExpr expression, int64_t low, int64_t high) {
    return expression && domain.provesInRange(expression, {low, high});
  };
  auto isNonNegative = [&](const clang::Expr *index) {
    AffineExpr known = affineOf(index);
    return (known && domain.provesAtLeast(known, 0)) || isUnsignedIndex(index);
  };
  if (operation.name.starts_with("bit.")) {
    result.isNonNegative = isNonNegative(operation.operands[1]);
    result.isBit = true;
    result.width = 1;
    result.isInside = proves(affineOf(operation.operands[1]), 0, int64_t(rootWidth) - 1);
    result.first = position(operation.operands[1]);
    result.length = math.number(32, 1);
    return result;
  }
  result.width = rootWidth;
  if (operation.operands.size() == 1) { // range()
    result.first = math.number(32, 0);
    result.length = math.number(32, rootWidth);
    result.isInside = true;
    return result;
  }
  result.isNonNegative = isNonNegative(operation.operands[1]) && isNonNegative(operation.operands[2]);
  Value high = position(operation.operands[1]), low = position(operation.operands[2]);
  AffineExpr highAffine = affineOf(operation.operands[1]), lowAffine = affineOf(operation.operands[2]);
  AffineExpr difference = highAffine && lowAffine ? highAffine - lowAffine : AffineExpr();
  if (auto known = difference
                       ? dyn_cast<AffineConstantExpr>(simplifyAffineExpr(difference, domain.allOperands().size(), 0))
                       : AffineConstantExpr()) {
    bool isReversed = known.getValue() < 0;
    result.first = isReversed ? high : low;
    result.length = math.number(32, std::abs(known.getValue()) + 1);
    if (isReversed)
      result.isReversed = math.number(1, 1);
    result.isInside =
        proves(isReversed ? highAffine : lowAffine, 0, int64_t(rootWidth) - 1 - std::abs(known.getValue()));
    return result;
  }
  if (!difference || !domain.provesAtLeast(difference, 0))
    result.isReversed = math.compare(arith::CmpIPredicate::slt, high, low);
  else
    result.isInside = domain.provesAtLeast(lowAffine, 0) && proves(highAffine, 0, int64_t(rootWidth) - 1);
  Value distance = math.subtract(high, low), one = math.number(32, 1);
  result.first = result.isReversed ? math.choose(result.isReversed, high, low) : low;
  if (result.isReversed)
    distance = math.choose(result.isReversed, math.negated(distance), distance);
  result.length = math.add(distance, one);
  return result;
}

Value FunctionLowering::lengthOf(const BitReference &reference, Location location) {
  BitMath math(builder, location);
  if (reference.form == BitReference::bits)
    return reference.length;
  if (reference.form == BitReference::concat)
    return math.add(lengthOf(*reference.high, location), lengthOf(*reference.low, location));
  return math.number(32, reference.width);
}

namespace {
// The low `length` bits in the opposite order.
Value reversedSlice(BitMath &math, Value bits, Value length) {
  unsigned width = BitMath::widthOf(bits);
  Value full = math.number(32, width);
  Value distance = math.choose(math.compare(arith::CmpIPredicate::ult, length, full), math.subtract(full, length),
                               math.number(32, 0));
  return math.shiftedRight(math.reversed(bits), distance, false);
}

// Towards bit 0 by a distance that may be negative where it is not known to be inside.
Value movedDown(BitMath &math, Value bits, const BitReference &reference) {
  if (reference.isInside)
    return math.shiftedRight(bits, reference.first, false, /*isInside=*/true);
  if (reference.isNonNegative)
    return math.shiftedRight(bits, reference.first, false);
  return math.shifted(bits, math.negated(math.resized(reference.first, 33, true)), false);
}
Value movedUp(BitMath &math, Value bits, const BitReference &reference) {
  if (reference.isInside)
    return math.shiftedLeft(bits, reference.first, /*isInside=*/true);
  if (reference.isNonNegative)
    return math.shiftedLeft(bits, reference.first);
  return math.shifted(bits, math.resized(reference.first, 33, true), false);
}
} // namespace

Value FunctionLowering::readBits(const BitReference &reference, Location location) {
  BitMath math(builder, location);
  switch (reference.form) {
  case BitReference::value:
    return reference.number;
  case BitReference::variable:
    return load(*reference.of, location);
  case BitReference::concat: {
    Value high = math.resized(readBits(*reference.high, location), reference.width, false);
    Value low = math.resized(readBits(*reference.low, location), reference.width, false);
    return math.either(math.shiftedLeft(high, lengthOf(*reference.low, location)), low);
  }
  case BitReference::bits:
    break;
  }
  Value number = reference.of ? load(*reference.of, location) : reference.number;
  Value moved = movedDown(math, number, reference);
  if (reference.isBit)
    return math.resized(moved, 1, false);
  Value slice;
  if (std::optional<llvm::APInt> length = BitMath::known(reference.length); length && length->ult(reference.width))
    slice = math.resized(math.resized(moved, length->getZExtValue(), false), reference.width, false);
  else if (length)
    slice = moved;
  else
    slice = math.both(moved, math.lowMask(reference.width, reference.length));
  if (!reference.isReversed)
    return slice;
  return math.choose(reference.isReversed, reversedSlice(math, slice, reference.length), slice);
}

void FunctionLowering::writeBits(const BitReference &reference, Value value, Location location) {
  BitMath math(builder, location);
  switch (reference.form) {
  case BitReference::value:
    throw InternalError("a part of a concatenation that is a value is written", unit.placeOf(reference.place));
  case BitReference::variable:
    return store(value, *reference.of, location);
  case BitReference::concat: {
    Value high = math.shiftedRight(value, lengthOf(*reference.low, location), false);
    writeBits(*reference.high, math.resized(high, reference.high->width, false), location);
    writeBits(*reference.low, math.resized(value, reference.low->width, false), location);
    return;
  }
  case BitReference::bits:
    break;
  }
  if (!reference.of)
    throw InternalError("bits of a value are written", unit.placeOf(reference.place));
  Value number = load(*reference.of, location);
  unsigned width = BitMath::widthOf(number);
  if (reference.isReversed)
    value = math.choose(reference.isReversed, reversedSlice(math, value, reference.length), value);
  Value mask = movedUp(math, math.lowMask(width, reference.length), reference);
  Value field = movedUp(math, math.resized(value, width, false), reference);
  Value kept = math.both(number, math.inverted(mask));
  store(math.either(kept, math.both(field, mask)), *reference.of, location);
}

} // namespace allo::lang
