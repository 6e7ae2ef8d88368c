#include "analysis/TripCount.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace allo::analysis {
namespace {

std::optional<int64_t> affineTripCount(affine::AffineForOp loop) {
  AffineMap lower = loop.getLowerBoundMap(), upper = loop.getUpperBoundMap();
  SmallVector<Value> lowerOperands(loop.getLowerBoundOperands()), upperOperands(loop.getUpperBoundOperands());
  affine::fullyComposeAffineMapAndOperands(&lower, &lowerOperands);
  affine::fullyComposeAffineMapAndOperands(&upper, &upperOperands);
  if (lower.getNumResults() != 1)
    return std::nullopt;
  // upper - lower over the operands of both: `i + 4` minus `i` is a constant too.
  auto shifted = lower.shiftDims(upper.getNumDims()).shiftSymbols(upper.getNumSymbols());
  std::optional<int64_t> count;
  for (AffineExpr bound : upper.getResults()) {
    AffineMap difference = AffineMap::get(upper.getNumDims() + lower.getNumDims(),
                                          upper.getNumSymbols() + lower.getNumSymbols(), bound - shifted.getResult(0));
    SmallVector<Value> operands;
    llvm::append_range(operands, ArrayRef<Value>(upperOperands).take_front(upper.getNumDims()));
    llvm::append_range(operands, ArrayRef<Value>(lowerOperands).take_front(lower.getNumDims()));
    llvm::append_range(operands, ArrayRef<Value>(upperOperands).drop_front(upper.getNumDims()));
    llvm::append_range(operands, ArrayRef<Value>(lowerOperands).drop_front(lower.getNumDims()));
    affine::canonicalizeMapAndOperands(&difference, &operands);
    auto constant = dyn_cast<AffineConstantExpr>(simplifyAffineMap(difference).getResult(0));
    if (!constant)
      return std::nullopt;
    int64_t here = std::max<int64_t>(0, llvm::divideCeilSigned(constant.getValue(), loop.getStepAsInt()));
    count = std::min(count.value_or(here), here);
  }
  return count;
}

} // namespace

std::optional<int64_t> tripCount(Operation *loop) {
  if (auto affineLoop = dyn_cast<affine::AffineForOp>(loop))
    return affineTripCount(affineLoop);
  if (auto plainLoop = dyn_cast<scf::ForOp>(loop)) {
    auto lower = getConstantIntValue(plainLoop.getLowerBound()), upper = getConstantIntValue(plainLoop.getUpperBound());
    auto step = getConstantIntValue(plainLoop.getStep());
    if (lower && upper && step && *step > 0)
      return std::max<int64_t>(0, llvm::divideCeilSigned(*upper - *lower, *step));
  }
  return std::nullopt;
}

} // namespace allo::analysis
