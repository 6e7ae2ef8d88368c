#include "analysis/IterationDomain.h"

#include "ir/Naming.h"

#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;

namespace allo::analysis {

unsigned Instance::columnOf(Operation *loop) const {
  for (auto [candidate, column] : llvm::zip_equal(loops, columns))
    if (candidate == loop)
      return column;
  throw InternalError("a loop without a column was asked for");
}

SmallVector<Operation *> loopsAround(Operation *op) {
  SmallVector<Operation *> loops;
  for (Operation *parent = op->getParentOp(); parent && !isa<func::FuncOp>(parent); parent = parent->getParentOp())
    if (ir::isLoop(parent))
      loops.push_back(parent);
  std::reverse(loops.begin(), loops.end());
  return loops;
}

namespace {

LinearExpression expressionOf(LinearSystem &system, SymbolColumns &symbols, const Instance &instance, Value value) {
  if (affine::AffineForOp loop = affine::getForInductionVarOwner(value))
    return LinearExpression::column(instance.columnOf(loop));
  auto [entry, inserted] = symbols.try_emplace(value);
  if (inserted) {
    if (std::optional<int64_t> constant = getConstantIntValue(value))
      entry->second = LinearExpression(*constant);
    else
      entry->second = LinearExpression::column(system.addColumn());
  }
  return entry->second;
}

std::optional<LinearExpression> lineariseExpression(LinearSystem &system, SymbolColumns &symbols,
                                                    const Instance &instance, AffineExpr expression, unsigned numDims,
                                                    ArrayRef<Value> operands) {
  SmallVector<LinearExpression> dims, syms;
  for (auto [index, operand] : llvm::enumerate(operands))
    (index < numDims ? dims : syms).push_back(expressionOf(system, symbols, instance, operand));
  return system.linearise(expression, dims, syms);
}

// A bound `numerator / divisor + offset`, without a column for the division: for integers, x < ceil(n / d) is d * x <
// n, and likewise for the other three cases.
struct Bound {
  LinearExpression numerator;
  int64_t divisor = 1;
  LinearExpression offset;
  bool roundsUp = false;
};

// The terms of a sum.
void addTerms(AffineExpr expression, SmallVectorImpl<AffineExpr> &terms) {
  auto sum = dyn_cast<AffineBinaryOpExpr>(expression);
  if (!sum || sum.getKind() != AffineExprKind::Add) {
    terms.push_back(expression);
    return;
  }
  addTerms(sum.getLHS(), terms);
  addTerms(sum.getRHS(), terms);
}

// The quotient by a constant that an expression is. Quotients of quotients that round alike are one.
std::optional<std::pair<AffineBinaryOpExpr, int64_t>> quotientOf(AffineExpr expression) {
  auto quotient = dyn_cast<AffineBinaryOpExpr>(expression);
  if (!quotient || (quotient.getKind() != AffineExprKind::FloorDiv && quotient.getKind() != AffineExprKind::CeilDiv))
    return std::nullopt;
  auto constant = dyn_cast<AffineConstantExpr>(quotient.getRHS());
  if (!constant || constant.getValue() <= 0)
    return std::nullopt;
  int64_t divisor = constant.getValue();
  while (auto inner = dyn_cast<AffineBinaryOpExpr>(quotient.getLHS())) {
    auto factor = dyn_cast<AffineConstantExpr>(inner.getRHS());
    if (inner.getKind() != quotient.getKind() || !factor || factor.getValue() <= 0 ||
        __builtin_mul_overflow(divisor, factor.getValue(), &divisor))
      break;
    quotient = inner;
  }
  return std::pair(quotient, divisor);
}

std::optional<Bound> boundOf(LinearSystem &system, SymbolColumns &symbols, const Instance &instance,
                             AffineExpr expression, unsigned numDims, ArrayRef<Value> operands) {
  SmallVector<AffineExpr> terms;
  addTerms(expression, terms);
  Bound bound;
  auto quotient = llvm::find_if(terms, [](AffineExpr term) { return quotientOf(term).has_value(); });
  if (quotient != terms.end()) {
    auto [innermost, divisor] = *quotientOf(*quotient);
    bound.divisor = divisor;
    bound.roundsUp = innermost.getKind() == AffineExprKind::CeilDiv;
    expression = innermost.getLHS();
    terms.erase(quotient);
    for (AffineExpr term : terms) {
      auto offset = lineariseExpression(system, symbols, instance, term, numDims, operands);
      if (!offset)
        return std::nullopt;
      bound.offset = bound.offset.plus(*offset, 1);
    }
  }
  auto numerator = lineariseExpression(system, symbols, instance, expression, numDims, operands);
  if (!numerator)
    return std::nullopt;
  bound.numerator = *numerator;
  return bound;
}

// variable >= bound
void addLowerBound(LinearSystem &system, const LinearExpression &variable, const Bound &bound) {
  // x >= floor(n / d) is d * x >= n - d + 1
  LinearExpression scaled = LinearExpression().plus(variable.plus(bound.offset, -1), bound.divisor);
  int64_t slack = bound.roundsUp ? 0 : bound.divisor - 1;
  system.addNonNegative(scaled.plus(bound.numerator, -1).plus(slack));
}

// variable < bound
void addUpperBound(LinearSystem &system, const LinearExpression &variable, const Bound &bound) {
  // x < floor(n / d) is d * (x + 1) <= n
  LinearExpression scaled = LinearExpression().plus(variable.plus(bound.offset, -1), bound.divisor);
  int64_t slack = bound.roundsUp ? 1 : bound.divisor;
  system.addNonNegative(bound.numerator.plus(scaled, -1).plus(-slack));
}

// lower <= variable < upper, and the stride where the lower bound is one expression.
void addLoopDomain(LinearSystem &system, SymbolColumns &symbols, Instance &instance, affine::AffineForOp loop) {
  LinearExpression variable = LinearExpression::column(instance.columnOf(loop));
  AffineMap lower = loop.getLowerBoundMap(), upper = loop.getUpperBoundMap();
  SmallVector<Value> lowerOperands(loop.getLowerBoundOperands()), upperOperands(loop.getUpperBoundOperands());
  affine::fullyComposeAffineMapAndOperands(&lower, &lowerOperands);
  affine::fullyComposeAffineMapAndOperands(&upper, &upperOperands);
  for (AffineExpr expression : lower.getResults()) {
    if (auto bound = boundOf(system, symbols, instance, expression, lower.getNumDims(), lowerOperands))
      addLowerBound(system, variable, *bound);
    else
      instance.isPrecise = false;
  }
  for (AffineExpr expression : upper.getResults()) {
    if (auto bound = boundOf(system, symbols, instance, expression, upper.getNumDims(), upperOperands))
      addUpperBound(system, variable, *bound);
    else
      instance.isPrecise = false;
  }
  int64_t step = loop.getStepAsInt();
  if (step == 1)
    return;
  auto start =
      lower.getNumResults() == 1 ? lineariseMap(system, symbols, instance, lower, lowerOperands) : std::nullopt;
  if (!start) {
    instance.isPrecise = false;
    return;
  }
  LinearExpression count = LinearExpression::column(system.addColumn());
  system.addZero(start->front().plus(count, step).plus(variable, -1));
}

void addAffineGuard(LinearSystem &system, SymbolColumns &symbols, Instance &instance, affine::AffineIfOp guard,
                    bool isElse) {
  IntegerSet set = guard.getIntegerSet();
  SmallVector<Value> operands(guard.getOperands());
  AffineMap map = AffineMap::get(set.getNumDims(), set.getNumSymbols(), set.getConstraints(), guard.getContext());
  affine::fullyComposeAffineMapAndOperands(&map, &operands);
  std::vector<LinearExpression> anyOf;
  for (auto [index, expression] : llvm::enumerate(map.getResults())) {
    auto value = lineariseExpression(system, symbols, instance, expression, map.getNumDims(), operands);
    if (!value) {
      instance.isPrecise = false;
      if (isElse)
        return;
      continue;
    }
    LinearExpression below = LinearExpression(-1).plus(*value, -1); // value < 0
    if (!isElse) {
      if (set.isEq(index))
        system.addZero(*value);
      else
        system.addNonNegative(*value);
      continue;
    }
    anyOf.push_back(below);
    if (set.isEq(index))
      anyOf.push_back(value->plus(-1)); // value > 0
  }
  if (isElse)
    instance.alternatives.push_back(std::move(anyOf));
}

} // namespace

std::optional<SmallVector<LinearExpression>> lineariseMap(LinearSystem &system, SymbolColumns &symbols,
                                                          const Instance &instance, AffineMap map,
                                                          ArrayRef<Value> operands) {
  SmallVector<LinearExpression> results;
  for (AffineExpr expression : map.getResults()) {
    auto result = lineariseExpression(system, symbols, instance, expression, map.getNumDims(), operands);
    if (!result)
      return std::nullopt;
    results.push_back(*result);
  }
  return results;
}

Instance addInstance(LinearSystem &system, SymbolColumns &symbols, Operation *op, const Instance *other,
                     Operation *region) {
  Instance instance;
  instance.op = op;
  instance.loops = loopsAround(op);
  auto isShared = [&](Operation *ancestor) { return other && region && ancestor->isProperAncestor(region); };
  for (Operation *loop : instance.loops)
    instance.columns.push_back(isShared(loop) ? other->columnOf(loop) : system.addColumn());
  SmallVector<std::pair<Operation *, Operation *>> ancestors; // with the child on the way to op
  for (Operation *child = op, *parent = op->getParentOp(); parent && !isa<func::FuncOp>(parent);
       child = parent, parent = parent->getParentOp())
    ancestors.push_back({parent, child});
  for (auto [ancestor, child] : llvm::reverse(ancestors)) {
    if (isa<scf::IfOp, scf::ForOp, scf::WhileOp>(ancestor))
      instance.isConditional = true;
    if (isShared(ancestor))
      continue;
    if (auto loop = dyn_cast<affine::AffineForOp>(ancestor))
      addLoopDomain(system, symbols, instance, loop);
    else if (auto guard = dyn_cast<affine::AffineIfOp>(ancestor))
      addAffineGuard(system, symbols, instance, guard, child->getParentRegion() == &guard.getElseRegion());
    else if (ir::isLoop(ancestor))
      system.addNonNegative(LinearExpression::column(instance.columnOf(ancestor)));
  }
  return instance;
}

std::vector<LinearSystem> expandAlternatives(const LinearSystem &system, ArrayRef<const Instance *> instances) {
  constexpr size_t most = 16;
  std::vector<LinearSystem> systems{system};
  for (const Instance *instance : instances)
    for (const std::vector<LinearExpression> &anyOf : instance->alternatives) {
      if (systems.size() * anyOf.size() > most)
        continue;
      std::vector<LinearSystem> next;
      for (const LinearSystem &base : systems)
        for (const LinearExpression &expression : anyOf) {
          next.push_back(base);
          next.back().addNonNegative(expression);
        }
      systems = std::move(next);
    }
  return systems;
}

} // namespace allo::analysis
