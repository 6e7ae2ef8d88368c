// Ranges of single values: upstream's rules for arith and index, ours for affine expressions, branches and calls.
#include "analysis/ValueRange.h"

#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"

#include "llvm/Support/MathExtras.h"

#include <algorithm>

using namespace mlir;

namespace allo::analysis {

namespace {
constexpr int64_t largestSize = int64_t(1) << 30; // of an argument marked allo.size

unsigned widthOf(Value value) { return ConstantIntRanges::getStorageBitwidth(value.getType()); }
ConstantIntRanges anything(Value value) { return ConstantIntRanges::maxRange(widthOf(value)); }

ConstantIntRanges rangeOfIndices(std::optional<std::pair<int64_t, int64_t>> bounds, Value value) {
  if (!bounds || bounds->first > bounds->second)
    return anything(value);
  return ConstantIntRanges::fromSigned(APInt(64, bounds->first, true), APInt(64, bounds->second, true));
}

bool isEmpty(const ConstantIntRanges &range) {
  return range.smin().sgt(range.smax()) || range.umin().ugt(range.umax());
}

// Whether two loads see one element of an array that nobody writes.
bool isSameLoad(Value left, Value right) {
  Operation *one = left.getDefiningOp(), *other = right.getDefiningOp();
  if (!isa_and_nonnull<affine::AffineLoadOp, memref::LoadOp>(one) || !other || one->getName() != other->getName() ||
      !llvm::equal(one->getOperands(), other->getOperands()) || one->getAttrDictionary() != other->getAttrDictionary())
    return false;
  ir::VariableAttr variable = ir::variableOf(one->getOperand(0));
  return variable && variable.getIsConst();
}

// Restores the assumptions about values at the end of a scope.
class Assumptions {
public:
  explicit Assumptions(DenseMap<Value, ConstantIntRanges> &assumed) : assumed_(assumed), before_(assumed) {}
  ~Assumptions() { assumed_ = std::move(before_); }

private:
  DenseMap<Value, ConstantIntRanges> &assumed_;
  DenseMap<Value, ConstantIntRanges> before_;
};
} // namespace

ConstantIntRanges ValueRanges::of(Value value) {
  if (!value.getType().isIntOrIndex())
    return anything(value);
  APInt constant;
  if (matchPattern(value, m_ConstantInt(&constant)))
    return Range::constant(constant);
  std::optional<Range> assumed;
  for (const auto &[other, range] : assumed_)
    if (value == other || isSameLoad(value, other))
      assumed = assumed && !isEmpty(assumed->intersection(range)) ? assumed->intersection(range) : range;
  if (assumed)
    return *assumed;
  bool isFree = assumed_.empty() && assumedHeld_.empty();
  if (isFree)
    if (auto found = known_.find(value); found != known_.end())
      return found->second;
  if (--budget_ < 0 || !inProgress_.insert(value).second)
    return anything(value);
  Range range = compute(value);
  inProgress_.erase(value);
  if (isFree)
    known_.insert_or_assign(value, range);
  return range;
}

ConstantIntRanges ValueRanges::at(Value value, Operation *place) {
  Assumptions scope(assumed_);
  for (Operation *inner = place; Operation *outer = inner->getParentOp(); inner = outer)
    if (auto branch = dyn_cast<scf::IfOp>(outer))
      assume(branch.getCondition(), inner->getParentRegion() == &branch.getThenRegion());
  return of(value);
}

ConstantIntRanges ValueRanges::compute(Value value) {
  if (auto argument = dyn_cast<BlockArgument>(value))
    return ofArgument(argument);
  return ofOperation(cast<OpResult>(value));
}

ConstantIntRanges ValueRanges::ofArgument(BlockArgument argument) {
  Operation *parent = argument.getOwner()->getParentOp();
  auto between = [&](Bounds lower, Bounds upper) {
    if (!lower || !upper)
      return anything(argument);
    return rangeOfIndices(std::pair(lower->first, std::max(lower->first, upper->second - 1)), argument);
  };
  if (auto loop = dyn_cast<affine::AffineForOp>(parent))
    return between(ofBound(loop.getLowerBoundMap(), loop.getLowerBoundOperands(), true),
                   ofBound(loop.getUpperBoundMap(), loop.getUpperBoundOperands(), false));
  if (auto loop = dyn_cast<scf::ForOp>(parent); loop && argument == loop.getInductionVar())
    return between(ofIndex(loop.getLowerBound()), ofIndex(loop.getUpperBound()));
  auto function = dyn_cast<func::FuncOp>(parent);
  if (!function)
    return anything(argument);
  if (function->hasAttr(ir::topAttrName)) {
    if (!function.getArgAttr(argument.getArgNumber(), ir::sizeAttrName))
      return anything(argument);
    APInt most(widthOf(argument), largestSize, true);
    return Range::fromSigned(-most, most);
  }
  std::optional<Range> all;
  module_.walk([&](func::CallOp call) {
    if (call.getCallee() != function.getSymName())
      return;
    Range one = at(call.getOperand(argument.getArgNumber()), call);
    all = all ? all->rangeUnion(one) : one;
  });
  return all ? *all : anything(argument);
}

ConstantIntRanges ValueRanges::ofCall(OpResult value) {
  auto call = cast<func::CallOp>(value.getOwner());
  auto callee = module_.lookupSymbol<func::FuncOp>(call.getCallee());
  if (!callee || callee.isExternal())
    return anything(value);
  Operation *end = callee.getBody().front().getTerminator();
  return at(end->getOperand(value.getResultNumber()), end);
}

ConstantIntRanges ValueRanges::ofOperation(OpResult value) {
  Operation *op = value.getOwner();
  if (auto load = dyn_cast<affine::AffineLoadOp>(op))
    return ofMemory(load.getMemRef());
  if (auto load = dyn_cast<memref::LoadOp>(op))
    return ofMemory(load.getMemRef());
  if (isa<func::CallOp>(op))
    return ofCall(value);
  if (auto apply = dyn_cast<affine::AffineApplyOp>(op))
    return rangeOfIndices(ofBound(apply.getAffineMap(), apply.getMapOperands(), true), value);
  if (auto minimum = dyn_cast<affine::AffineMinOp>(op))
    return rangeOfIndices(ofBound(minimum.getAffineMap(), minimum.getOperands(), false), value);
  if (auto maximum = dyn_cast<affine::AffineMaxOp>(op))
    return rangeOfIndices(ofBound(maximum.getAffineMap(), maximum.getOperands(), true), value);
  if (auto branch = dyn_cast<scf::IfOp>(op)) {
    auto yielded = [&](Region &region) {
      Operation *yield = region.front().getTerminator();
      return at(yield->getOperand(value.getResultNumber()), yield);
    };
    return yielded(branch.getThenRegion()).rangeUnion(yielded(branch.getElseRegion()));
  }
  if (auto select = dyn_cast<arith::SelectOp>(op)) {
    auto chosen = [&](Value arm, bool isTrue) {
      Assumptions scope(assumed_);
      assume(select.getCondition(), isTrue);
      return of(arm);
    };
    return chosen(select.getTrueValue(), true).rangeUnion(chosen(select.getFalseValue(), false));
  }
  auto inferring = dyn_cast<InferIntRangeInterface>(op);
  if (!inferring || !llvm::all_of(op->getOperandTypes(), [](Type type) { return type.isIntOrIndex(); }))
    return anything(value);
  SmallVector<Range> operands;
  for (Value operand : op->getOperands())
    operands.push_back(of(operand));
  Range range = anything(value);
  inferring.inferResultRanges(operands, [&](Value result, const Range &inferred) {
    if (result == value)
      range = inferred;
  });
  return range;
}

//===-- Conditions ------------------------------------------------------------------------------------------------===//

void ValueRanges::assume(Value condition, bool isTrue) {
  if (auto both = condition.getDefiningOp<arith::AndIOp>(); both && isTrue) {
    assume(both.getLhs(), true);
    assume(both.getRhs(), true);
  } else if (auto either = condition.getDefiningOp<arith::OrIOp>(); either && !isTrue) {
    assume(either.getLhs(), false);
    assume(either.getRhs(), false);
  } else if (auto compare = condition.getDefiningOp<arith::CmpIOp>()) {
    assumeCompared(compare, isTrue);
  }
}

void ValueRanges::assumeCompared(arith::CmpIOp compare, bool isTrue) {
  using P = arith::CmpIPredicate;
  P predicate = isTrue ? compare.getPredicate() : arith::invertPredicate(compare.getPredicate());
  Range left = of(compare.getLhs()), right = of(compare.getRhs());
  unsigned width = left.smin().getBitWidth();
  Range whole = Range::maxRange(width);
  // `low` at most `high`, or less than it.
  auto order = [&](Value low, const Range &lowRange, Value high, const Range &highRange, bool isSigned, bool isStrict) {
    APInt most = isSigned ? highRange.smax() : highRange.umax(), least = isSigned ? lowRange.smin() : lowRange.umin();
    APInt first = isSigned ? whole.smin() : whole.umin(), last = isSigned ? whole.smax() : whole.umax();
    if (isStrict && (most == first || least == last))
      return; // never
    assumeWithin(low, Range::range(first, most - isStrict, isSigned));
    assumeWithin(high, Range::range(least + isStrict, last, isSigned));
  };
  bool isSigned = predicate == P::slt || predicate == P::sle || predicate == P::sgt || predicate == P::sge;
  bool isStrict = predicate == P::slt || predicate == P::sgt || predicate == P::ult || predicate == P::ugt;
  if (predicate == P::eq) {
    assumeWithin(compare.getLhs(), right);
    assumeWithin(compare.getRhs(), left);
  } else if (predicate == P::slt || predicate == P::sle || predicate == P::ult || predicate == P::ule) {
    order(compare.getLhs(), left, compare.getRhs(), right, isSigned, isStrict);
  } else if (predicate != P::ne) {
    order(compare.getRhs(), right, compare.getLhs(), left, isSigned, isStrict);
  }
}

void ValueRanges::assumeWithin(Value value, const Range &range) {
  if (matchPattern(value, m_Constant()))
    return;
  Range narrowed = of(value).intersection(range);
  if (isEmpty(narrowed)) // the branch is never taken
    return;
  assumed_.insert_or_assign(value, narrowed);
  Operation *op = value.getDefiningOp();
  if (!isa_and_nonnull<arith::ExtSIOp, arith::ExtUIOp>(op))
    return;
  // Both bounds of an extended number are numbers of the narrow type.
  unsigned width = widthOf(op->getOperand(0));
  assumeWithin(op->getOperand(0),
               isa<arith::ExtSIOp>(op)
                   ? Range::range(narrowed.smin().trunc(width), narrowed.smax().trunc(width), true)
                   : Range::range(narrowed.umin().trunc(width), narrowed.umax().trunc(width), false));
}

//===-- Affine expressions ----------------------------------------------------------------------------------------===//

ValueRanges::Bounds ValueRanges::ofIndex(Value index) {
  Range range = of(index);
  return std::pair(range.smin().getSExtValue(), range.smax().getSExtValue());
}

// The largest or the least of a map's results.
ValueRanges::Bounds ValueRanges::ofBound(AffineMap map, ValueRange operands, bool isLargest) {
  Bounds all;
  for (AffineExpr expression : map.getResults()) {
    Bounds one = ofExpression(expression, map.getNumDims(), operands);
    if (!one)
      return {};
    if (!all)
      all = one;
    else if (isLargest)
      all = std::pair(std::max(all->first, one->first), std::max(all->second, one->second));
    else
      all = std::pair(std::min(all->first, one->first), std::min(all->second, one->second));
  }
  return all;
}

ValueRanges::Bounds ValueRanges::ofExpression(AffineExpr expression, unsigned dimensions, ValueRange operands) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expression))
    return std::pair(constant.getValue(), constant.getValue());
  if (auto dimension = dyn_cast<AffineDimExpr>(expression))
    return ofIndex(operands[dimension.getPosition()]);
  if (auto symbol = dyn_cast<AffineSymbolExpr>(expression))
    return ofIndex(operands[dimensions + symbol.getPosition()]);
  auto binary = cast<AffineBinaryOpExpr>(expression);
  Bounds left = ofExpression(binary.getLHS(), dimensions, operands);
  Bounds right = ofExpression(binary.getRHS(), dimensions, operands);
  if (!left || !right)
    return {};
  using Wide = __int128;
  auto fitting = [](Wide low, Wide high) -> Bounds {
    if (low < INT64_MIN || high > INT64_MAX)
      return {};
    return std::pair(static_cast<int64_t>(low), static_cast<int64_t>(high));
  };
  if (binary.getKind() == AffineExprKind::Add)
    return fitting(Wide(left->first) + right->first, Wide(left->second) + right->second);
  if (binary.getKind() == AffineExprKind::Mul) {
    Wide corners[] = {Wide(left->first) * right->first, Wide(left->first) * right->second,
                      Wide(left->second) * right->first, Wide(left->second) * right->second};
    auto [least, most] = std::minmax_element(std::begin(corners), std::end(corners));
    return fitting(*least, *most);
  }
  int64_t divisor = right->first;
  if (divisor != right->second || divisor <= 0)
    return {};
  if (binary.getKind() == AffineExprKind::FloorDiv)
    return std::pair(llvm::divideFloorSigned(left->first, divisor), llvm::divideFloorSigned(left->second, divisor));
  if (binary.getKind() == AffineExprKind::CeilDiv)
    return std::pair(llvm::divideCeilSigned(left->first, divisor), llvm::divideCeilSigned(left->second, divisor));
  if (llvm::divideFloorSigned(left->first, divisor) == llvm::divideFloorSigned(left->second, divisor))
    return std::pair(llvm::mod(left->first, divisor), llvm::mod(left->second, divisor));
  return std::pair<int64_t, int64_t>(0, divisor - 1);
}

} // namespace allo::analysis
