#include "schedule/TableValues.h"

#include "llvm/ADT/SmallPtrSet.h"

using namespace mlir;

namespace allo::schedule {

void forEachTable(ModuleOp module, ArrayRef<Value> memories,
                  llvm::function_ref<void(memref::GlobalOp, DenseElementsAttr)> visit) {
  llvm::SmallPtrSet<Operation *, 2> seen;
  for (Value memory : memories)
    if (auto fetch = memory.getDefiningOp<memref::GetGlobalOp>())
      if (auto global = module.lookupSymbol<memref::GlobalOp>(fetch.getName()); global && seen.insert(global).second)
        if (auto values = dyn_cast_or_null<DenseElementsAttr>(global.getInitialValueAttr()))
          visit(global, values);
}

} // namespace allo::schedule
