// Follows arrays through calls and rewrites their types.
#include "schedule/Layouts.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;

namespace allo::schedule {

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
