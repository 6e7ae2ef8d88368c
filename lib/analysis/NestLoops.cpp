#include "analysis/NestLoops.h"

#include "analysis/TripCount.h"

#include "allo/error.hpp"

#include "llvm/ADT/DenseMap.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace allo::analysis {
namespace {

LinearExpression negated(const LinearExpression &expression) { return LinearExpression().plus(expression, -1); }

int64_t leastTripCount(Operation *op) {
  if (std::optional<int64_t> count = tripCount(op))
    return *count;
  auto loop = dyn_cast<affine::AffineForOp>(op);
  if (!loop)
    return 0;
  LinearSystem system;
  SymbolColumns symbols;
  Instance around = addInstance(system, symbols, op), counts;
  auto lowers = boundsOf(system, symbols, around, loop, false), uppers = boundsOf(system, symbols, around, loop, true);
  if (!lowers || !uppers)
    return 0;
  LinearExpression count = addCount(system, counts.alternatives, differencesOf(*uppers, *lowers), loop.getStepAsInt());
  return leastValue(system, {&around, &counts}, count).value_or(0);
}

int64_t valueOf(AffineExpr expression, ArrayRef<int64_t> operands, unsigned numDims) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expression))
    return constant.getValue();
  if (auto dim = dyn_cast<AffineDimExpr>(expression))
    return operands[dim.getPosition()];
  if (auto symbol = dyn_cast<AffineSymbolExpr>(expression))
    return operands[numDims + symbol.getPosition()];
  auto binary = cast<AffineBinaryOpExpr>(expression);
  int64_t left = valueOf(binary.getLHS(), operands, numDims), right = valueOf(binary.getRHS(), operands, numDims);
  switch (binary.getKind()) {
  case AffineExprKind::Add:
    return left + right;
  case AffineExprKind::Mul:
    return left * right;
  case AffineExprKind::Mod:
    return llvm::mod(left, right);
  case AffineExprKind::FloorDiv:
    return llvm::divideFloorSigned(left, right);
  default:
    return llvm::divideCeilSigned(left, right);
  }
}

// Counts the iterations of the loops `loops`, each inside the one before, by going through those of all but the last.
class Enumeration {
public:
  explicit Enumeration(ArrayRef<NestLoop> loops) : loops_(loops) {}

  // Empty when a bound depends on something else than these loops, or when there are too many.
  std::optional<int64_t> run() { return count(0); }

private:
  std::optional<int64_t> count(size_t depth) {
    constexpr int64_t most = 1 << 14;
    affine::AffineForOp loop = loops_[depth].affine;
    if (!loop || ++steps_ > most)
      return std::nullopt;
    std::optional<int64_t> lower = bound(loop, false), upper = bound(loop, true);
    if (!lower || !upper)
      return std::nullopt;
    if (depth + 1 == loops_.size())
      return std::max<int64_t>(0, llvm::divideCeilSigned(*upper - *lower, loop.getStepAsInt()));
    int64_t sum = 0;
    for (int64_t value = *lower; value < *upper; value += loop.getStepAsInt()) {
      values_[loop.getInductionVar()] = value;
      std::optional<int64_t> inside = count(depth + 1);
      if (!inside)
        return std::nullopt;
      sum += *inside;
    }
    return sum;
  }

  std::optional<int64_t> bound(affine::AffineForOp loop, bool isUpper) {
    AffineMap map = isUpper ? loop.getUpperBoundMap() : loop.getLowerBoundMap();
    SmallVector<Value> operands(isUpper ? loop.getUpperBoundOperands() : loop.getLowerBoundOperands());
    affine::fullyComposeAffineMapAndOperands(&map, &operands);
    SmallVector<int64_t> values;
    for (Value operand : operands) {
      if (std::optional<int64_t> constant = getConstantIntValue(operand))
        values.push_back(*constant);
      else if (auto found = values_.find(operand); found != values_.end())
        values.push_back(found->second);
      else
        return std::nullopt;
    }
    std::optional<int64_t> result;
    for (AffineExpr expression : map.getResults()) {
      int64_t value = valueOf(expression, values, map.getNumDims());
      result = !result ? value : isUpper ? std::min(*result, value) : std::max(*result, value);
    }
    return result;
  }

  ArrayRef<NestLoop> loops_;
  llvm::DenseMap<Value, int64_t> values_;
  int64_t steps_ = 0;
};

} // namespace

std::vector<NestLoop> nestLoopsOf(const Nest &nest) {
  std::vector<NestLoop> loops;
  for (Operation *op : nest) {
    auto affine = dyn_cast<affine::AffineForOp>(op);
    loops.push_back({op, affine, affine ? affine.getStepAsInt() : 1, leastTripCount(op), tripCount(op), 1, 1});
  }
  for (size_t i = loops.size(); i-- > 1;) {
    NestLoop &loop = loops[i - 1];
    loop.inside = Enumeration(ArrayRef<NestLoop>(loops).drop_front(i)).run();
    loop.leastInside = loop.inside.value_or(loops[i].leastInside * loops[i].leastTrips);
  }
  return loops;
}

std::optional<int64_t> leastValue(const LinearSystem &system, ArrayRef<const Instance *> instances,
                                  const LinearExpression &value, std::optional<int64_t> limit) {
  std::optional<int64_t> least;
  for (const LinearSystem &alternative : expandAlternatives(system, instances)) {
    // Rational points first: that decides most cases and takes a fraction of the time.
    if (alternative.hasNoRationalPoint())
      continue;
    std::optional<int64_t> greatest = alternative.maximum(negated(value));
    if (!greatest && alternative.isEmpty())
      continue;
    if (!greatest)
      throw InternalError("a distance without a lower bound");
    int64_t bound = -*greatest;
    auto reaches = [&](int64_t atMost) {
      LinearSystem below = alternative;
      below.addNonNegative(LinearExpression(atMost).plus(value, -1));
      return !below.isEmpty();
    };
    if (limit && bound >= *limit)
      continue;
    if (reaches(bound)) {
      limit = least = bound;
      continue;
    }
    if (limit ? !reaches(*limit - 1) : alternative.isEmpty())
      continue;
    int64_t below = bound, width = 1; // no point up to `below`
    while (!(limit && below + width >= *limit - 1) && !reaches(below + width)) {
      below += width;
      width *= 2;
    }
    for (; width > 1; width = (width + 1) / 2)
      if (int64_t middle = below + width / 2; !reaches(middle))
        below = middle;
    limit = least = below + 1;
  }
  return least;
}

std::optional<SmallVector<LinearExpression>> boundsOf(LinearSystem &system, SymbolColumns &symbols,
                                                      const Instance &instance, affine::AffineForOp loop,
                                                      bool isUpper) {
  AffineMap map = isUpper ? loop.getUpperBoundMap() : loop.getLowerBoundMap();
  SmallVector<Value> operands(isUpper ? loop.getUpperBoundOperands() : loop.getLowerBoundOperands());
  affine::fullyComposeAffineMapAndOperands(&map, &operands);
  return lineariseMap(system, symbols, instance, map, operands);
}

LinearExpression addCount(LinearSystem &system, std::vector<std::vector<LinearExpression>> &alternatives,
                          ArrayRef<LinearExpression> differences, int64_t step) {
  LinearExpression count = LinearExpression::column(system.addColumn());
  system.addNonNegative(count);
  std::vector<LinearExpression> anyOf;
  for (const LinearExpression &difference : differences)
    anyOf.push_back(negated(difference).add(count, step));
  if (anyOf.size() == 1)
    system.addNonNegative(anyOf.front());
  else if (!anyOf.empty())
    alternatives.push_back(std::move(anyOf));
  return count;
}

SmallVector<LinearExpression> differencesOf(ArrayRef<LinearExpression> uppers, ArrayRef<LinearExpression> lowers) {
  SmallVector<LinearExpression> differences;
  for (const LinearExpression &upper : uppers)
    for (const LinearExpression &lower : lowers)
      differences.push_back(upper.plus(lower, -1));
  return differences;
}

} // namespace allo::analysis
