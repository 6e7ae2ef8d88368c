// Interval arithmetic over affine expressions and loop variables.
#include "target/hls/Intervals.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"

#include <algorithm>

using namespace mlir;

namespace allo::target::hls {

namespace {
constexpr int64_t limit = int64_t(1) << 62; // beyond it an interval counts as unknown

Interval checked(__int128 low, __int128 high) {
  if (low < -limit || high > limit || low > high)
    return {};
  return {true, static_cast<int64_t>(low), static_cast<int64_t>(high)};
}

Interval add(Interval left, Interval right) {
  if (!left.known || !right.known)
    return {};
  return checked(__int128(left.low) + right.low, __int128(left.high) + right.high);
}

Interval multiply(Interval left, Interval right) {
  if (!left.known || !right.known)
    return {};
  __int128 corners[] = {__int128(left.low) * right.low, __int128(left.low) * right.high,
                        __int128(left.high) * right.low, __int128(left.high) * right.high};
  return checked(*std::min_element(corners, corners + 4), *std::max_element(corners, corners + 4));
}

// Division by a positive constant; ceiling and floor are monotonic.
Interval divide(Interval left, Interval right, AffineExprKind kind) {
  if (!right.known || right.low != right.high || right.low <= 0)
    return {};
  int64_t divisor = right.low;
  if (kind == AffineExprKind::Mod)
    return {true, 0, left.known && left.low >= 0 ? std::min(left.high, divisor - 1) : divisor - 1};
  if (!left.known)
    return {};
  auto floorOf = [&](int64_t value) { return value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor); };
  if (kind == AffineExprKind::FloorDiv)
    return {true, floorOf(left.low), floorOf(left.high)};
  return {true, -floorOf(-left.low), -floorOf(-left.high)};
}

// All results of a map: the largest or smallest of them.
Interval ofBound(AffineMap map, mlir::ValueRange operands, bool isMax) {
  Interval all;
  for (AffineExpr expression : map.getResults()) {
    Interval one = rangeOf(expression, map.getNumDims(), operands);
    if (!one.known)
      return {};
    if (!all.known)
      all = one;
    else if (isMax)
      all = {true, std::max(all.low, one.low), std::max(all.high, one.high)};
    else
      all = {true, std::min(all.low, one.low), std::min(all.high, one.high)};
  }
  return all;
}

Interval ofLoop(Interval lower, Interval upper) {
  if (!lower.known || !upper.known)
    return {};
  return {true, lower.low, std::max(lower.low, upper.high - 1)};
}
} // namespace

Interval rangeOf(Value index) {
  if (auto argument = dyn_cast<BlockArgument>(index)) {
    Operation *parent = argument.getOwner()->getParentOp();
    if (auto loop = dyn_cast<affine::AffineForOp>(parent))
      return ofLoop(ofBound(loop.getLowerBoundMap(), loop.getLowerBoundOperands(), true),
                    ofBound(loop.getUpperBoundMap(), loop.getUpperBoundOperands(), false));
    if (auto loop = dyn_cast<scf::ForOp>(parent))
      return ofLoop(rangeOf(loop.getLowerBound()), rangeOf(loop.getUpperBound()));
    return {};
  }
  APInt constant;
  if (matchPattern(index, m_ConstantInt(&constant)))
    return {true, constant.getSExtValue(), constant.getSExtValue()};
  Operation *op = index.getDefiningOp();
  if (auto apply = dyn_cast<affine::AffineApplyOp>(op))
    return rangeOf(apply.getAffineMap().getResult(0), apply.getAffineMap().getNumDims(), apply.getMapOperands());
  if (auto minimum = dyn_cast<affine::AffineMinOp>(op))
    return ofBound(minimum.getAffineMap(), minimum.getOperands(), false);
  if (auto maximum = dyn_cast<affine::AffineMaxOp>(op))
    return ofBound(maximum.getAffineMap(), maximum.getOperands(), true);
  return {};
}

Interval rangeOf(AffineExpr expression, unsigned dimensions, mlir::ValueRange operands, Interval *intermediate) {
  Interval result;
  if (auto constant = dyn_cast<AffineConstantExpr>(expression)) {
    result = {true, constant.getValue(), constant.getValue()};
  } else if (auto dimension = dyn_cast<AffineDimExpr>(expression)) {
    result = rangeOf(operands[dimension.getPosition()]);
  } else if (auto symbol = dyn_cast<AffineSymbolExpr>(expression)) {
    result = rangeOf(operands[dimensions + symbol.getPosition()]);
  } else {
    auto binary = cast<AffineBinaryOpExpr>(expression);
    Interval left = rangeOf(binary.getLHS(), dimensions, operands, intermediate);
    Interval right = rangeOf(binary.getRHS(), dimensions, operands, intermediate);
    result = binary.getKind() == AffineExprKind::Add   ? add(left, right)
             : binary.getKind() == AffineExprKind::Mul ? multiply(left, right)
                                                       : divide(left, right, binary.getKind());
  }
  if (intermediate && result.known) {
    intermediate->low = intermediate->known ? std::min(intermediate->low, result.low) : result.low;
    intermediate->high = intermediate->known ? std::max(intermediate->high, result.high) : result.high;
    intermediate->known = true;
  }
  return result;
}

} // namespace allo::target::hls
