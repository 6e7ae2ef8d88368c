// Drops layout and storage from every memory type (docs/decisions/0002).
//   memref<32x64xf32, #allo.memory<[<none>, <cyclic, 4>], auto>>  →  memref<32x64xf32>
#include "lower/Rewrites.h"

using namespace mlir;

namespace allo::lower {

void eraseLayouts(ModuleOp module) {
  changeMemoryTypes(module, [](MemRefType type) { return MemRefType::get(type.getShape(), type.getElementType()); });
}

} // namespace allo::lower
