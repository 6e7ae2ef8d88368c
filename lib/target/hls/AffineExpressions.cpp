// Affine maps and sets as C index arithmetic, written the way a person would: `n - i - 1`, `i > j`, no `* 1`, no `+ 0`.
// An index is an int; where an intermediate value provably leaves int, the expression is computed in long.
#include "target/hls/ExpressionBuilder.h"
#include "target/hls/Intervals.h"

#include "ir/CTypes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

#include <climits>

using namespace mlir;

namespace allo::target::hls {

struct ExpressionBuilder::Sum {
  std::vector<AffineExpr> positive, negative; // the terms, without sign
  int64_t constant = 0;
  unsigned dimensions = 0;
  mlir::ValueRange operands;
  bool isWide = false; // computed in long
};

void ExpressionBuilder::collect(AffineExpr expression, bool negative, Sum &sum) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expression)) {
    sum.constant += negative ? -constant.getValue() : constant.getValue();
    return;
  }
  auto binary = dyn_cast<AffineBinaryOpExpr>(expression);
  if (binary && binary.getKind() == AffineExprKind::Add) {
    collect(binary.getLHS(), negative, sum);
    collect(binary.getRHS(), negative, sum);
    return;
  }
  if (binary && binary.getKind() == AffineExprKind::Mul)
    if (auto factor = dyn_cast<AffineConstantExpr>(binary.getRHS()); factor && factor.getValue() < 0) {
      collect(binary.getLHS() * -factor.getValue(), !negative, sum);
      return;
    }
  (negative ? sum.negative : sum.positive).push_back(expression);
}

ExpressionBuilder::Sum ExpressionBuilder::sumOf(AffineExpr expression, unsigned dimensions, mlir::ValueRange operands) {
  Sum sum;
  sum.dimensions = dimensions;
  sum.operands = operands;
  Interval intermediate;
  rangeOf(expression, dimensions, operands, &intermediate);
  sum.isWide = !intermediate.fits(INT_MIN, INT_MAX);
  collect(expression, false, sum);
  // Two operands may be one value (a size that is two symbols): i + n - n is i.
  auto valueOf = [&](AffineExpr term) -> Value {
    if (auto dimension = dyn_cast<AffineDimExpr>(term))
      return operands[dimension.getPosition()];
    if (auto symbol = dyn_cast<AffineSymbolExpr>(term))
      return operands[dimensions + symbol.getPosition()];
    return {};
  };
  for (auto negative = sum.negative.begin(); negative != sum.negative.end();) {
    auto positive = llvm::find_if(
        sum.positive, [&](AffineExpr term) { return valueOf(term) && valueOf(term) == valueOf(*negative); });
    if (positive == sum.positive.end()) {
      ++negative;
      continue;
    }
    sum.positive.erase(positive);
    negative = sum.negative.erase(negative);
  }
  return sum;
}

ExpressionPointer ExpressionBuilder::term(AffineExpr expression, const Sum &context) {
  auto leaf = [&](Value operand) {
    ExpressionPointer value = of(operand);
    return context.isWide ? convert(value, CKind::Long) : value;
  };
  if (auto dimension = dyn_cast<AffineDimExpr>(expression))
    return leaf(context.operands[dimension.getPosition()]);
  if (auto symbol = dyn_cast<AffineSymbolExpr>(expression))
    return leaf(context.operands[context.dimensions + symbol.getPosition()]);
  auto binary = cast<AffineBinaryOpExpr>(expression);
  auto nested = [&](AffineExpr inner) {
    Sum sum;
    sum.dimensions = context.dimensions, sum.operands = context.operands, sum.isWide = context.isWide;
    collect(inner, false, sum);
    return print(sum.positive, sum.negative, sum.constant, sum);
  };
  ExpressionPointer left = nested(binary.getLHS()), right = nested(binary.getRHS());
  Type type = withSign(commonType(left->type, right->type), true);
  if (binary.getKind() == AffineExprKind::Mul)
    return isLiteral(right) ? makeArithmetic("*", right, left, type) : makeArithmetic("*", left, right, type);
  bool isPlain = rangeOf(binary.getLHS(), context.dimensions, context.operands).isNonNegative() &&
                 isa<AffineConstantExpr>(binary.getRHS());
  if (isPlain && binary.getKind() == AffineExprKind::FloorDiv)
    return makeArithmetic("/", left, right, type);
  if (isPlain && binary.getKind() == AffineExprKind::Mod)
    return makeArithmetic("%", left, right, type);
  auto helper = [&](model::Support support, const char *name) {
    requirements.support.insert(support);
    return makeCall(name, {convert(left, type), convert(right, type)}, type);
  };
  if (binary.getKind() == AffineExprKind::FloorDiv)
    return helper(model::Support::floorDivide, "floor_divide");
  if (binary.getKind() == AffineExprKind::Mod)
    return helper(model::Support::floorModulo, "floor_modulo");
  return helper(model::Support::ceilDivide, "ceil_divide");
}

ExpressionPointer ExpressionBuilder::print(const std::vector<AffineExpr> &positive,
                                           const std::vector<AffineExpr> &negative, int64_t constant,
                                           const Sum &context) {
  auto number = [&](int64_t value) {
    bool isWide = context.isWide || value != static_cast<int32_t>(value);
    return makeInteger(value, isWide ? CKind::Long : CKind::Int);
  };
  auto combine = [&](const char *op, ExpressionPointer left, ExpressionPointer right) {
    Type type = withSign(commonType(left->type, right->type), true);
    return makeArithmetic(op, left, right, type);
  };
  ExpressionPointer result;
  for (AffineExpr expression : positive)
    result = result ? combine("+", result, term(expression, context)) : term(expression, context);
  bool leads = !result && (constant != 0 || negative.empty()); // 7 - i
  if (leads)
    result = number(constant);
  for (AffineExpr expression : negative) {
    ExpressionPointer value = term(expression, context);
    result = result ? combine("-", result, value) : makeUnary("-", value, promoted(value->type));
  }
  if (constant != 0 && !leads)
    result = combine("+", result, number(constant));
  return result;
}

ExpressionPointer ExpressionBuilder::affine(AffineExpr expression, unsigned dimensions, mlir::ValueRange operands) {
  Sum sum = sumOf(expression, dimensions, operands);
  return print(sum.positive, sum.negative, sum.constant, sum);
}

ExpressionPointer ExpressionBuilder::smallest(std::vector<ExpressionPointer> values, bool isMax) {
  Type type = values.front()->type;
  for (const ExpressionPointer &value : values)
    if (value->type != type)
      type = commonType(type, value->type);
  ExpressionPointer result;
  for (ExpressionPointer &value : values) {
    // std::min deduces one type from both arguments: casts are written, and a narrow literal gets one.
    ExpressionPointer argument = convert(value, type);
    if (!result) {
      result = argument;
      continue;
    }
    requirements.includes.insert("algorithm");
    bool isNarrow = isInteger(type) && promoted(type) != type;
    std::string name = isMax ? "std::max" : "std::min";
    if (isNarrow)
      name += "<" + ir::spelling(type) + ">";
    result = makeCall(name, {result, argument}, type);
  }
  return result;
}

ExpressionPointer ExpressionBuilder::extreme(AffineMap map, mlir::ValueRange operands, bool isMax) {
  std::vector<ExpressionPointer> values;
  for (AffineExpr expression : map.getResults())
    values.push_back(affine(expression, map.getNumDims(), operands));
  return smallest(std::move(values), isMax);
}

ExpressionPointer ExpressionBuilder::below(ExpressionPointer variable, AffineMap bound, mlir::ValueRange operands) {
  if (bound.getNumResults() == 1) {
    Sum sum = sumOf(bound.getResult(0), bound.getNumDims(), operands);
    if (sum.constant == 1 && !sum.positive.empty()) { // i < j + 1 is i <= j
      ExpressionPointer last = print(sum.positive, sum.negative, 0, sum);
      return makeComparison("<=", variable, last, commonType(variable->type, last->type));
    }
  }
  ExpressionPointer end = extreme(bound, operands, false);
  return makeComparison("<", variable, end, commonType(variable->type, end->type));
}

ExpressionPointer ExpressionBuilder::condition(affine::AffineIfOp op) {
  IntegerSet set = op.getIntegerSet();
  ExpressionPointer all;
  for (unsigned i = 0; i < set.getNumConstraints(); ++i) {
    Sum sum = sumOf(set.getConstraint(i), set.getNumDims(), op.getOperands());
    const char *relation = set.isEq(i) ? "==" : ">=";
    // positive + constant >= negative; the constant goes to the side where it is positive or alone.
    int64_t constant = sum.constant;
    bool strict = !set.isEq(i) && constant == -1 && !sum.positive.empty() && !sum.negative.empty();
    if (strict)
      relation = ">", constant = 0;
    ExpressionPointer left, right;
    if (sum.positive.empty()) { // i <= 7
      relation = set.isEq(i) ? "==" : "<=";
      left = print(sum.negative, {}, 0, sum);
      right = print({}, {}, constant, sum);
    } else {
      bool leftConstant = constant > 0 && !sum.negative.empty();
      left = print(sum.positive, {}, leftConstant ? constant : 0, sum);
      right = print(sum.negative, {}, leftConstant ? 0 : -constant, sum);
    }
    // i < n rather than n > i.
    bool swaps = strict && isa<AffineSymbolExpr>(sum.positive.front()) && isa<AffineDimExpr>(sum.negative.front());
    if (swaps)
      std::swap(left, right), relation = "<";
    ExpressionPointer one = makeComparison(relation, left, right, commonType(left->type, right->type));
    all = all ? makeLogical("&&", all, one) : one;
  }
  return all ? all : makeInteger(1, CKind::Bool);
}

} // namespace allo::target::hls
