#include "analysis/ComputedIndices.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"

#include "llvm/Support/MathExtras.h"

#include <algorithm>

using namespace mlir;

namespace allo::analysis {

namespace {
// The signed numbers of the type.
std::pair<__int128, __int128> numbersOf(Type type) {
  unsigned width = type.isIndex() ? 64 : type.getIntOrFloatBitWidth();
  __int128 half = __int128(1) << (width - 1);
  return {-half, half - 1};
}

std::optional<int64_t> constantOf(AffineExpr expression) {
  auto constant = dyn_cast<AffineConstantExpr>(expression);
  return constant ? std::optional(constant.getValue()) : std::nullopt;
}
} // namespace

std::optional<AffineMap> ComputedIndices::mapOf(ValueRange indices, SmallVectorImpl<Value> &operands) {
  SmallVector<AffineExpr> results;
  for (Value index : indices) {
    std::optional<Term> term = termOf(index, operands);
    if (!term)
      return std::nullopt;
    results.push_back(term->expression);
  }
  if (results.empty())
    return std::nullopt;
  return AffineMap::get(operands.size(), 0, results, results.front().getContext());
}

// Loop variables, and what does not change while the function runs.
std::optional<ComputedIndices::Term> ComputedIndices::operandTerm(Value value, SmallVectorImpl<Value> &operands) {
  if (!value.getType().isIndex() || !(affine::isValidDim(value) || affine::isValidSymbol(value)))
    return std::nullopt;
  auto [low, high] = numbersOf(value.getType());
  if (affine::getForInductionVarOwner(value)) {
    auto [known, isNew] = ranges_.try_emplace(value);
    if (isNew)
      known->second = ir::rangeOfLoopVariable(value);
    low = known->second.low ? __int128(*known->second.low) : low;
    high = known->second.high ? __int128(*known->second.high) : high;
  } else if (Operation *cast = value.getDefiningOp(); cast && isa<arith::IndexCastOp>(cast)) {
    std::tie(low, high) = numbersOf(cast->getOperand(0).getType());
  }
  auto found = llvm::find(operands, value);
  unsigned position = found - operands.begin();
  if (found == operands.end())
    operands.push_back(value);
  return Term{getAffineDimExpr(position, value.getContext()), low, high};
}

std::optional<ComputedIndices::Term> ComputedIndices::termOf(Value value, SmallVectorImpl<Value> &operands) {
  if (!value.getType().isIndex() && (!value.getType().isInteger() || value.getType().getIntOrFloatBitWidth() > 64))
    return std::nullopt;
  APInt constant;
  if (matchPattern(value, m_ConstantInt(&constant))) {
    int64_t number = constant.getSExtValue();
    return Term{getAffineConstantExpr(number, value.getContext()), number, number};
  }
  if (auto term = operandTerm(value, operands))
    return term;
  Operation *op = value.getDefiningOp();
  if (!op)
    return std::nullopt;
  auto [least, greatest] = numbersOf(value.getType());
  bool isCast = isa<arith::IndexCastOp, arith::ExtSIOp, arith::TruncIOp>(op);
  bool isUnsignedCast = isa<arith::IndexCastUIOp, arith::ExtUIOp>(op);
  std::optional<Term> term =
      isCast || isUnsignedCast ? termOf(op->getOperand(0), operands) : arithmeticTerm(op, operands);
  if (!term || term->low < (isUnsignedCast ? 0 : least) || term->high > greatest)
    return std::nullopt;
  return term;
}

std::optional<ComputedIndices::Term> ComputedIndices::arithmeticTerm(Operation *op, SmallVectorImpl<Value> &operands) {
  if (op->getNumOperands() != 2 || op->getNumResults() != 1)
    return std::nullopt;
  std::optional<Term> left = termOf(op->getOperand(0), operands);
  std::optional<Term> right = left ? termOf(op->getOperand(1), operands) : std::nullopt;
  if (!right)
    return std::nullopt;
  if (isa<arith::AddIOp>(op))
    return Term{left->expression + right->expression, left->low + right->low, left->high + right->high};
  if (isa<arith::SubIOp>(op))
    return Term{left->expression - right->expression, left->low - right->high, left->high - right->low};
  if (isa<arith::MulIOp>(op)) {
    if (constantOf(left->expression))
      std::swap(left, right);
    std::optional<int64_t> factor = constantOf(right->expression);
    constexpr int64_t largest = int64_t(1) << 40; // products of ranges stay in 128 bits
    if (!factor || *factor > largest || *factor < -largest)
      return std::nullopt;
    auto [low, high] = std::minmax(left->low * *factor, left->high * *factor);
    return Term{left->expression * *factor, low, high};
  }
  return quotientTerm(op, *left, *right);
}

// Divisions and masks, which are affine for numbers that are not negative.
std::optional<ComputedIndices::Term> ComputedIndices::quotientTerm(Operation *op, const Term &left, const Term &right) {
  std::optional<int64_t> divisor = constantOf(right.expression);
  if (!divisor || *divisor <= 0 || left.low < 0)
    return std::nullopt;
  if (isa<arith::DivSIOp, arith::DivUIOp>(op))
    return Term{left.expression.floorDiv(*divisor), left.low / *divisor, left.high / *divisor};
  bool isMask = isa<arith::AndIOp>(op) && *divisor < INT64_MAX && llvm::isPowerOf2_64(uint64_t(*divisor) + 1);
  if (isMask)
    ++*divisor;
  else if (!isa<arith::RemSIOp, arith::RemUIOp>(op))
    return std::nullopt;
  if (left.high < *divisor)
    return left;
  return Term{left.expression % *divisor, 0, *divisor - 1};
}

} // namespace allo::analysis
