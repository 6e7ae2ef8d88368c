// Differences of bounds as expressions, decided in the iteration domain of the loop.
#include "target/rtl/legalise/LoopBounds.h"

#include "analysis/IterationDomain.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace allo::target::rtl::legal {

SmallVector<BoundDifference> boundDifferences(affine::AffineForOp loop) {
  AffineMap lower = loop.getLowerBoundMap(), upper = loop.getUpperBoundMap();
  AffineMap shifted = lower.shiftDims(upper.getNumDims()).shiftSymbols(upper.getNumSymbols());
  ValueRange lowerOperands = loop.getLowerBoundOperands(), upperOperands = loop.getUpperBoundOperands();
  SmallVector<Value> operands(upperOperands.take_front(upper.getNumDims()));
  llvm::append_range(operands, lowerOperands.take_front(lower.getNumDims()));
  llvm::append_range(operands, upperOperands.drop_front(upper.getNumDims()));
  llvm::append_range(operands, lowerOperands.drop_front(lower.getNumDims()));
  SmallVector<BoundDifference> differences;
  for (AffineExpr low : shifted.getResults())
    for (AffineExpr high : upper.getResults()) {
      BoundDifference difference{
          AffineMap::get(shifted.getNumDims(), shifted.getNumSymbols(), high - low, loop.getContext()), operands};
      affine::fullyComposeAffineMapAndOperands(&difference.map, &difference.operands);
      affine::canonicalizeMapAndOperands(&difference.map, &difference.operands);
      difference.map = simplifyAffineMap(difference.map);
      differences.push_back(std::move(difference));
    }
  return differences;
}

namespace {
bool isSurelyPositive(affine::AffineForOp loop, const BoundDifference &difference) {
  if (difference.map.isSingleConstant())
    return difference.map.getSingleConstantResult() > 0;
  analysis::LinearSystem system;
  analysis::SymbolColumns symbols;
  analysis::Instance instance = analysis::addInstance(system, symbols, loop);
  auto count = analysis::lineariseMap(system, symbols, instance, difference.map, difference.operands);
  if (!count)
    return false;
  system.addNonNegative(analysis::LinearExpression().plus(count->front(), -1)); // an execution without iterations
  return llvm::all_of(analysis::expandAlternatives(system, {&instance}),
                      [](const analysis::LinearSystem &part) { return part.isEmpty(); });
}
} // namespace

SmallVector<BoundDifference> openDifferences(affine::AffineForOp loop) {
  SmallVector<BoundDifference> open = boundDifferences(loop);
  llvm::erase_if(open, [&](const BoundDifference &difference) { return isSurelyPositive(loop, difference); });
  return open;
}

bool surelyRuns(affine::AffineForOp loop) { return openDifferences(loop).empty(); }

std::optional<int64_t> mostIterations(affine::AffineForOp loop) {
  std::optional<int64_t> most;
  for (const BoundDifference &difference : boundDifferences(loop)) {
    std::optional<int64_t> here;
    if (difference.map.isSingleConstant()) {
      here = difference.map.getSingleConstantResult();
    } else {
      analysis::LinearSystem system;
      analysis::SymbolColumns symbols;
      analysis::Instance instance = analysis::addInstance(system, symbols, loop);
      auto count = analysis::lineariseMap(system, symbols, instance, difference.map, difference.operands);
      if (count && system.isEmpty())
        here = 0;
      else if (count)
        here = system.maximum(count->front());
    }
    if (here)
      most = std::min(most.value_or(*here), *here);
  }
  if (most)
    most = std::max<int64_t>(0, llvm::divideCeilSigned(*most, loop.getStepAsInt()));
  return most;
}

} // namespace allo::target::rtl::legal
