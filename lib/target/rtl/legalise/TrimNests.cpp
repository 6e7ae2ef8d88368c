// trimNests: bounds of perfect nests around pipelined loops such that no inner loop is ever empty; then the nest is
// one counter and gets `allo.flatten`.
//
//   for (i = 0; i < n; ++i)            for (i = 1; i < n; ++i)     // i = 0 would run nothing
//     for (j = 0; j < i; ++j)    ->      for (j = 0; j < i; ++j)
//
// An inner loop runs if each of its upper bounds is above each of its lower bounds. What of this the loops around do
// not imply becomes a bound of the innermost of them that it mentions, or a condition around the nest. This is
// Fourier-Motzkin elimination of the inner variable, and exact where it divides by nothing on one side at least
// (W. Pugh, The Omega Test, 1991); where it is not exact the nest ends.
#include "analysis/IterationDomain.h"
#include "ir/Naming.h"
#include "target/rtl/legalise/AffineMaps.h"
#include "target/rtl/legalise/LoopBounds.h"
#include "target/rtl/legalise/Nest.h"
#include "target/rtl/legalise/Rewrites.h"

#include "mlir/IR/IntegerSet.h"

using namespace mlir;

namespace allo::target::rtl::legal {
namespace {

// divisor * variable >= numerator, or divisor * variable <= numerator.
struct Bound {
  AffineExpr numerator;
  int64_t divisor = 1;
};

bool isLinear(AffineExpr expression, unsigned values) {
  SmallVector<int64_t> row;
  return expression.isPureAffine() && succeeded(getFlattenedAffineExpr(expression, values, 0, &row)) &&
         row.size() == values + 1;
}

class Trimmer {
public:
  explicit Trimmer(SmallVector<affine::AffineForOp> loops) : loops_(std::move(loops)) {
    context_ = loops_.front().getContext();
    for (affine::AffineForOp loop : loops_)
      for (Value operand : loop->getOperands())
        placeOf(operand);
  }

  // Marks the loops that become one counter.
  void run() {
    size_t first = loops_.size() - 1;
    while (first > 0 && excludeEmpty(first))
      --first;
    for (size_t i = first; i + 1 < loops_.size(); ++i)
      loops_[i]->setAttr(flattenAttribute, UnitAttr::get(context_));
    guard();
  }

private:
  AffineExpr placeOf(Value value) {
    auto found = llvm::find(values_, value);
    if (found == values_.end()) {
      values_.push_back(value);
      found = std::prev(values_.end());
    }
    return getAffineDimExpr(found - values_.begin(), context_);
  }

  // Makes loop `inner` run whenever the loop around it does. False, with nothing changed, where that has no exact form.
  bool excludeEmpty(size_t inner) {
    std::optional<SmallVector<Bound>> lower = boundsOf(loops_[inner], true), upper = boundsOf(loops_[inner], false);
    SmallVector<AffineExpr> conditions;
    if (!lower || !upper)
      return runsAnyway(loops_[inner]);
    for (const Bound &low : *lower)
      for (const Bound &high : *upper) {
        AffineExpr condition = high.numerator * low.divisor - low.numerator * high.divisor;
        if (isImplied(loops_[inner], condition))
          continue;
        if ((low.divisor != 1 && high.divisor != 1) || !isPlaceable(condition, inner))
          return false;
        conditions.push_back(condition);
      }
    for (AffineExpr condition : conditions)
      place(condition, inner);
    return true;
  }

  // The expressions of a bound over values_; with one rounded quotient and an offset at most.
  std::optional<SmallVector<Bound>> boundsOf(affine::AffineForOp loop, bool isLower) {
    AffineMap map = isLower ? loop.getLowerBoundMap() : loop.getUpperBoundMap();
    SmallVector<AffineExpr> places;
    for (Value operand : isLower ? loop.getLowerBoundOperands() : loop.getUpperBoundOperands())
      places.push_back(placeOf(operand));
    ArrayRef<AffineExpr> all = places;
    SmallVector<Bound> bounds;
    for (AffineExpr result : map.getResults()) {
      AffineExpr expression =
          result.replaceDimsAndSymbols(all.take_front(map.getNumDims()), all.drop_front(map.getNumDims()));
      Bound bound = isLower ? lowerBound(expression) : upperBound(expression);
      if (!isLinear(bound.numerator, values_.size()))
        return std::nullopt;
      bounds.push_back(bound);
    }
    return bounds;
  }

  // numerator / divisor + offset
  struct Quotient {
    AffineExpr numerator;
    int64_t divisor = 1, offset = 0;
    bool roundsUp = false;
  };

  static Quotient quotientOf(AffineExpr expression) {
    Quotient quotient{expression};
    AffineExpr rest = expression;
    int64_t offset = 0;
    if (auto sum = dyn_cast<AffineBinaryOpExpr>(rest); sum && sum.getKind() == AffineExprKind::Add)
      if (auto constant = dyn_cast<AffineConstantExpr>(sum.getRHS())) {
        offset = constant.getValue();
        rest = sum.getLHS();
      }
    auto division = dyn_cast<AffineBinaryOpExpr>(rest);
    if (!division || (division.getKind() != AffineExprKind::FloorDiv && division.getKind() != AffineExprKind::CeilDiv))
      return quotient;
    auto divisor = dyn_cast<AffineConstantExpr>(division.getRHS());
    if (!divisor || divisor.getValue() <= 0)
      return quotient;
    return {division.getLHS(), divisor.getValue(), offset, division.getKind() == AffineExprKind::CeilDiv};
  }

  // x >= ceil(n / d) + c is d * (x - c) >= n; x >= floor(n / d) + c is d * (x - c) >= n - d + 1.
  static Bound lowerBound(AffineExpr expression) {
    Quotient quotient = quotientOf(expression);
    int64_t slack = quotient.roundsUp ? 0 : 1 - quotient.divisor;
    return {quotient.numerator + slack + quotient.offset * quotient.divisor, quotient.divisor};
  }

  // x < floor(n / d) + c is d * (x - c + 1) <= n; x < ceil(n / d) + c is d * (x - c) <= n - 1.
  static Bound upperBound(AffineExpr expression) {
    Quotient quotient = quotientOf(expression);
    int64_t slack = quotient.roundsUp ? -1 : -quotient.divisor;
    return {quotient.numerator + slack + quotient.offset * quotient.divisor, quotient.divisor};
  }

  // A map over the operands that the expression really has.
  std::pair<AffineMap, SmallVector<Value>> mapOf(AffineExpr expression) const {
    AffineMap map = AffineMap::get(values_.size(), 0, simplifyAffineExpr(expression, values_.size(), 0), context_);
    SmallVector<Value> operands(values_.begin(), values_.end());
    affine::canonicalizeMapAndOperands(&map, &operands);
    return {map, operands};
  }

  // Whether expression >= 0 in every iteration of the loops around `loop`.
  bool isImplied(affine::AffineForOp loop, AffineExpr expression) const {
    auto [map, operands] = mapOf(expression);
    if (map.isSingleConstant())
      return map.getSingleConstantResult() >= 0;
    analysis::LinearSystem system;
    analysis::SymbolColumns symbols;
    analysis::Instance instance = analysis::addInstance(system, symbols, loop);
    auto value = analysis::lineariseMap(system, symbols, instance, map, operands);
    if (!value)
      return false;
    system.addNonNegative(analysis::LinearExpression(-1).plus(value->front(), -1));
    return llvm::all_of(analysis::expandAlternatives(system, {&instance}),
                        [](const analysis::LinearSystem &part) { return part.isEmpty(); });
  }

  // Bounds that are not linear (a modulo): only what the domain says about their differences.
  bool runsAnyway(affine::AffineForOp loop) const { return surelyRuns(loop); }

  SmallVector<int64_t> rowOf(AffineExpr expression) const {
    SmallVector<int64_t> row;
    (void)getFlattenedAffineExpr(simplifyAffineExpr(expression, values_.size(), 0), values_.size(), 0, &row);
    return row;
  }

  // The innermost of the loops around loop `inner` whose variable the row mentions.
  std::optional<size_t> homeOf(ArrayRef<int64_t> row, size_t inner) {
    for (size_t i = inner; i-- > 0;) {
      auto found = llvm::find(values_, loops_[i].getInductionVar());
      if (found != values_.end() && row[found - values_.begin()] != 0)
        return i;
    }
    return std::nullopt;
  }

  int64_t coefficientOf(ArrayRef<int64_t> row, affine::AffineForOp loop) const {
    return row[llvm::find(values_, loop.getInductionVar()) - values_.begin()];
  }

  // A new lower bound would move the steps of a loop with another step than 1.
  bool isPlaceable(AffineExpr condition, size_t inner) {
    SmallVector<int64_t> row = rowOf(condition);
    std::optional<size_t> home = homeOf(row, inner);
    return !home || loops_[*home].getStepAsInt() == 1 || coefficientOf(row, loops_[*home]) < 0;
  }

  // coefficient * variable + rest >= 0 as a bound of the variable.
  void place(AffineExpr condition, size_t inner) {
    SmallVector<int64_t> row = rowOf(condition);
    std::optional<size_t> home = homeOf(row, inner);
    if (!home) {
      guards_.push_back(condition);
      return;
    }
    affine::AffineForOp loop = loops_[*home];
    int64_t coefficient = coefficientOf(row, loop);
    AffineExpr rest = simplifyAffineExpr(condition - placeOf(loop.getInductionVar()) * coefficient, values_.size(), 0);
    if (coefficient > 0)
      addBound(loop, true, (-rest).ceilDiv(coefficient));
    else
      addBound(loop, false, rest.floorDiv(-coefficient) + 1);
  }

  void addBound(affine::AffineForOp loop, bool isLower, AffineExpr bound) {
    AffineMap map = isLower ? loop.getLowerBoundMap() : loop.getUpperBoundMap();
    auto range = isLower ? loop.getLowerBoundOperands() : loop.getUpperBoundOperands();
    SmallVector<AffineExpr> places, results;
    for (Value operand : range)
      places.push_back(placeOf(operand));
    ArrayRef<AffineExpr> all = places;
    for (AffineExpr result : map.getResults())
      results.push_back(
          result.replaceDimsAndSymbols(all.take_front(map.getNumDims()), all.drop_front(map.getNumDims())));
    results.push_back(bound);
    dropImplied(loop, results, isLower);
    AffineMap widened = AffineMap::get(values_.size(), 0, results, context_);
    SmallVector<Value> operands(values_.begin(), values_.end());
    affine::canonicalizeMapAndOperands(&widened, &operands);
    if (isLower)
      loop.setLowerBound(operands, widened);
    else
      loop.setUpperBound(operands, widened);
  }

  // Drops bounds that others make needless wherever the loop is reached.
  void dropImplied(affine::AffineForOp loop, SmallVector<AffineExpr> &results, bool isLower) const {
    for (size_t i = 0; i < results.size() && results.size() > 1;) {
      bool isNeedless = false;
      for (size_t j = 0; j < results.size() && !isNeedless; ++j)
        if (i != j)
          isNeedless = isImplied(loop, isLower ? results[j] - results[i] : results[i] - results[j]);
      if (isNeedless)
        results.erase(results.begin() + i);
      else
        ++i;
    }
  }

  // Conditions that no variable of the nest is in.
  void guard() {
    if (guards_.empty())
      return;
    affine::AffineForOp outermost = loops_.front();
    OpBuilder builder(outermost);
    IntegerSet set = IntegerSet::get(values_.size(), 0, guards_, SmallVector<bool>(guards_.size(), false));
    SmallVector<Value> operands(values_.begin(), values_.end());
    affine::canonicalizeSetAndOperands(&set, &operands);
    auto condition = affine::AffineIfOp::create(builder, outermost.getLoc(), set, operands, false);
    outermost->moveBefore(condition.getThenBlock()->getTerminator());
  }

  SmallVector<affine::AffineForOp> loops_; // outermost first
  MLIRContext *context_;
  SmallVector<Value> values_; // the dims of all expressions
  SmallVector<AffineExpr> guards_;
};

} // namespace

void trimNests(ModuleOp module, const std::set<int64_t> &keep) {
  for (auto function : module.getOps<func::FuncOp>()) {
    if (function.isExternal())
      continue;
    composeMaps(function);
    for (affine::AffineForOp loop : straightPipelines(function)) {
      SmallVector<affine::AffineForOp> loops{loop};
      while (affine::AffineForOp outer = parentInNest(loops.front(), keep)) {
        if (!isPerfect(outer, loops.front()))
          break;
        loops.insert(loops.begin(), outer);
      }
      if (loops.size() > 1)
        Trimmer(std::move(loops)).run();
    }
  }
}

} // namespace allo::target::rtl::legal
