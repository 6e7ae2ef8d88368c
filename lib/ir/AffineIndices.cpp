//   %a = index_cast %i : index to i32; %b = addi %a, %c1; %x = index_cast %b : i32 to index   ->   %x = affine.apply(i
//   + 1)
#include "ir/AffineIndices.h"

#include "ir/LoopRange.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;

namespace allo::ir {

namespace {
// An integer as an expression over `dims`, with the smallest and the largest value.
struct Linear {
  AffineExpr expression;
  int64_t low, high;
};

std::optional<Linear> fitting(Linear linear, unsigned width) {
  int64_t most = (int64_t(1) << (width - 1)) - 1;
  if (width > 32 || linear.low < -most - 1 || linear.high > most)
    return std::nullopt;
  return linear;
}

std::optional<Linear> linearOf(Value value, SmallVector<Value> &dims) {
  Operation *op = value.getDefiningOp();
  auto type = dyn_cast<IntegerType>(value.getType());
  if (!op || !type || type.getWidth() > 32)
    return std::nullopt;
  MLIRContext *context = value.getContext();
  if (std::optional<int64_t> constant = getConstantIntValue(value))
    return Linear{getAffineConstantExpr(*constant, context), *constant, *constant};
  if (auto cast = dyn_cast<arith::IndexCastOp>(op)) {
    LoopRange range = rangeOfLoopVariable(cast.getIn());
    if (!range.low || !range.high)
      return std::nullopt;
    dims.push_back(cast.getIn());
    return fitting({getAffineDimExpr(dims.size() - 1, context), *range.low, *range.high}, type.getWidth());
  }
  if (isa<arith::ExtSIOp>(op))
    return linearOf(op->getOperand(0), dims);
  if (!isa<arith::AddIOp, arith::SubIOp, arith::MulIOp>(op))
    return std::nullopt;
  auto left = linearOf(op->getOperand(0), dims), right = linearOf(op->getOperand(1), dims);
  if (!left || !right)
    return std::nullopt;
  // Both fit in 32 bits, so that nothing here exceeds 64.
  if (isa<arith::AddIOp>(op))
    return fitting({left->expression + right->expression, left->low + right->low, left->high + right->high},
                   type.getWidth());
  if (isa<arith::SubIOp>(op))
    return fitting({left->expression - right->expression, left->low - right->high, left->high - right->low},
                   type.getWidth());
  if (left->low == left->high)
    std::swap(left, right);
  if (right->low != right->high)
    return std::nullopt;
  int64_t one = left->low * right->low, other = left->high * right->low;
  return fitting({left->expression * right->low, std::min(one, other), std::max(one, other)}, type.getWidth());
}
} // namespace

void makeIndicesAffine(Operation *root) {
  root->walk([&](arith::IndexCastOp cast) {
    if (!cast.getType().isIndex() ||
        !isa_and_nonnull<arith::AddIOp, arith::SubIOp, arith::MulIOp, arith::ExtSIOp>(cast.getIn().getDefiningOp()))
      return;
    SmallVector<Value> dims;
    std::optional<Linear> linear = linearOf(cast.getIn(), dims);
    if (!linear)
      return;
    OpBuilder builder(cast);
    auto apply =
        affine::AffineApplyOp::create(builder, cast.getLoc(), AffineMap::get(dims.size(), 0, linear->expression), dims);
    cast.replaceAllUsesWith(apply.getResult());
  });
}

} // namespace allo::ir
