#include "lang/Privatise.h"

#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;

namespace allo::lang {

namespace {
bool isStoreTo(Operation *op, Value memory) {
  if (auto store = dyn_cast<affine::AffineStoreOp>(op))
    return store.getMemRef() == memory && store.getValueToStore() != memory;
  if (auto store = dyn_cast<memref::StoreOp>(op))
    return store.getMemRef() == memory;
  return false;
}

void eraseUnused(SmallVector<Operation *> candidates) {
  while (!candidates.empty()) {
    Operation *op = candidates.pop_back_val();
    if (!op || !isOpTriviallyDead(op))
      continue;
    SmallVector<Operation *> producers;
    for (Value operand : op->getOperands())
      if (Operation *producer = operand.getDefiningOp(); producer && !llvm::is_contained(producers, producer))
        producers.push_back(producer);
    llvm::erase(candidates, op);
    op->erase();
    candidates.append(producers);
  }
}
} // namespace

void removeUnreadScalars(func::FuncOp function) {
  SmallVector<memref::AllocaOp> scalars;
  function.walk([&](memref::AllocaOp op) {
    if (op.getType().getRank() == 0)
      scalars.push_back(op);
  });
  for (memref::AllocaOp scalar : scalars) {
    if (!llvm::all_of(scalar->getUsers(), [&](Operation *user) { return isStoreTo(user, scalar); }))
      continue;
    SmallVector<Operation *> producers;
    for (Operation *user : llvm::make_early_inc_range(scalar->getUsers())) {
      Operation *producer = user->getOperand(0).getDefiningOp();
      if (producer && !llvm::is_contained(producers, producer))
        producers.push_back(producer);
      user->erase();
    }
    scalar.erase();
    eraseUnused(producers);
  }
}

namespace {
// The innermost region that holds all uses of a memory.
Region *commonRegion(Value memory) {
  Region *common = nullptr;
  for (Operation *user : memory.getUsers()) {
    Region *region = user->getParentRegion();
    if (!common)
      common = region;
    while (!common->isAncestor(region))
      common = common->getParentRegion();
  }
  return common;
}
} // namespace

void removeDeadValues(func::FuncOp function) {
  SmallVector<Operation *> dead;
  function.walk([&](Operation *op) {
    if (op->getNumRegions() == 0 && isOpTriviallyDead(op))
      dead.push_back(op);
  });
  eraseUnused(dead);
}

void sinkPrivateScalars(func::FuncOp function) {
  SmallVector<memref::AllocaOp> scalars;
  function.walk([&](memref::AllocaOp op) {
    if (op.getType().getRank() == 0 && !op->use_empty())
      scalars.push_back(op);
  });
  for (memref::AllocaOp scalar : scalars) {
    // Regions further out hold only the one operation that holds this region, so this is the only place to check.
    Region *region = commonRegion(scalar);
    if (region == scalar->getParentRegion())
      continue;
    Block &block = region->front();
    for (Operation &op : block) {
      if (llvm::none_of(scalar->getUsers(), [&](Operation *user) { return op.isAncestor(user); }))
        continue;
      if (isStoreTo(&op, scalar))
        scalar->moveBefore(&block, block.begin());
      break;
    }
  }
}

void inferConstParameters(func::FuncOp function) {
  auto module = function->getParentOfType<ModuleOp>();
  for (unsigned i = 0; i < function.getNumArguments(); ++i) {
    BlockArgument argument = function.getArgument(i);
    auto variable = function.getArgAttrOfType<ir::VariableAttr>(i, ir::varAttrName);
    if (!isa<MemRefType>(argument.getType()) || variable.getIsConst())
      continue;
    bool writes = llvm::any_of(argument.getUses(), [&](OpOperand &use) {
      if (isStoreTo(use.getOwner(), argument))
        return true;
      auto call = dyn_cast<func::CallOp>(use.getOwner());
      if (!call)
        return false;
      auto callee = module.lookupSymbol<func::FuncOp>(call.getCallee());
      return !callee.getArgAttrOfType<ir::VariableAttr>(use.getOperandNumber(), ir::varAttrName).getIsConst();
    });
    if (!writes)
      function.setArgAttr(
          i, ir::varAttrName,
          ir::VariableAttr::get(function.getContext(), variable.getId(), variable.getName(), variable.getType(), true));
  }
}

} // namespace allo::lang
