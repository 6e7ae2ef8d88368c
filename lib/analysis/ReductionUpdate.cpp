#include "analysis/ReductionUpdate.h"

#include "ir/Reassociation.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace allo::analysis {
namespace {

std::optional<ReductionKind> kindOf(Operation *op) {
  return llvm::TypeSwitch<Operation *, std::optional<ReductionKind>>(op)
      .Case<arith::AddIOp, arith::SubIOp>([](auto) { return ReductionKind::add; })
      .Case<arith::MulIOp>([](auto) { return ReductionKind::multiply; })
      .Case<arith::AndIOp>([](auto) { return ReductionKind::bitAnd; })
      .Case<arith::OrIOp>([](auto) { return ReductionKind::bitOr; })
      .Case<arith::XOrIOp>([](auto) { return ReductionKind::bitXor; })
      .Case<arith::MinSIOp>([](auto) { return ReductionKind::minSigned; })
      .Case<arith::MaxSIOp>([](auto) { return ReductionKind::maxSigned; })
      .Case<arith::MinUIOp>([](auto) { return ReductionKind::minUnsigned; })
      .Case<arith::MaxUIOp>([](auto) { return ReductionKind::maxUnsigned; })
      .Case<arith::AddFOp, arith::SubFOp>([](auto) { return ReductionKind::addFloat; })
      .Case<arith::MulFOp>([](auto) { return ReductionKind::multiplyFloat; })
      .Case<arith::MinNumFOp>([](auto) { return ReductionKind::minFloat; })
      .Case<arith::MaxNumFOp>([](auto) { return ReductionKind::maxFloat; })
      .Default([](Operation *) { return std::nullopt; });
}

// Truncation after the operation commutes with these kinds; it does not with min and max.
bool survivesTruncation(ReductionKind kind) {
  switch (kind) {
  case ReductionKind::add:
  case ReductionKind::multiply:
  case ReductionKind::bitAnd:
  case ReductionKind::bitOr:
  case ReductionKind::bitXor:
  case ReductionKind::addFloat: // marked: the rounding of each step is one more that the order moves
  case ReductionKind::multiplyFloat:
    return true;
  default:
    return false;
  }
}

bool sameElement(Operation *load, Operation *store) {
  if (auto affineLoad = dyn_cast<affine::AffineLoadOp>(load)) {
    auto affineStore = dyn_cast<affine::AffineStoreOp>(store);
    return affineStore && affineLoad.getMemRef() == affineStore.getMemRef() &&
           affineLoad.getAffineMap() == affineStore.getAffineMap() &&
           llvm::equal(affineLoad.getMapOperands(), affineStore.getMapOperands());
  }
  if (auto plainLoad = dyn_cast<memref::LoadOp>(load)) {
    auto plainStore = dyn_cast<memref::StoreOp>(store);
    return plainStore && plainLoad.getMemRef() == plainStore.getMemRef() &&
           llvm::equal(plainLoad.getIndices(), plainStore.getIndices());
  }
  return false;
}

Value storedValue(Operation *store) {
  if (auto affineStore = dyn_cast<affine::AffineStoreOp>(store))
    return affineStore.getValue();
  if (auto plainStore = dyn_cast<memref::StoreOp>(store))
    return plainStore.getValue();
  return {};
}

// Nothing between the two may write memory: the update is one step for everybody else.
bool nothingWritesBetween(Operation *load, Operation *store) {
  for (Operation *op = load->getNextNode(); op && op != store; op = op->getNextNode())
    if (!isMemoryEffectFree(op) && !isa<affine::AffineLoadOp, memref::LoadOp>(op))
      return false;
  return true;
}

//===-- Minimum and maximum, as comparisons ---------------------------------------------------------------------===//

// The kind of `compare(left, right) ? left : right`; empty for equality.
std::optional<ReductionKind> kindOfSmaller(Operation *compare) {
  if (auto integers = dyn_cast<arith::CmpIOp>(compare))
    switch (integers.getPredicate()) {
    case arith::CmpIPredicate::slt:
    case arith::CmpIPredicate::sle:
      return ReductionKind::minSigned;
    case arith::CmpIPredicate::sgt:
    case arith::CmpIPredicate::sge:
      return ReductionKind::maxSigned;
    case arith::CmpIPredicate::ult:
    case arith::CmpIPredicate::ule:
      return ReductionKind::minUnsigned;
    case arith::CmpIPredicate::ugt:
    case arith::CmpIPredicate::uge:
      return ReductionKind::maxUnsigned;
    default:
      return std::nullopt;
    }
  if (auto floats = dyn_cast<arith::CmpFOp>(compare))
    switch (floats.getPredicate()) {
    case arith::CmpFPredicate::OLT:
    case arith::CmpFPredicate::OLE:
    case arith::CmpFPredicate::ULT:
    case arith::CmpFPredicate::ULE:
      return ReductionKind::minFloat;
    case arith::CmpFPredicate::OGT:
    case arith::CmpFPredicate::OGE:
    case arith::CmpFPredicate::UGT:
    case arith::CmpFPredicate::UGE:
      return ReductionKind::maxFloat;
    default:
      return std::nullopt;
    }
  return std::nullopt;
}

ReductionKind opposite(ReductionKind kind) {
  switch (kind) {
  case ReductionKind::minSigned:
    return ReductionKind::maxSigned;
  case ReductionKind::maxSigned:
    return ReductionKind::minSigned;
  case ReductionKind::minUnsigned:
    return ReductionKind::maxUnsigned;
  case ReductionKind::maxUnsigned:
    return ReductionKind::minUnsigned;
  case ReductionKind::minFloat:
    return ReductionKind::maxFloat;
  case ReductionKind::maxFloat:
    return ReductionKind::minFloat;
  default:
    return kind;
  }
}

// The two sides of a comparison. Integers that were extended alike before it compare as themselves; the kind follows
// from how.
struct Comparison {
  Value left, right;
  ReductionKind smaller; // of `compare ? left : right`
};

std::optional<Comparison> comparisonOf(Operation *compare) {
  std::optional<ReductionKind> kind = compare ? kindOfSmaller(compare) : std::nullopt;
  if (!kind)
    return std::nullopt;
  Comparison comparison{compare->getOperand(0), compare->getOperand(1), *kind};
  Operation *left = comparison.left.getDefiningOp(), *right = comparison.right.getDefiningOp();
  bool isSigned = left && right && isa<arith::ExtSIOp>(left) && isa<arith::ExtSIOp>(right);
  bool isUnsigned = left && right && isa<arith::ExtUIOp>(left) && isa<arith::ExtUIOp>(right);
  if ((!isSigned && !isUnsigned) || left->getOperand(0).getType() != right->getOperand(0).getType())
    return comparison;
  bool isMinimum = *kind == ReductionKind::minSigned || *kind == ReductionKind::minUnsigned;
  bool comparesUnsigned = *kind == ReductionKind::minUnsigned || *kind == ReductionKind::maxUnsigned;
  if (isSigned && comparesUnsigned)
    return comparison;
  comparison.left = left->getOperand(0);
  comparison.right = right->getOperand(0);
  if (isUnsigned)
    comparison.smaller = isMinimum ? ReductionKind::minUnsigned : ReductionKind::maxUnsigned;
  return comparison;
}

bool readsOnly(Operation &op) { return isMemoryEffectFree(&op) || isa<affine::AffineLoadOp, memref::LoadOp>(op); }

// Whether two values are the same number: one value, or the same computation on elements that nothing writes between.
// `earlier` stands before the branch in which `later` stands, and which writes nothing before it.
bool areSameNumber(Value earlier, Value later, Operation *branch, unsigned depth = 8) {
  if (earlier == later)
    return true;
  Operation *left = earlier.getDefiningOp(), *right = later.getDefiningOp();
  if (depth == 0 || !left || !right || left->getName() != right->getName() || left->getNumResults() != 1 ||
      left->getNumRegions() != 0 || left->getAttrDictionary() != right->getAttrDictionary() ||
      left->getNumOperands() != right->getNumOperands())
    return false;
  if (isa<affine::AffineLoadOp, memref::LoadOp>(left))
    return left->getOperands() == right->getOperands() && left->getBlock() == branch->getBlock() &&
           nothingWritesBetween(left, branch) && right->getParentOp() == branch;
  if (!isMemoryEffectFree(left))
    return false;
  return llvm::all_of(llvm::zip(left->getOperands(), right->getOperands()), [&](auto pair) {
    return areSameNumber(std::get<0>(pair), std::get<1>(pair), branch, depth - 1);
  });
}

bool isElementLoad(Value value, Operation *store) {
  Operation *load = value.getDefiningOp();
  return load && isa<affine::AffineLoadOp, memref::LoadOp>(load) && sameElement(load, store);
}

// Every use of the load is one of the operations, or the extension before the first.
bool isSeenBy(Operation *load, ArrayRef<Operation *> users) {
  return llvm::all_of(load->getUsers(), [&](Operation *user) {
    return llvm::is_contained(users, user) ||
           (isa<arith::ExtSIOp, arith::ExtUIOp>(user) && user->hasOneUse() && *user->user_begin() == users.front());
  });
}

// The comparison of a choice, and the other operations of its condition: `a <= b || isnan(b)`, as fmin has it, chooses
// the smaller number too.
Operation *comparisonOfChoice(arith::SelectOp select, SmallVectorImpl<Operation *> &parts) {
  Operation *condition = select.getCondition().getDefiningOp();
  if (!condition || condition->getBlock() != select->getBlock() || !condition->hasOneUse())
    return nullptr;
  parts.push_back(condition);
  if (!isa<arith::OrIOp>(condition))
    return condition;
  Operation *compare = condition->getOperand(0).getDefiningOp();
  auto isNaN = condition->getOperand(1).getDefiningOp<arith::CmpFOp>();
  if (!compare || !isNaN || isNaN.getPredicate() != arith::CmpFPredicate::UNO || isNaN.getLhs() != isNaN.getRhs() ||
      !isa<arith::CmpFOp>(compare) || !llvm::is_contained(compare->getOperands(), isNaN.getLhs()) ||
      !compare->hasOneUse() || !isNaN->hasOneUse() || compare->getBlock() != select->getBlock())
    return nullptr;
  parts.assign({compare, condition, isNaN});
  return compare;
}

std::optional<ReductionUpdate> selectionUpdate(Operation *store) {
  Value value = storedValue(store);
  auto select = value ? value.getDefiningOp<arith::SelectOp>() : arith::SelectOp();
  if (!select || !value.hasOneUse() || select->getBlock() != store->getBlock())
    return std::nullopt;
  SmallVector<Operation *> parts;
  Operation *compare = comparisonOfChoice(select, parts);
  auto comparison = comparisonOf(compare);
  if (!comparison)
    return std::nullopt;
  parts.push_back(select);
  Value left = comparison->left, right = comparison->right;
  bool isStraight = select.getTrueValue() == left && select.getFalseValue() == right;
  bool isCrossed = select.getTrueValue() == right && select.getFalseValue() == left;
  for (Value side : {left, right})
    if ((isStraight || isCrossed) && left != right && isElementLoad(side, store)) {
      Operation *load = side.getDefiningOp();
      if (load->getBlock() == store->getBlock() && isSeenBy(load, parts) && nothingWritesBetween(load, store))
        return ReductionUpdate{
            isStraight ? comparison->smaller : opposite(comparison->smaller), load, store, {compare}, {}};
    }
  return std::nullopt;
}

// The two sides of a comparison that decides a branch, one of them the element that `store` writes.
struct GuardedComparison {
  Operation *compare, *load;
  Value own, other;
  ReductionKind kind; // of `compare ? own : other`
};

std::optional<GuardedComparison> guardedComparison(scf::IfOp branch, Operation *store) {
  Operation *compare = branch.getCondition().getDefiningOp();
  auto comparison = comparisonOf(compare);
  if (!comparison || compare->getBlock() != branch->getBlock() || !compare->hasOneUse())
    return std::nullopt;
  for (bool isLeft : {true, false}) {
    Value own = isLeft ? comparison->left : comparison->right, other = isLeft ? comparison->right : comparison->left;
    Operation *load = own.getDefiningOp();
    if (isElementLoad(own, store) && load->getBlock() == branch->getBlock() && isSeenBy(load, compare) &&
        nothingWritesBetween(load, branch))
      return GuardedComparison{compare, load, own, other, isLeft ? comparison->smaller : opposite(comparison->smaller)};
  }
  return std::nullopt;
}

// if (x < M[f]) M[f] = x;
std::optional<ReductionUpdate> guardedUpdate(Operation *store) {
  auto branch = dyn_cast<scf::IfOp>(store->getParentOp());
  if (!branch || branch->getNumResults() != 0 || !branch.getElseRegion().empty())
    return std::nullopt;
  for (Operation &op : *store->getBlock())
    if (&op != store && !readsOnly(op))
      return std::nullopt;
  auto guard = guardedComparison(branch, store);
  if (!guard || !areSameNumber(guard->other, storedValue(store), branch))
    return std::nullopt;
  return ReductionUpdate{opposite(guard->kind), guard->load, store, {guard->compare}, {}};
}

// M[f] = M[f] < x ? M[f] : x;   whose sides are read again where they are chosen
std::optional<ReductionUpdate> chosenUpdate(Operation *store) {
  Value value = storedValue(store);
  auto branch = value ? value.getDefiningOp<scf::IfOp>() : scf::IfOp();
  if (!branch || branch->getNumResults() != 1 || !value.hasOneUse() || branch->getBlock() != store->getBlock() ||
      !nothingWritesBetween(branch, store))
    return std::nullopt;
  ReductionUpdate update{ReductionKind::add, nullptr, store, {}, {}};
  for (Block *block : {branch.thenBlock(), branch.elseBlock()})
    for (Operation &op : block->without_terminator()) {
      if (!readsOnly(op))
        return std::nullopt;
      if (op.getNumResults() == 1 && isElementLoad(op.getResult(0), store))
        update.readAgain.push_back(&op);
    }
  auto guard = guardedComparison(branch, store);
  if (!guard)
    return std::nullopt;
  Value chosen = branch.thenYield().getOperand(0), otherwise = branch.elseYield().getOperand(0);
  bool isStraight = areSameNumber(guard->own, chosen, branch) && areSameNumber(guard->other, otherwise, branch);
  bool isCrossed = areSameNumber(guard->other, chosen, branch) && areSameNumber(guard->own, otherwise, branch);
  // The element is read again as the side that is chosen, and for nothing else.
  bool areChosen = llvm::all_of(update.readAgain, [&](Operation *load) {
    return load->hasOneUse() && (load->getResult(0) == chosen || load->getResult(0) == otherwise);
  });
  if (isStraight == isCrossed || !areChosen)
    return std::nullopt;
  update.kind = isStraight ? guard->kind : opposite(guard->kind);
  update.load = guard->load;
  update.chain = {guard->compare};
  return update;
}

// An update that compares.
std::optional<ReductionUpdate> comparingUpdate(Operation *store) {
  if (auto update = selectionUpdate(store))
    return update;
  if (auto update = guardedUpdate(store))
    return update;
  return chosenUpdate(store);
}

//===-- Operations ----------------------------------------------------------------------------------------------===//

// The search from a store towards the load of its element: `trunc (op (op (ext load), x), y)`, either operand where the
// operation commutes. Floating-point operations may be required to be marked.
class UpdateSearch {
public:
  UpdateSearch(Operation *store, bool onlyMarked) : store_(store), onlyMarked_(onlyMarked) {}

  std::optional<ReductionUpdate> run() {
    Value value = storedValue(store_);
    if (!value || !value.getType().isIntOrFloat())
      return std::nullopt;
    Operation *load = follow(value, std::nullopt, false);
    if (!load)
      return std::nullopt;
    return ReductionUpdate{*kind_, load, store_, chain_, {}};
  }

private:
  Operation *follow(Value value, std::optional<ReductionKind> kind, bool truncated) {
    Operation *op = value.getDefiningOp();
    if (!op || op->getBlock() != store_->getBlock() || !value.hasOneUse())
      return nullptr;
    if (isa<affine::AffineLoadOp, memref::LoadOp>(op)) {
      bool completes = kind && sameElement(op, store_) && nothingWritesBetween(op, store_) &&
                       (!truncated || survivesTruncation(*kind));
      if (completes)
        kind_ = kind;
      return completes ? op : nullptr;
    }
    if (isa<arith::TruncIOp, arith::TruncFOp>(op) && !kind)
      return follow(op->getOperand(0), kind, true);
    if (isa<arith::ExtSIOp, arith::ExtUIOp, arith::ExtFOp>(op) && kind && truncated)
      return follow(op->getOperand(0), kind, truncated);
    std::optional<ReductionKind> here = kindOf(op);
    if (!here || (kind && *kind != *here))
      return nullptr;
    if (onlyMarked_ && isa<FloatType>(value.getType()) && !ir::isReassociable(op))
      return nullptr;
    Operation *load = follow(op->getOperand(0), here, truncated);
    if (!load && !isa<arith::SubIOp, arith::SubFOp>(op))
      load = follow(op->getOperand(1), here, truncated);
    if (load)
      chain_.push_back(op);
    return load;
  }

  Operation *store_;
  bool onlyMarked_;
  std::optional<ReductionKind> kind_;
  llvm::SmallVector<Operation *, 2> chain_;
};

bool isFloating(ReductionKind kind) { return kind >= ReductionKind::addFloat; }

} // namespace

std::optional<ReductionUpdate> reductionUpdateOf(Operation *store) {
  if (auto update = UpdateSearch(store, true).run())
    return update;
  auto update = comparingUpdate(store);
  if (update && isFloating(update->kind) && !ir::isReassociable(update->chain.front()))
    return std::nullopt;
  return update;
}

std::optional<ReductionUpdate> floatingUpdateOf(Operation *store) {
  auto update = UpdateSearch(store, false).run();
  if (!update)
    update = comparingUpdate(store);
  return update && isFloating(update->kind) ? update : std::nullopt;
}

std::vector<Value> reassociatedMemories(ModuleOp module) {
  llvm::SetVector<Value> memories;
  module.walk([&](Operation *op) {
    if (!isa<affine::AffineStoreOp, memref::StoreOp>(op))
      return;
    if (auto update = floatingUpdateOf(op); update && llvm::all_of(update->chain, ir::isReassociable))
      memories.insert(op->getOperand(1));
  });
  return {memories.begin(), memories.end()};
}

} // namespace allo::analysis
