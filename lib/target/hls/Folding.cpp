// Folding of SSA values into expressions. A value may move to its one use only when no store on the way changes what it
// reads; blocks are decided from the back, so that the place where a use is finally written is known.
#include "target/hls/Folding.h"

#include "ir/AlloDialect.h"
#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;

namespace allo::target::hls {

namespace {
constexpr unsigned largestExpression = 32; // operands; a longer one is split by temporaries

bool isPlainValue(Operation *op) {
  return isa<arith::ArithDialect, math::MathDialect>(op->getDialect()) ||
         isa<ir::ElementaryOp, affine::AffineApplyOp, affine::AffineMinOp, affine::AffineMaxOp>(op);
}

// A value that may be written any number of times: it is a name, a literal, or next to nothing more.
bool isCheap(Operation *op) {
  if (isa<arith::ConstantOp, arith::IndexCastOp, arith::IndexCastUIOp, memref::GetGlobalOp>(op))
    return true;
  auto apply = dyn_cast<affine::AffineApplyOp>(op);
  if (!apply)
    return false;
  AffineExpr expression = apply.getAffineMap().getResult(0);
  auto binary = dyn_cast<AffineBinaryOpExpr>(expression);
  return !binary || (binary.getKind() == AffineExprKind::Add && !isa<AffineBinaryOpExpr>(binary.getLHS()) &&
                     !isa<AffineBinaryOpExpr>(binary.getRHS()));
}

bool sameMemory(Value left, Value right) {
  if (left == right)
    return true;
  auto leftGlobal = left.getDefiningOp<memref::GetGlobalOp>(), rightGlobal = right.getDefiningOp<memref::GetGlobalOp>();
  return leftGlobal && rightGlobal && leftGlobal.getNameAttr() == rightGlobal.getNameAttr();
}
} // namespace

bool isLoad(Operation *op) { return isa<affine::AffineLoadOp, memref::LoadOp>(op); }

Value loadedMemory(Operation *load) {
  if (auto affineLoad = dyn_cast<affine::AffineLoadOp>(load))
    return affineLoad.getMemRef();
  return cast<memref::LoadOp>(load).getMemRef();
}

bool isStore(Operation *op) { return isa<affine::AffineStoreOp, memref::StoreOp>(op); }

Value storedMemory(Operation *store) {
  if (auto affineStore = dyn_cast<affine::AffineStoreOp>(store))
    return affineStore.getMemRef();
  return cast<memref::StoreOp>(store).getMemRef();
}

Value storedValue(Operation *store) { return store->getOperand(0); }

bool sameElement(Operation *load, Operation *store) {
  if (!sameMemory(loadedMemory(load), storedMemory(store)))
    return false;
  if (auto affineLoad = dyn_cast<affine::AffineLoadOp>(load)) {
    auto affineStore = dyn_cast<affine::AffineStoreOp>(store);
    return affineStore && affineLoad.getAffineMap() == affineStore.getAffineMap() &&
           llvm::equal(affineLoad.getMapOperands(), affineStore.getMapOperands());
  }
  auto plainStore = dyn_cast<memref::StoreOp>(store);
  return plainStore && llvm::equal(cast<memref::LoadOp>(load).getIndices(), plainStore.getIndices());
}

bool mayWrite(Operation *op, Value memory) {
  WalkResult walk = op->walk([&](Operation *inner) {
    if (isStore(inner) && sameMemory(storedMemory(inner), memory))
      return WalkResult::interrupt();
    if (auto call = dyn_cast<func::CallOp>(inner)) {
      if (memory.getDefiningOp<memref::GetGlobalOp>())
        return WalkResult::interrupt();
      if (llvm::is_contained(call.getOperands(), memory))
        return WalkResult::interrupt();
    }
    return WalkResult::advance();
  });
  return walk.wasInterrupted();
}

Folding::Folding(func::FuncOp function) {
  function.walk<WalkOrder::PreOrder>([&](Operation *op) { findTrivial(op); });
  function.walk<WalkOrder::PostOrder>([&](scf::IfOp op) { // inner conditionals first
    if (op.getNumResults() == 1 && branchIsExpression(*op.thenBlock()) && branchIsExpression(*op.elseBlock()))
      conditionals.insert(op);
  });
  decideBlock(function.getBody().front());
}

void Folding::findTrivial(Operation *op) {
  if (!isCheap(op))
    return;
  for (Value operand : op->getOperands())
    if (Operation *definition = operand.getDefiningOp(); definition && !trivial.contains(definition))
      return;
  trivial.insert(op);
  inlined.insert(op);
}

bool Folding::branchIsExpression(Block &block) const {
  for (Operation &op : block.without_terminator()) {
    if (trivial.contains(&op))
      continue;
    if (!isPlainValue(&op) && !isLoad(&op) && !conditionals.contains(&op))
      return false;
    if (!op.hasOneUse() || op.getResult(0).use_begin()->getOwner()->getBlock() != &block)
      return false;
  }
  return true;
}

void Folding::decideBlock(Block &block) {
  for (Operation &op : llvm::reverse(block)) {
    decide(&op);
    for (Region &region : op.getRegions())
      for (Block &inner : region)
        decideBlock(inner);
  }
}

Operation *Folding::root(Operation *op) const {
  while (inlined.contains(op) && !op->use_empty()) {
    Operation *user = *op->user_begin();
    Operation *parent = user->getParentOp();
    op = isa<scf::YieldOp>(user) && conditionals.contains(parent) ? parent : user;
  }
  return op;
}

bool Folding::changedBetween(Operation *load, Operation *from, Operation *to) const {
  Value memory = loadedMemory(load);
  for (Operation *op = from->getNextNode(); op && op != to; op = op->getNextNode())
    if (mayWrite(op, memory))
      return true;
  // The bounds of a C loop are evaluated again before every iteration.
  return ir::isLoop(to) && mayWrite(to, memory);
}

bool Folding::loadsSurvive(Operation *op, Operation *to) const {
  WalkResult walk = op->walk([&](Operation *inner) {
    return isLoad(inner) && changedBetween(inner, op, to) ? WalkResult::interrupt() : WalkResult::advance();
  });
  return !walk.wasInterrupted();
}

void Folding::decide(Operation *op) {
  if (trivial.contains(op) || op->getNumResults() != 1)
    return;
  bool movable = isPlainValue(op) || isLoad(op) || conditionals.contains(op);
  if (Operation *parent = op->getParentOp(); conditionals.contains(parent)) {
    inlined.insert(op);
    return;
  }
  if (!movable || !op->hasOneUse())
    return;
  Operation *user = *op->user_begin();
  if (user->getBlock() != op->getBlock())
    return;
  Operation *place = root(user);
  // Uses are counted from the back: a root that has grown too large takes no more operands.
  unsigned &operands = size[place];
  if (operands >= largestExpression || !loadsSurvive(op, place))
    return;
  operands += op->getNumOperands();
  inlined.insert(op);
}

} // namespace allo::target::hls
