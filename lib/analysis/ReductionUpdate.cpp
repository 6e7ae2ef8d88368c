#include "analysis/ReductionUpdate.h"

#include "ir/Reassociation.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
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
    return ReductionUpdate{*kind_, load, store_, chain_};
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

} // namespace

std::optional<ReductionUpdate> reductionUpdateOf(Operation *store) { return UpdateSearch(store, true).run(); }

std::optional<ReductionUpdate> floatingUpdateOf(Operation *store) {
  auto update = UpdateSearch(store, false).run();
  return update && isa<FloatType>(update->chain.front()->getResult(0).getType()) ? update : std::nullopt;
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
