// The interface of a top function, read from its attributes.
#pragma once

#include "support/Interface.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace allo::ir {

// One entry per source parameter: the flattened members of a struct are joined again.
Interface interfaceOf(mlir::func::FuncOp function);

} // namespace allo::ir
