// Changes the types of memories everywhere at once: no operation of the form casts between memref types.
#include "lower/Rewrites.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;

namespace allo::lower {

void changeMemoryTypes(ModuleOp module, llvm::function_ref<MemRefType(MemRefType)> change) {
  auto changed = [&](Type type) -> Type {
    auto memref = dyn_cast<MemRefType>(type);
    return memref ? change(memref) : type;
  };
  module.walk([&](Operation *op) {
    for (OpResult result : op->getResults())
      result.setType(changed(result.getType()));
    for (Region &region : op->getRegions())
      for (Block &block : region)
        for (BlockArgument argument : block.getArguments())
          argument.setType(changed(argument.getType()));
    if (auto global = dyn_cast<memref::GlobalOp>(op))
      global.setType(change(global.getType()));
    if (auto function = dyn_cast<func::FuncOp>(op)) {
      SmallVector<Type> inputs = llvm::map_to_vector(function.getArgumentTypes(), changed);
      function.setType(FunctionType::get(op->getContext(), inputs, function.getResultTypes()));
    }
  });
}

} // namespace allo::lower
