#include "analysis/ReductionUpdate.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

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
      .Default([](Operation *) { return std::nullopt; });
}

// Truncation after the operation commutes with these kinds; it does not with min and max.
bool survivesTruncation(ReductionKind kind) {
  return kind == ReductionKind::add || kind == ReductionKind::multiply || kind == ReductionKind::bitAnd ||
         kind == ReductionKind::bitOr || kind == ReductionKind::bitXor;
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

} // namespace

std::optional<ReductionUpdate> reductionUpdateOf(Operation *store) {
  Value value = storedValue(store);
  if (!value || !value.getType().isInteger())
    return std::nullopt;
  std::optional<ReductionKind> kind;
  bool truncated = false;
  SmallVector<Value> work{value};
  // Follows the chain towards the load: `trunc (op (op (ext load), x), y)`, either operand where the operation
  // commutes.
  while (!work.empty()) {
    Value current = work.pop_back_val();
    Operation *op = current.getDefiningOp();
    if (!op || op->getBlock() != store->getBlock() || !current.hasOneUse())
      continue;
    if (isa<affine::AffineLoadOp, memref::LoadOp>(op)) {
      if (kind && sameElement(op, store) && nothingWritesBetween(op, store) &&
          (!truncated || survivesTruncation(*kind)))
        return ReductionUpdate{*kind, op, store};
      continue;
    }
    if (isa<arith::TruncIOp>(op) && !kind) {
      truncated = true;
      work.push_back(op->getOperand(0));
      continue;
    }
    if (isa<arith::ExtSIOp, arith::ExtUIOp>(op) && kind && truncated) {
      work.push_back(op->getOperand(0));
      continue;
    }
    std::optional<ReductionKind> here = kindOf(op);
    if (!here || (kind && *kind != *here))
      continue;
    kind = here;
    if (!isa<arith::SubIOp>(op))
      work.push_back(op->getOperand(1));
    work.push_back(op->getOperand(0));
  }
  return std::nullopt;
}

} // namespace allo::analysis
