// Assertions as hardware sees them: not at all.
#pragma once

#include "mlir/IR/BuiltinOps.h"

namespace allo::ir {

// Takes every allo.assert out, and the values that nothing else uses.
void removeAssertions(mlir::ModuleOp module);

} // namespace allo::ir
