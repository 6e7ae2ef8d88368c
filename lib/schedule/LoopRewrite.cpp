#include "schedule/LoopRewrite.h"

#include "analysis/TripCount.h"
#include "ir/Naming.h"

#include "llvm/ADT/SetVector.h"

using namespace mlir;

namespace allo::schedule {
namespace {

// Composes affine.apply operands into the maps of an affine operation.
void composeOperands(Operation *op) {
  auto compose = [](AffineMap map, ValueRange range) {
    SmallVector<Value> operands(range);
    affine::fullyComposeAffineMapAndOperands(&map, &operands);
    affine::canonicalizeMapAndOperands(&map, &operands);
    return std::pair(map, operands);
  };
  if (auto load = dyn_cast<affine::AffineLoadOp>(op)) {
    auto [map, operands] = compose(load.getAffineMap(), load.getMapOperands());
    load->setAttr(affine::AffineLoadOp::getMapAttrStrName(), AffineMapAttr::get(map));
    load.getIndicesMutable().assign(operands);
  } else if (auto store = dyn_cast<affine::AffineStoreOp>(op)) {
    auto [map, operands] = compose(store.getAffineMap(), store.getMapOperands());
    store->setAttr(affine::AffineStoreOp::getMapAttrStrName(), AffineMapAttr::get(map));
    store.getIndicesMutable().assign(operands);
  } else if (auto loop = dyn_cast<affine::AffineForOp>(op)) {
    auto [lower, lowerOperands] = compose(loop.getLowerBoundMap(), loop.getLowerBoundOperands());
    auto [upper, upperOperands] = compose(loop.getUpperBoundMap(), loop.getUpperBoundOperands());
    loop.setLowerBound(lowerOperands, lower);
    loop.setUpperBound(upperOperands, upper);
  } else if (auto apply = dyn_cast<affine::AffineApplyOp>(op)) {
    auto [map, operands] = compose(apply.getAffineMap(), apply.getMapOperands());
    apply.setMap(map);
    apply.getMapOperandsMutable().assign(operands);
  } else if (auto guard = dyn_cast<affine::AffineIfOp>(op)) {
    IntegerSet set = guard.getIntegerSet();
    AffineMap map = AffineMap::get(set.getNumDims(), set.getNumSymbols(), set.getConstraints(), op->getContext());
    auto [composed, operands] = compose(map, guard.getOperands());
    guard.setConditional(
        IntegerSet::get(composed.getNumDims(), composed.getNumSymbols(), composed.getResults(), set.getEqFlags()),
        operands);
  }
}

void setBounds(affine::AffineForOp loop, AffineMap lower, ArrayRef<Value> lowerOperands, AffineMap upper,
               ArrayRef<Value> upperOperands) {
  loop.setLowerBound(lowerOperands, lower);
  loop.setUpperBound(upperOperands, upper);
  composeOperands(loop);
}

affine::AffineForOp createLoop(OpBuilder &builder, Location location, ir::LoopAttr attribute, int64_t step = 1) {
  auto loop = affine::AffineForOp::create(builder, location, 0, 1, step);
  ir::setLoop(loop, attribute);
  return loop;
}

void moveBody(affine::AffineForOp from, affine::AffineForOp to) {
  to.getBody()->getOperations().splice(to.getBody()->begin(), from.getBody()->getOperations(), from.getBody()->begin(),
                                       std::prev(from.getBody()->end()));
}

// Outer loop over original values: for a lower bound that is a maximum, which no expression of a counter gives.
SplitLoops splitByStep(OpBuilder &builder, affine::AffineForOp loop, int64_t factor, ir::LoopAttr outerName,
                       ir::LoopAttr innerName) {
  MLIRContext *context = loop.getContext();
  int64_t size = factor * loop.getStepAsInt();
  LoopBounds maps = loopBounds(loop);
  auto outer = createLoop(builder, loop.getLoc(), outerName, size);
  setBounds(outer, loop.getLowerBoundMap(), llvm::to_vector(loop.getLowerBoundOperands()), loop.getUpperBoundMap(),
            llvm::to_vector(loop.getUpperBoundOperands()));
  builder.setInsertionPointToStart(outer.getBody());
  auto inner = createLoop(builder, loop.getLoc(), innerName, loop.getStepAsInt());
  SmallVector<Value> values = maps.values;
  AffineExpr start = getAffineDimExpr(values.size(), context);
  values.push_back(outer.getInductionVar());
  SmallVector<AffineExpr> upper{start + size};
  llvm::append_range(upper, maps.upper);
  setBounds(inner, AffineMap::get(values.size(), 0, start, context), values,
            AffineMap::get(values.size(), 0, upper, context), values);
  loop.getInductionVar().replaceAllUsesWith(inner.getInductionVar());
  moveBody(loop, inner);
  return {outer, inner};
}

SplitLoops splitByCount(OpBuilder &builder, affine::AffineForOp loop, int64_t factor, ir::LoopAttr outerName,
                        ir::LoopAttr innerName) {
  MLIRContext *context = loop.getContext();
  int64_t step = loop.getStepAsInt();
  LoopCounts maps = loopCounts(loop);
  ArrayRef<AffineExpr> counts = maps.counts;
  auto outer = createLoop(builder, loop.getLoc(), outerName);
  SmallVector<AffineExpr> blocks;
  for (AffineExpr count : counts)
    blocks.push_back(count.ceilDiv(factor));
  AffineMap zero = AffineMap::getConstantMap(0, context);
  setBounds(outer, zero, {}, AffineMap::get(maps.values.size(), 0, blocks, context), maps.values);

  builder.setInsertionPointToStart(outer.getBody());
  auto inner = createLoop(builder, loop.getLoc(), innerName);
  SmallVector<Value> values = maps.values;
  AffineExpr block = getAffineDimExpr(values.size(), context);
  values.push_back(outer.getInductionVar());
  SmallVector<AffineExpr> upper{getAffineConstantExpr(factor, context)};
  for (AffineExpr count : counts)
    if (!count.isMultipleOf(factor))
      upper.push_back(count - block * factor);
  setBounds(inner, zero, {}, AffineMap::get(values.size(), 0, upper, context), values);

  AffineExpr offset = getAffineDimExpr(values.size(), context);
  values.push_back(inner.getInductionVar());
  Value variable = loop.getInductionVar();
  moveBody(loop, inner);
  replaceVariable(variable, maps.lower + (block * factor + offset) * step, values, inner.getBody());
  return {outer, inner};
}

} // namespace

LoopBounds loopBounds(affine::AffineForOp loop) {
  LoopBounds maps;
  auto add = [&](AffineMap map, ValueRange operands, SmallVector<AffineExpr> &results) {
    SmallVector<AffineExpr> places;
    for (Value operand : operands) {
      places.push_back(getAffineDimExpr(maps.values.size(), loop.getContext()));
      maps.values.push_back(operand);
    }
    ArrayRef<AffineExpr> all = places;
    for (AffineExpr expression : map.getResults())
      results.push_back(
          expression.replaceDimsAndSymbols(all.take_front(map.getNumDims()), all.drop_front(map.getNumDims())));
  };
  add(loop.getLowerBoundMap(), loop.getLowerBoundOperands(), maps.lower);
  add(loop.getUpperBoundMap(), loop.getUpperBoundOperands(), maps.upper);
  return maps;
}

void setBounds(affine::AffineForOp loop, const LoopBounds &bounds) {
  auto mapOf = [&](ArrayRef<AffineExpr> results) {
    return AffineMap::get(bounds.values.size(), 0, results, loop.getContext());
  };
  setBounds(loop, mapOf(bounds.lower), bounds.values, mapOf(bounds.upper), bounds.values);
}

LoopCounts loopCounts(affine::AffineForOp loop) {
  LoopBounds maps = loopBounds(loop);
  LoopCounts result{maps.values, maps.lower.front(), {}};
  if (auto constant = analysis::tripCount(loop))
    result.counts.push_back(getAffineConstantExpr(*constant, loop.getContext()));
  else
    for (AffineExpr upper : maps.upper)
      result.counts.push_back((upper - maps.lower.front()).ceilDiv(loop.getStepAsInt()));
  return result;
}

void replaceVariable(Value variable, AffineExpr expression, ArrayRef<Value> values, Block *body) {
  if (variable.use_empty())
    return;
  OpBuilder builder(body, body->begin());
  AffineMap map = AffineMap::get(values.size(), 0, expression, variable.getContext());
  SmallVector<Value> operands(values);
  affine::fullyComposeAffineMapAndOperands(&map, &operands);
  affine::canonicalizeMapAndOperands(&map, &operands);
  auto apply = affine::AffineApplyOp::create(builder, variable.getLoc(), map, operands);
  variable.replaceAllUsesWith(apply);
  // An apply may use another one twice, and reach one user by two ways: each is composed once and erased at the end.
  llvm::SetVector<Operation *> users;
  users.insert_range(apply->getUsers());
  SmallVector<affine::AffineApplyOp> applies{apply};
  for (size_t i = 0; i < users.size(); ++i) {
    composeOperands(users[i]);
    if (auto inner = dyn_cast<affine::AffineApplyOp>(users[i])) {
      applies.push_back(inner);
      users.insert_range(inner->getUsers());
    }
  }
  for (bool erased = true; erased;) {
    erased = false;
    for (affine::AffineApplyOp &each : applies)
      if (each && each->use_empty()) {
        each->erase();
        each = {};
        erased = true;
      }
  }
}

affine::AffineForOp countFromZero(affine::AffineForOp loop) {
  LoopCounts counts = loopCounts(loop);
  OpBuilder builder(loop);
  auto counter = affine::AffineForOp::create(builder, loop.getLoc(), 0, 1);
  counter->setDiscardableAttrs(llvm::to_vector(loop->getDiscardableAttrs()));
  setBounds(counter, {counts.values, {getAffineConstantExpr(0, loop.getContext())}, counts.counts});
  SmallVector<Value> values = counts.values;
  AffineExpr number = getAffineDimExpr(values.size(), loop.getContext());
  values.push_back(counter.getInductionVar());
  Value variable = loop.getInductionVar();
  int64_t step = loop.getStepAsInt();
  moveBody(loop, counter);
  replaceVariable(variable, counts.lower + number * step, values, counter.getBody());
  loop.erase();
  return counter;
}

SplitLoops splitLoop(StepContext &context, affine::AffineForOp loop, int64_t factor) {
  auto function = loop->getParentOfType<func::FuncOp>();
  ir::LoopAttr attribute = ir::loopOf(loop);
  auto named = [&](const char *suffix, bool parallel) {
    return ir::LoopAttr::get(loop.getContext(), context.freshId(function), attribute.getName().str() + suffix, 0, 0,
                             parallel);
  };
  ir::LoopAttr outerName = named(".outer", attribute.getParallel());
  ir::LoopAttr innerName = named(".inner", false);
  OpBuilder builder(loop);
  SplitLoops loops = loop.getLowerBoundMap().getNumResults() == 1
                         ? splitByCount(builder, loop, factor, outerName, innerName)
                         : splitByStep(builder, loop, factor, outerName, innerName);
  loop.erase();
  return loops;
}

affine::AffineForOp firstIteration(StepContext &context, OpBuilder &builder, affine::AffineForOp loop) {
  constexpr int64_t beyond = 1 << 30; // further than any loop over an array goes
  auto name = ir::LoopAttr::get(loop.getContext(), context.freshId(loop->getParentOfType<func::FuncOp>()),
                                ir::loopOf(loop).getName().str() + ".first", 0, 0, false);
  auto once = createLoop(builder, loop.getLoc(), name, beyond);
  setBounds(once, loop.getLowerBoundMap(), llvm::to_vector(loop.getLowerBoundOperands()), loop.getUpperBoundMap(),
            llvm::to_vector(loop.getUpperBoundOperands()));
  return once;
}

} // namespace allo::schedule
