#include "schedule/WordLanes.h"

#include "ir/BitMath.h"
#include "ir/LoopRange.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace allo::schedule {

namespace {
void collectTerms(AffineExpr expression, SmallVectorImpl<AffineExpr> &terms) {
  auto sum = dyn_cast<AffineBinaryOpExpr>(expression);
  if (!sum || sum.getKind() != AffineExprKind::Add) {
    terms.push_back(expression);
    return;
  }
  collectTerms(sum.getLHS(), terms);
  collectTerms(sum.getRHS(), terms);
}

using Bounds = ArrayRef<std::optional<int64_t>>;

// getBoundForAffineExpr takes the remainder of the least dividend for the least remainder: (2 … 3) mod 3 is 0 too.
std::optional<int64_t> lowestOf(AffineExpr expression, unsigned dimensions, unsigned symbols, Bounds lows,
                                Bounds highs) {
  auto binary = dyn_cast<AffineBinaryOpExpr>(expression);
  auto divisor = binary ? dyn_cast<AffineConstantExpr>(binary.getRHS()) : AffineConstantExpr();
  if (divisor && divisor.getValue() > 0 && binary.getKind() == AffineExprKind::Mod)
    return 0;
  if (divisor && divisor.getValue() > 0 && binary.getKind() == AffineExprKind::FloorDiv) {
    std::optional<int64_t> dividend = lowestOf(binary.getLHS(), dimensions, symbols, lows, highs);
    return dividend ? std::optional(llvm::divideFloorSigned(*dividend, divisor.getValue())) : std::nullopt;
  }
  return getBoundForAffineExpr(expression, dimensions, symbols, lows, highs, false);
}

// The index of an access may be the source's own integer: division there needs no index arithmetic.
Value integerOf(OpBuilder &builder, Location location, Value index, int64_t factor) {
  Operation *cast = index.getDefiningOp();
  bool isSigned = isa_and_nonnull<arith::IndexCastOp>(cast);
  if (!isSigned && !isa_and_nonnull<arith::IndexCastUIOp>(cast))
    return arith::IndexCastOp::create(builder, location, builder.getI64Type(), index);
  Value value = cast->getOperand(0);
  unsigned needed = llvm::Log2_64_Ceil(static_cast<uint64_t>(factor)) + 1;
  ir::BitMath math(builder, location);
  return math.resized(value, std::max(ir::BitMath::widthOf(value), needed), isSigned);
}
} // namespace

AffineLane laneOf(AffineExpr index, unsigned dimensions, ValueRange operands, int64_t factor) {
  MLIRContext *context = index.getContext();
  auto symbols = static_cast<unsigned>(operands.size() - dimensions);
  SmallVector<AffineExpr> terms;
  collectTerms(simplifyAffineExpr(index, dimensions, symbols), terms);
  AffineExpr word = getAffineConstantExpr(0, context), rest = word;
  for (AffineExpr term : terms) {
    if (auto constant = dyn_cast<AffineConstantExpr>(term)) {
      word = word + llvm::divideFloorSigned(constant.getValue(), factor);
      rest = rest + llvm::mod(constant.getValue(), factor);
    } else if (term.isMultipleOf(factor)) {
      word = word + term.floorDiv(factor);
    } else {
      rest = rest + term;
    }
  }
  SmallVector<std::optional<int64_t>> lows, highs;
  for (Value operand : operands) {
    ir::LoopRange range = ir::rangeOfLoopVariable(operand);
    lows.push_back(range.low);
    highs.push_back(range.high);
  }
  std::optional<int64_t> low = lowestOf(rest, dimensions, symbols, lows, highs);
  std::optional<int64_t> high = getBoundForAffineExpr(rest, dimensions, symbols, lows, highs, true);
  if (low) { // division of what is not negative is division as every language has it
    int64_t first = llvm::divideFloorSigned(*low, factor);
    word = word + first;
    rest = rest - first * factor;
    if (high && *high - first * factor < factor)
      return {simplifyAffineExpr(word, dimensions, symbols), simplifyAffineExpr(rest, dimensions, symbols)};
  }
  word = word + rest.floorDiv(factor);
  rest = rest % factor;
  return {simplifyAffineExpr(word, dimensions, symbols), simplifyAffineExpr(rest, dimensions, symbols)};
}

ComputedLane laneOf(OpBuilder &builder, Location location, Value index, int64_t factor) {
  ir::BitMath math(builder, location);
  if (affine::isValidDim(index)) {
    AffineExpr dimension = builder.getAffineDimExpr(0);
    AffineLane lane = laneOf(dimension, 1, index, factor);
    auto apply = [&](AffineExpr expression) {
      return affine::makeComposedAffineApply(builder, location, AffineMap::get(1, 0, expression), {index}).getResult();
    };
    return {apply(lane.word), apply(lane.lane)};
  }
  Value value = integerOf(builder, location, index, factor);
  unsigned width = ir::BitMath::widthOf(value);
  Value word, lane;
  if (llvm::isPowerOf2_64(static_cast<uint64_t>(factor))) {
    word = math.shiftedRight(value, llvm::Log2_64(static_cast<uint64_t>(factor)), false);
    lane = math.both(value, math.number(width, factor - 1));
  } else {
    word = arith::DivUIOp::create(builder, location, value, math.number(width, factor));
    lane = arith::RemUIOp::create(builder, location, value, math.number(width, factor));
  }
  return {arith::IndexCastUIOp::create(builder, location, builder.getIndexType(), word), lane};
}

Value WordMath::zero() { return ir::BitMath(builder_, location_).number(shape_.bits(), 0); }

Value WordMath::distance(int64_t lane) {
  auto bits = static_cast<uint64_t>(lane) * shape_.elementBits();
  return ir::BitMath(builder_, location_).number(llvm::APInt(shape_.bits(), bits));
}

Value WordMath::distance(Value lane) {
  ir::BitMath math(builder_, location_);
  // Any type that holds the largest distance will do; 32 bits always hold it.
  Value number = lane.getType().isIndex()
                     ? arith::IndexCastUIOp::create(builder_, location_, builder_.getI32Type(), lane).getResult()
                     : math.resized(lane, 32, false);
  Value bits = math.multiply(number, math.number(32, shape_.elementBits()));
  return math.resized(bits, shape_.bits(), false);
}

Value WordMath::distance(AffineExpr lane, unsigned dimensions, ValueRange operands) {
  if (auto constant = dyn_cast<AffineConstantExpr>(lane))
    return distance(constant.getValue());
  auto map = AffineMap::get(dimensions, static_cast<unsigned>(operands.size()) - dimensions,
                            lane * static_cast<int64_t>(shape_.elementBits()));
  SmallVector<Value> used(operands);
  affine::canonicalizeMapAndOperands(&map, &used);
  Value bits = affine::AffineApplyOp::create(builder_, location_, map, used);
  Value number = arith::IndexCastUIOp::create(builder_, location_, builder_.getI32Type(), bits);
  return ir::BitMath(builder_, location_).resized(number, shape_.bits(), false);
}

Value WordMath::element(Value word, Value distance) {
  ir::BitMath math(builder_, location_);
  Value shifted = builder_.createOrFold<arith::ShRUIOp>(location_, word, distance);
  Value bits = math.resized(shifted, shape_.elementBits(), false);
  Type type = ir::elementType(builder_.getContext(), shape_.element);
  return type == bits.getType() ? bits : arith::BitcastOp::create(builder_, location_, type, bits).getResult();
}

Value WordMath::bitsOf(Value element) {
  if (!element.getType().isInteger())
    element = arith::BitcastOp::create(builder_, location_, builder_.getIntegerType(shape_.elementBits()), element);
  return ir::BitMath(builder_, location_).resized(element, shape_.bits(), false);
}

Value WordMath::withElement(Value word, Value element, Value distance) {
  ir::BitMath math(builder_, location_);
  Value lane = math.number(llvm::APInt::getLowBitsSet(shape_.bits(), shape_.elementBits()));
  auto atLane = [&](Value bits) { return builder_.createOrFold<arith::ShLIOp>(location_, bits, distance); };
  Value others = math.both(word, math.inverted(atLane(lane)));
  return math.either(others, atLane(bitsOf(element)));
}

Value WordMath::wordOf(ArrayRef<Value> elements) {
  ir::BitMath math(builder_, location_);
  Value word;
  for (auto [lane, element] : llvm::enumerate(elements)) {
    Value bits = math.shiftedLeft(bitsOf(element), lane * shape_.elementBits());
    word = word ? math.either(word, bits) : bits;
  }
  return word;
}

} // namespace allo::schedule
