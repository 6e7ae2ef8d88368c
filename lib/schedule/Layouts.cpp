// Follows arrays through calls and rewrites their types.
#include "schedule/Layouts.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringMap.h"

using namespace mlir;

namespace allo::schedule {

namespace {
// Where the functions are called and the tables are fetched.
struct SymbolUses {
  llvm::StringMap<func::FuncOp> functions;
  llvm::StringMap<SmallVector<func::CallOp>> calls;
  llvm::StringMap<SmallVector<memref::GetGlobalOp>> fetches;

  explicit SymbolUses(ModuleOp module) {
    for (auto function : module.getOps<func::FuncOp>())
      functions[function.getSymName()] = function;
    module.walk([&](func::CallOp call) { calls[call.getCallee()].push_back(call); });
    module.walk([&](memref::GetGlobalOp fetch) { fetches[fetch.getName()].push_back(fetch); });
  }
};
} // namespace

SmallVector<Value> sameArray(ModuleOp module, Value memory) {
  SymbolUses symbols(module);
  llvm::SetVector<Value> found;
  found.insert(memory);
  for (size_t i = 0; i < found.size(); ++i) {
    Value value = found[i];
    for (OpOperand &use : value.getUses())
      if (auto call = dyn_cast<func::CallOp>(use.getOwner()))
        if (func::FuncOp callee = symbols.functions.lookup(call.getCallee()); callee && !callee.isExternal())
          found.insert(callee.getArgument(use.getOperandNumber()));
    if (auto argument = dyn_cast<BlockArgument>(value)) {
      auto function = cast<func::FuncOp>(argument.getOwner()->getParentOp());
      for (func::CallOp call : symbols.calls[function.getSymName()])
        found.insert(call.getOperand(argument.getArgNumber()));
    } else if (auto fetch = value.getDefiningOp<memref::GetGlobalOp>()) {
      for (memref::GetGlobalOp other : symbols.fetches[fetch.getName()])
        found.insert(other.getResult());
    }
  }
  return found.takeVector();
}

SmallVector<ir::PartitionAttr> partitionsOf(MemRefType type) {
  if (auto memory = dyn_cast_or_null<ir::MemoryAttr>(type.getMemorySpace()))
    return SmallVector<ir::PartitionAttr>(memory.getPartitions());
  return SmallVector<ir::PartitionAttr>(type.getRank(),
                                        ir::PartitionAttr::get(type.getContext(), ir::PartitionKind::None, 1));
}

ir::StorageKind storageOf(MemRefType type) {
  auto memory = dyn_cast_or_null<ir::MemoryAttr>(type.getMemorySpace());
  return memory ? memory.getStorage() : ir::StorageKind::Auto;
}

MemRefType withLayout(MemRefType type, ArrayRef<ir::PartitionAttr> partitions, ir::StorageKind storage) {
  bool isDefault = storage == ir::StorageKind::Auto && llvm::all_of(partitions, [](ir::PartitionAttr partition) {
                     return partition.getKind() == ir::PartitionKind::None;
                   });
  Attribute memory;
  if (!isDefault)
    memory = ir::MemoryAttr::get(type.getContext(), partitions, storage);
  return MemRefType::get(type.getShape(), type.getElementType(), MemRefLayoutAttrInterface(), memory);
}

void setType(ModuleOp module, ArrayRef<Value> memories, MemRefType type) {
  for (Value memory : memories) {
    memory.setType(type);
    if (auto argument = dyn_cast<BlockArgument>(memory)) {
      auto function = cast<func::FuncOp>(argument.getOwner()->getParentOp());
      function.setFunctionType(FunctionType::get(module.getContext(), function.getBody().front().getArgumentTypes(),
                                                 function.getResultTypes()));
    } else if (auto fetch = memory.getDefiningOp<memref::GetGlobalOp>()) {
      if (auto global = module.lookupSymbol<memref::GlobalOp>(fetch.getName()))
        global.setType(type);
    }
  }
}

std::string partitionText(ir::PartitionAttr partition) {
  std::string text = ir::stringifyPartitionKind(partition.getKind()).str();
  if (partition.getKind() == ir::PartitionKind::Block || partition.getKind() == ir::PartitionKind::Cyclic)
    text += " factor=" + std::to_string(partition.getFactor());
  return text;
}

Operation *functionOf(Value memory) {
  Operation *parent = memory.getParentBlock()->getParentOp();
  return isa<func::FuncOp>(parent) ? parent : parent->getParentOfType<func::FuncOp>();
}

} // namespace allo::schedule
