// Tells LLVM that the memories a function receives do not overlap and are there (docs/decisions/0008).
//   func.func @f(%A: memref<4x8xf32>)  →  func.func @f(%A: memref<4x8xf32> {llvm.noalias, llvm.nonnull, …})
// Without it every vector loop would start with run-time overlap checks, or stay scalar.
#include "lower/Rewrites.h"

#include "mlir/IR/Builders.h"

#include "llvm/ADT/bit.h"

#include <algorithm>

using namespace mlir;

namespace allo::lower {

void markDistinctArguments(ModuleOp module) {
  Builder builder(module.getContext());
  for (auto function : module.getOps<func::FuncOp>())
    for (unsigned i = 0; i < function.getNumArguments(); ++i) {
      auto memref = dyn_cast<MemRefType>(function.getArgumentTypes()[i]);
      if (!memref)
        continue;
      int64_t elementBytes = (memref.getElementTypeBitWidth() + 7) / 8;
      function.setArgAttr(i, "llvm.noalias", builder.getUnitAttr());
      function.setArgAttr(i, "llvm.nonnull", builder.getUnitAttr());
      function.setArgAttr(i, "llvm.noundef", builder.getUnitAttr());
      // No C type is aligned to more than 16 bytes, a wide integer of the HLS headers neither.
      auto alignment =
          static_cast<int64_t>(llvm::bit_floor(static_cast<uint64_t>(std::min<int64_t>(elementBytes, 16))));
      function.setArgAttr(i, "llvm.align", builder.getI64IntegerAttr(alignment));
      function.setArgAttr(i, "llvm.dereferenceable", builder.getI64IntegerAttr(elementBytes * memref.getNumElements()));
    }
}

} // namespace allo::lower
