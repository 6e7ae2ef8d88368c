// Which function of hls_math an operation is, whether it is written as `allo.elementary` or in the `math` dialect.
#pragma once

#include "mlir/IR/Operation.h"

#include "llvm/ADT/StringRef.h"

namespace allo::ir {

// "sin", "pow" …; empty for all other operations, among them those with one exact result (sqrt, fabs, floor, fma …).
llvm::StringRef elementaryNameOf(mlir::Operation *op);

} // namespace allo::ir
