// Expands maps and sets into index arithmetic and moves the bodies over.
#include "ir/AffineFallback.h"

#include "ir/Directives.h"
#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Affine/Utils.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/IntegerSet.h"

using namespace mlir;

namespace allo::ir {

namespace {
// The upstream expansion promises that nothing wraps; this IR carries no such flags (docs/decisions/0001).
void dropOverflowFlags(Block::iterator begin, Block::iterator end) {
  for (Operation &op : llvm::make_range(begin, end)) {
    if (auto add = dyn_cast<arith::AddIOp>(op))
      add.setOverflowFlags(arith::IntegerOverflowFlags::none);
    else if (auto multiply = dyn_cast<arith::MulIOp>(op))
      multiply.setOverflowFlags(arith::IntegerOverflowFlags::none);
    else if (auto subtract = dyn_cast<arith::SubIOp>(op))
      subtract.setOverflowFlags(arith::IntegerOverflowFlags::none);
  }
}

SmallVector<Value> expanded(OpBuilder &builder, Location location, AffineMap map, ValueRange operands) {
  SmallVector<Value> values;
  for (AffineExpr expression : map.getResults())
    values.push_back(affine::expandAffineExpr(builder, location, expression, operands.take_front(map.getNumDims()),
                                              operands.drop_front(map.getNumDims())));
  return values;
}

template <typename Combine> Value bound(OpBuilder &builder, Location location, AffineMap map, ValueRange operands) {
  SmallVector<Value> values = expanded(builder, location, map, operands);
  Value result = values.front();
  for (Value value : ArrayRef<Value>(values).drop_front())
    result = Combine::create(builder, location, result, value);
  return result;
}

void moveBody(Region &from, Region &to) {
  to.takeBody(from);
  Operation *terminator = to.front().getTerminator();
  OpBuilder builder(terminator);
  scf::YieldOp::create(builder, terminator->getLoc());
  terminator->erase();
}

void replaceLoop(OpBuilder &builder, affine::AffineForOp loop) {
  Location location = loop.getLoc();
  Value lower = bound<arith::MaxSIOp>(builder, location, loop.getLowerBoundMap(), loop.getLowerBoundOperands());
  Value upper = bound<arith::MinSIOp>(builder, location, loop.getUpperBoundMap(), loop.getUpperBoundOperands());
  Value step = arith::ConstantIndexOp::create(builder, location, loop.getStepAsInt());
  auto replacement = scf::ForOp::create(builder, location, lower, upper, step);
  setLoop(replacement, loopOf(loop));
  if (Attribute directives = loop->getAttr(directivesAttrName))
    replacement->setAttr(directivesAttrName, directives);
  moveBody(loop.getRegion(), replacement.getRegion());
}

void replaceIf(OpBuilder &builder, affine::AffineIfOp condition) {
  Location location = condition.getLoc();
  IntegerSet set = condition.getIntegerSet();
  ValueRange operands = condition.getOperands();
  Value zero = arith::ConstantIndexOp::create(builder, location, 0);
  Value all;
  for (auto [constraint, isEquality] : llvm::zip(set.getConstraints(), set.getEqFlags())) {
    Value value = affine::expandAffineExpr(builder, location, constraint, operands.take_front(set.getNumDims()),
                                           operands.drop_front(set.getNumDims()));
    auto predicate = isEquality ? arith::CmpIPredicate::eq : arith::CmpIPredicate::sge;
    Value holds = arith::CmpIOp::create(builder, location, predicate, value, zero);
    all = all ? arith::AndIOp::create(builder, location, all, holds).getResult() : holds;
  }
  auto replacement = scf::IfOp::create(builder, location, all, condition.hasElse());
  moveBody(condition.getThenRegion(), replacement.getThenRegion());
  if (condition.hasElse())
    moveBody(condition.getElseRegion(), replacement.getElseRegion());
}

void replaceOne(OpBuilder &builder, Operation *op) {
  Location location = op->getLoc();
  if (auto loop = dyn_cast<affine::AffineForOp>(op)) {
    replaceLoop(builder, loop);
  } else if (auto condition = dyn_cast<affine::AffineIfOp>(op)) {
    replaceIf(builder, condition);
  } else if (auto load = dyn_cast<affine::AffineLoadOp>(op)) {
    SmallVector<Value> indices = expanded(builder, location, load.getAffineMap(), load.getMapOperands());
    op->replaceAllUsesWith(memref::LoadOp::create(builder, location, load.getMemRef(), indices));
  } else if (auto store = dyn_cast<affine::AffineStoreOp>(op)) {
    SmallVector<Value> indices = expanded(builder, location, store.getAffineMap(), store.getMapOperands());
    memref::StoreOp::create(builder, location, store.getValueToStore(), store.getMemRef(), indices);
  } else if (auto apply = dyn_cast<affine::AffineApplyOp>(op)) {
    op->replaceAllUsesWith(expanded(builder, location, apply.getAffineMap(), apply.getMapOperands()));
  } else if (auto minimum = dyn_cast<affine::AffineMinOp>(op)) {
    op->replaceAllUsesWith(
        ValueRange{bound<arith::MinSIOp>(builder, location, minimum.getMap(), minimum.getOperands())});
  } else if (auto maximum = dyn_cast<affine::AffineMaxOp>(op)) {
    op->replaceAllUsesWith(
        ValueRange{bound<arith::MaxSIOp>(builder, location, maximum.getMap(), maximum.getOperands())});
  }
}
} // namespace

bool hasLegalAffineOperands(Operation *op) {
  return llvm::all_of(op->getOperands(),
                      [](Value operand) { return !operand.getType().isIndex() || affine::isValidDim(operand); });
}

void replaceAffine(Operation *op) {
  Block *block = op->getBlock();
  Operation *before = op->getPrevNode();
  OpBuilder builder(op);
  replaceOne(builder, op);
  dropOverflowFlags(before ? std::next(before->getIterator()) : block->begin(), op->getIterator());
  op->erase();
}

} // namespace allo::ir
