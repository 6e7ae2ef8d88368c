#include "NestExecution.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace allo::test {
namespace {

int64_t valueOf(AffineExpr expression, ArrayRef<int64_t> dims, ArrayRef<int64_t> symbols) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expression))
    return constant.getValue();
  if (auto dim = dyn_cast<AffineDimExpr>(expression))
    return dims[dim.getPosition()];
  if (auto symbol = dyn_cast<AffineSymbolExpr>(expression))
    return symbols[symbol.getPosition()];
  auto binary = cast<AffineBinaryOpExpr>(expression);
  int64_t left = valueOf(binary.getLHS(), dims, symbols), right = valueOf(binary.getRHS(), dims, symbols);
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

} // namespace

std::vector<int64_t> NestExecution::evaluate(AffineMap map, ValueRange operands) const {
  SmallVector<int64_t> dims, symbols;
  for (auto [position, operand] : llvm::enumerate(operands))
    (position < map.getNumDims() ? dims : symbols).push_back(values_.at(operand));
  std::vector<int64_t> results;
  for (AffineExpr expression : map.getResults())
    results.push_back(valueOf(expression, dims, symbols));
  return results;
}

void NestExecution::run(func::FuncOp function) {
  isInNest_ = nest_.empty();
  run(function.getBody());
}

void NestExecution::run(Region &region) {
  if (region.empty())
    return;
  for (Operation &op : region.front()) {
    if (auto loop = dyn_cast<affine::AffineForOp>(op)) {
      runLoop(loop);
    } else if (auto guard = dyn_cast<affine::AffineIfOp>(op)) {
      IntegerSet set = guard.getIntegerSet();
      AffineMap map = AffineMap::get(set.getNumDims(), set.getNumSymbols(), set.getConstraints(), op.getContext());
      bool holds = true;
      for (auto [position, value] : llvm::enumerate(evaluate(map, guard.getOperands())))
        holds &= set.isEq(position) ? value == 0 : value >= 0;
      run(holds ? guard.getThenRegion() : guard.getElseRegion());
    } else if (auto load = dyn_cast<affine::AffineLoadOp>(op)) {
      executions_[&op].push_back({around_, iteration_, deeper_, evaluate(load.getAffineMap(), load.getMapOperands())});
    } else if (auto store = dyn_cast<affine::AffineStoreOp>(op)) {
      executions_[&op].push_back(
          {around_, iteration_, deeper_, evaluate(store.getAffineMap(), store.getMapOperands())});
    }
  }
}

void NestExecution::runLoop(affine::AffineForOp loop) {
  std::vector<int64_t> uppers = evaluate(loop.getUpperBoundMap(), loop.getUpperBoundOperands());
  std::vector<int64_t> lowers = evaluate(loop.getLowerBoundMap(), loop.getLowerBoundOperands());
  int64_t lower = *llvm::max_element(lowers);
  bool isNestLoop = llvm::is_contained(nest_, loop.getOperation());
  bool isInnermost = !nest_.empty() && nest_.back() == loop;
  if (!nest_.empty() && nest_.front() == loop)
    iteration_ = -1;
  for (int64_t value = lower; value < *llvm::min_element(uppers); value += loop.getStepAsInt()) {
    values_[loop.getInductionVar()] = value;
    std::vector<int64_t> *trace = isNestLoop ? nullptr : isInNest_ ? &deeper_ : &around_;
    if (trace)
      trace->push_back(value);
    if (isInnermost) {
      ++iteration_;
      isInNest_ = true;
    }
    run(loop.getRegion());
    if (isInnermost)
      isInNest_ = false;
    if (trace)
      trace->pop_back();
  }
}

llvm::ArrayRef<Execution> NestExecution::of(Operation *access) const {
  auto found = executions_.find(access);
  return found == executions_.end() ? ArrayRef<Execution>() : ArrayRef<Execution>(found->second);
}

} // namespace allo::test
