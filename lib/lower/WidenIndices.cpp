// Computes an index in `index` instead of the C type where that cannot wrap, decided by the intervals of loop variables
// and of the indices of other accesses in the same block.
//   %a = arith.index_cast %i : index to i32; %b = arith.subi %a, 1 : i32; %x = arith.index_cast %b : i32 to index
//   →  %x = arith.subi %i, 1 : index            when %i runs from 1
// The front end leaves such an index where a bound of the loop may wrap (docs/decisions/0007). LLVM does not see
// through the two casts, and then no longer knows that A[i - 1] of this iteration is A[i] of the one before.
#include "lower/Rewrites.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace allo::lower {

namespace {
using Wide = __int128; // no bound below overflows in it

struct Interval {
  Wide low, high;
  bool inside(const Interval &other) const { return low >= other.low && high <= other.high; }
};

Interval signedRange(Type type) {
  unsigned width = type.isIndex() ? 64 : type.getIntOrFloatBitWidth();
  return {-(Wide(1) << (width - 1)), (Wide(1) << (width - 1)) - 1};
}

std::optional<Interval> exact(Value value, Block *block);

// What the accesses of `block` say: an access out of bounds is undefined, so a value that is an index of one is within
// the extent whenever the block runs (every operation of a block does).
std::optional<Interval> intervalFromAccesses(Value value, Block *block) {
  for (Operation *user : value.getUsers()) {
    if (auto cast = dyn_cast<arith::IndexCastOp>(user); cast && cast.getType().isIndex())
      if (auto interval = intervalFromAccesses(cast, block))
        return interval;
    if (user->getBlock() != block || !isa<memref::LoadOp, memref::StoreOp>(user))
      continue;
    unsigned first = isa<memref::StoreOp>(user) ? 2 : 1; // after the value and the memory
    auto type = cast<MemRefType>(user->getOperand(first - 1).getType());
    for (int64_t dimension = 0; dimension < type.getRank(); ++dimension)
      if (user->getOperand(first + dimension) == value)
        return Interval{0, type.getDimSize(dimension) - 1};
  }
  return std::nullopt;
}

// All values that `value` can take; that of its type when nothing better is known.
Interval intervalOf(Value value, Block *block) {
  if (auto interval = intervalFromAccesses(value, block))
    return *interval;
  return exact(value, block).value_or(signedRange(value.getType()));
}

Interval combine(Operation *op, const Interval &a, const Interval &b) {
  if (isa<arith::AddIOp>(op))
    return {a.low + b.low, a.high + b.high};
  if (isa<arith::SubIOp>(op))
    return {a.low - b.high, a.high - b.low};
  auto [low, high] = std::minmax({a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high});
  return {low, high};
}

std::optional<Interval> intervalOfVariable(BlockArgument argument, Block *block) {
  Operation *loop = argument.getOwner()->getParentOp();
  if (auto plain = dyn_cast<scf::ForOp>(loop); plain && argument == plain.getInductionVar())
    return Interval{intervalOf(plain.getLowerBound(), block).low, intervalOf(plain.getUpperBound(), block).high - 1};
  if (auto affine = dyn_cast<affine::AffineForOp>(loop); affine && affine.hasConstantBounds())
    return Interval{affine.getConstantLowerBound(), affine.getConstantUpperBound() - 1};
  return std::nullopt;
}

// The interval of a value whose computation is known not to wrap. What accesses say of the value itself does not count:
// a sum that wrapped may be in bounds.
std::optional<Interval> exact(Value value, Block *block) {
  APInt constant;
  if (matchPattern(value, m_ConstantInt(&constant)) && constant.getSignificantBits() <= 64)
    return Interval{constant.getSExtValue(), constant.getSExtValue()};
  if (auto argument = dyn_cast<BlockArgument>(value))
    return intervalOfVariable(argument, block);
  Operation *op = value.getDefiningOp();
  Interval range = signedRange(value.getType()), result;
  if (isa<arith::IndexCastOp, arith::ExtSIOp>(op))
    result = intervalOf(op->getOperand(0), block);
  else if (isa<arith::AddIOp, arith::SubIOp, arith::MulIOp>(op) && range.high <= INT64_MAX)
    result = combine(op, intervalOf(op->getOperand(0), block), intervalOf(op->getOperand(1), block));
  else
    return std::nullopt;
  return result.inside(range) ? std::optional(result) : std::nullopt;
}

// `value` computed as index; equal to its sign extension. Only called where the computation does not wrap.
Value widened(OpBuilder &builder, Value value) {
  Location location = value.getLoc();
  Operation *op = value.getDefiningOp();
  APInt constant;
  if (matchPattern(value, m_ConstantInt(&constant)))
    return arith::ConstantIndexOp::create(builder, location, constant.getSExtValue());
  if (op && exact(value, builder.getBlock())) {
    if (isa<arith::IndexCastOp>(op) && op->getOperand(0).getType().isIndex())
      return op->getOperand(0);
    if (isa<arith::ExtSIOp>(op))
      return widened(builder, op->getOperand(0));
    if (isa<arith::AddIOp, arith::SubIOp, arith::MulIOp>(op)) {
      Value a = widened(builder, op->getOperand(0)), b = widened(builder, op->getOperand(1));
      return builder.create(location, op->getName().getIdentifier(), {a, b}, {builder.getIndexType()})->getResult(0);
    }
  }
  return arith::IndexCastOp::create(builder, location, builder.getIndexType(), value);
}
} // namespace

void widenIndices(ModuleOp module) {
  SmallVector<arith::IndexCastOp> casts;
  module.walk([&](arith::IndexCastOp cast) {
    Operation *source = cast.getIn().getDefiningOp();
    if (cast.getType().isIndex() && source && source->getNumOperands() > 0 && exact(cast.getIn(), cast->getBlock()))
      casts.push_back(cast);
  });
  for (arith::IndexCastOp cast : casts) {
    OpBuilder builder(cast);
    Value index = widened(builder, cast.getIn());
    cast.getResult().replaceAllUsesWith(index);
    cast.erase();
  }
}

} // namespace allo::lower
