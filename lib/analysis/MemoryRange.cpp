// Ranges of what memories hold: the stores to the array wherever it goes, to a fixpoint where they depend on the array
// itself, and sums by how often they are added to.
#include "analysis/SameArray.h"
#include "analysis/TripCount.h"
#include "analysis/ValueRange.h"
#include "ir/CTypes.h"
#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace allo::analysis {

namespace {
Value storedValue(Operation *store) { return store->getOperand(0); }

bool isStore(Operation *op) { return isa<affine::AffineStoreOp, memref::StoreOp>(op); }
bool isLoad(Operation *op) { return isa<affine::AffineLoadOp, memref::LoadOp>(op); }

Value memoryOf(Operation *access) { return isStore(access) ? access->getOperand(1) : access->getOperand(0); }

bool isSameElement(Operation *load, Operation *store) {
  if (memoryOf(load) != memoryOf(store) ||
      !llvm::equal(load->getOperands().drop_front(1), store->getOperands().drop_front(2)))
    return false;
  auto affineLoad = dyn_cast<affine::AffineLoadOp>(load);
  auto affineStore = dyn_cast<affine::AffineStoreOp>(store);
  if (!affineLoad || !affineStore)
    return isa<memref::LoadOp>(load) && isa<memref::StoreOp>(store);
  return affineLoad.getAffineMap() == affineStore.getAffineMap();
}

// Whether the element that the store names tells the value of the loop's variable, the other variables being as they
// are: one subscript is the variable, times a number, plus a number.
bool isToldByElement(Operation *loop, Operation *store) {
  auto access = dyn_cast<affine::AffineStoreOp>(store);
  auto affineLoop = dyn_cast<affine::AffineForOp>(loop);
  if (!access || !affineLoop)
    return false;
  AffineMap map = access.getAffineMap();
  for (AffineExpr subscript : map.getResults()) {
    bool isOther = false;
    std::optional<unsigned> only;
    subscript.walk([&](AffineExpr part) {
      auto binary = dyn_cast<AffineBinaryOpExpr>(part);
      auto dimension = dyn_cast<AffineDimExpr>(part);
      isOther |= isa<AffineSymbolExpr>(part) || (binary && !binary.isPureAffine()) ||
                 (binary && binary.getKind() != AffineExprKind::Add && binary.getKind() != AffineExprKind::Mul) ||
                 (dimension && only.value_or(dimension.getPosition()) != dimension.getPosition());
      if (dimension)
        only = dimension.getPosition();
    });
    if (!only || isOther || access.getMapOperands()[*only] != affineLoop.getInductionVar())
      continue;
    // Written with the variable, it may have it cancelled (i - i).
    AffineExpr dimension = getAffineDimExpr(*only, map.getContext());
    AffineExpr slope = simplifyAffineExpr(subscript.replace(dimension, dimension + 1) - subscript, map.getNumDims(), 0);
    if (auto constant = dyn_cast<AffineConstantExpr>(slope); constant && constant.getValue() != 0)
      return true;
  }
  return false;
}
} // namespace

std::optional<SmallVector<Operation *>> ValueRanges::storesTo(ArrayRef<Value> memories) {
  SmallVector<Operation *> stores;
  for (Value memory : memories) {
    if (auto argument = dyn_cast<BlockArgument>(memory))
      if (cast<func::FuncOp>(argument.getOwner()->getParentOp())->hasAttr(ir::topAttrName))
        return std::nullopt;
    for (OpOperand &use : memory.getUses()) {
      Operation *op = use.getOwner();
      if (isStore(op)) {
        stores.push_back(op);
      } else if (auto call = dyn_cast<func::CallOp>(op)) {
        auto callee = module_.lookupSymbol<func::FuncOp>(call.getCallee());
        if (!callee || callee.isExternal())
          return std::nullopt;
      } else if (!isLoad(op)) {
        return std::nullopt;
      }
    }
  }
  return stores;
}

// The values that a table or a static variable begins with.
std::optional<ConstantIntRanges> ValueRanges::initialValues(ArrayRef<Value> memories) {
  std::optional<Range> all;
  for (Value memory : memories) {
    auto fetch = memory.getDefiningOp<memref::GetGlobalOp>();
    auto global = fetch ? module_.lookupSymbol<memref::GlobalOp>(fetch.getName()) : memref::GlobalOp();
    auto values =
        global ? dyn_cast_or_null<DenseIntElementsAttr>(global.getInitialValueAttr()) : DenseIntElementsAttr();
    if (!values)
      continue;
    for (const APInt &value : values.getValues<APInt>())
      all = all ? all->rangeUnion(Range::constant(value)) : Range::constant(value);
    break;
  }
  return all;
}

ConstantIntRanges ValueRanges::ofMemory(Value memory) {
  Type element = cast<MemRefType>(memory.getType()).getElementType();
  Range anything = Range::maxRange(Range::getStorageBitwidth(element));
  if (!element.isInteger())
    return anything;
  SmallVector<Value> memories;
  if (!keys_.count(memory)) {
    memories = sameArray(module_, memory);
    for (Value other : memories)
      keys_[other] = memory;
  }
  Value key = keys_[memory];
  if (auto found = assumedHeld_.find(key); found != assumedHeld_.end()) {
    consulted_.insert(key);
    return found->second;
  }
  if (assumedHeld_.empty())
    if (auto found = known_.find(key); found != known_.end())
      return found->second;
  if (--budget_ < 0)
    return anything;
  if (memories.empty())
    memories = sameArray(module_, key);
  // What a branch says about values of this moment does not hold for stores elsewhere.
  DenseMap<Value, Range> outside = std::exchange(assumed_, DenseMap<Value, Range>());
  DenseSet<Value> inProgress = std::exchange(inProgress_, DenseSet<Value>());
  std::optional<SmallVector<Operation *>> stores = storesTo(memories);
  Range range = stores ? ofStores(key, *stores, initialValues(memories), memories) : anything;
  assumed_ = std::move(outside);
  inProgress_ = std::move(inProgress);
  if (assumedHeld_.empty())
    known_.insert_or_assign(key, range);
  return range;
}

ConstantIntRanges ValueRanges::ofStores(Value key, ArrayRef<Operation *> stores, std::optional<Range> initial,
                                        ArrayRef<Value> memories) {
  Range whole = Range::maxRange(cast<MemRefType>(key.getType()).getElementTypeBitWidth());
  auto joined = [](const std::optional<Range> &left, const Range &right) {
    return left ? left->rangeUnion(right) : right;
  };
  // Stores that do not depend on what the array holds.
  std::optional<Range> base = initial;
  SmallVector<Operation *> dependent;
  assumedHeld_.insert_or_assign(key, whole);
  for (Operation *store : stores) {
    consulted_.erase(key);
    Range range = at(storedValue(store), store);
    if (consulted_.contains(key))
      dependent.push_back(store);
    else
      base = joined(base, range);
  }
  auto step = [&](const Range &held) {
    assumedHeld_.insert_or_assign(key, held);
    Range next = *base;
    for (Operation *store : dependent)
      next = next.rangeUnion(at(storedValue(store), store));
    return next;
  };
  Range result = base.value_or(whole);
  bool isFixpoint = dependent.empty() || !base;
  for (int i = 0; i < 4 && !isFixpoint; ++i) { // upwards: maxima, copies
    Range next = result.rangeUnion(step(result));
    isFixpoint = next == result;
    result = next;
  }
  if (!isFixpoint) { // downwards: masks, remainders, bounded sums
    result = step(whole);
    result = step(result);
    if (std::optional<Range> sums = ofSums(dependent, *base, memories))
      result = result.intersection(*sums);
  }
  assumedHeld_.erase(key);
  return result;
}

//===-- Sums ------------------------------------------------------------------------------------------------------===//

std::optional<ConstantIntRanges> ValueRanges::ofSums(ArrayRef<Operation *> updates, const Range &base,
                                                     ArrayRef<Value> memories) {
  ir::CType type = ir::variableOf(memories.front()).getType().getValue();
  unsigned width = ir::bitWidth(type);
  bool isSigned = ir::isSigned(type);
  if (width > 62)
    return std::nullopt;
  SmallVector<Operation *> loads(updates.size());
  SmallVector<std::pair<int64_t, int64_t>> increments;
  bool perElement = true; // a sum of one element never goes into another
  for (auto [i, update] : llvm::enumerate(updates)) {
    Bounds added = incrementOf(update, memories, isSigned, loads[i]);
    if (!added)
      return std::nullopt;
    increments.push_back(*added);
    perElement &= isSameElement(loads[i], update);
  }
  __int128 low = isSigned ? base.smin().getSExtValue() : static_cast<int64_t>(base.umin().getZExtValue());
  __int128 high = isSigned ? base.smax().getSExtValue() : static_cast<int64_t>(base.umax().getZExtValue());
  for (auto [i, update] : llvm::enumerate(updates)) {
    std::optional<int64_t> count = executions(update, memories, perElement);
    if (!count)
      return std::nullopt;
    low += __int128(*count) * std::min<int64_t>(increments[i].first, 0);
    high += __int128(*count) * std::max<int64_t>(increments[i].second, 0);
    // Beyond the type the sum wraps and may be anything.
    __int128 least = isSigned ? -(__int128(1) << (width - 1)) : 0;
    __int128 most = (__int128(1) << (isSigned ? width - 1 : width)) - 1;
    if (low < least || high > most)
      return std::nullopt;
  }
  return Range::range(APInt(width, static_cast<int64_t>(low), true), APInt(width, static_cast<int64_t>(high), isSigned),
                      isSigned);
}

ValueRanges::Bounds ValueRanges::incrementOf(Operation *update, ArrayRef<Value> memories, bool isSigned,
                                             Operation *&load) {
  unsigned width = storedValue(update).getType().getIntOrFloatBitWidth();
  return addedTo(storedValue(update), memories, isSigned, width, load);
}

// Follows sums, extensions and the last truncation to the one load of the array. Each part counts by itself, so that
// sums of some of the parts are within the bounds too.
ValueRanges::Bounds ValueRanges::addedTo(Value value, ArrayRef<Value> memories, bool isSigned, unsigned width,
                                         Operation *&load) {
  Operation *op = value.getDefiningOp();
  if (!op || value.getType().getIntOrFloatBitWidth() < width)
    return {};
  if (isLoad(op)) {
    if (!llvm::is_contained(memories, memoryOf(op)))
      return {};
    load = op;
    return std::pair<int64_t, int64_t>(0, 0);
  }
  if (isa<arith::TruncIOp>(op) || (isSigned ? isa<arith::ExtSIOp>(op) : isa<arith::ExtUIOp>(op)))
    return addedTo(op->getOperand(0), memories, isSigned, width, load);
  if (!isa<arith::AddIOp, arith::SubIOp>(op))
    return {};
  for (unsigned side = 0; side < (isa<arith::AddIOp>(op) ? 2u : 1u); ++side) {
    Bounds rest = addedTo(op->getOperand(side), memories, isSigned, width, load);
    Range added = at(op->getOperand(1 - side), op);
    if (!rest || added.smin().getSignificantBits() > 62 || added.smax().getSignificantBits() > 62)
      continue;
    int64_t low = added.smin().getSExtValue(), high = added.smax().getSExtValue();
    if (isa<arith::SubIOp>(op))
      std::tie(low, high) = std::pair(-high, -low);
    int64_t least, most;
    if (llvm::AddOverflow<int64_t>(rest->first, std::min<int64_t>(low, 0), least) ||
        llvm::AddOverflow<int64_t>(rest->second, std::max<int64_t>(high, 0), most))
      continue;
    return std::pair(least, most);
  }
  return {};
}

// Iterations of one execution of the loop, at most: by the values of its variable where the count varies.
std::optional<int64_t> ValueRanges::mostTrips(Operation *loop) {
  if (std::optional<int64_t> trips = tripCount(loop))
    return trips;
  auto affineLoop = dyn_cast<affine::AffineForOp>(loop);
  if (!affineLoop)
    return std::nullopt;
  Bounds variable = ofIndex(affineLoop.getInductionVar());
  int64_t last;
  if (!variable || llvm::SubOverflow<int64_t>(variable->second, variable->first, last) || last == INT64_MAX)
    return std::nullopt;
  return last / affineLoop.getStepAsInt() + 1;
}

std::optional<int64_t> ValueRanges::executions(Operation *op, ArrayRef<Value> memories, bool perElement) {
  auto function = op->getParentOfType<func::FuncOp>();
  SmallVector<Value> local;
  bool isPassed = false; // into this function
  for (Value memory : memories) {
    if (memory.getDefiningOp<memref::GetGlobalOp>())
      return std::nullopt; // from run to run
    auto argument = dyn_cast<BlockArgument>(memory);
    isPassed |= argument && argument.getOwner()->getParentOp() == function;
    if (!argument && memory.getDefiningOp()->getParentOfType<func::FuncOp>() == function)
      local.push_back(memory);
  }
  int64_t count = 1;
  for (Operation *outer = op; outer != function; outer = outer->getParentOp()) {
    if (local.size() == 1 && !isPassed && outer->getBlock() == local.front().getParentBlock())
      return count; // a new array each time
    Operation *parent = outer->getParentOp();
    if (!ir::isLoop(parent) || (perElement && isStore(op) && isToldByElement(parent, op)))
      continue;
    std::optional<int64_t> trips = mostTrips(parent);
    if (!trips || llvm::MulOverflow<int64_t>(count, *trips, count))
      return std::nullopt;
  }
  if (!isPassed)
    return count;
  int64_t calls = 0;
  bool isKnown = true;
  module_.walk([&](func::CallOp call) {
    if (call.getCallee() != function.getSymName())
      return;
    std::optional<int64_t> here = executions(call, memories, false);
    isKnown = isKnown && here && !llvm::AddOverflow<int64_t>(calls, *here, calls);
  });
  int64_t all;
  if (!isKnown || llvm::MulOverflow<int64_t>(count, calls, all))
    return std::nullopt;
  return all;
}

} // namespace allo::analysis
