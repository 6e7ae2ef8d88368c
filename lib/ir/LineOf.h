// The line of an operation, for messages.
#pragma once

#include "ir/Naming.h"

#include "mlir/IR/Operation.h"

#include <string>

namespace allo::ir {

// "12"
inline std::string lineOf(mlir::Operation *op) { return std::to_string(placeOf(op->getLoc()).line); }

} // namespace allo::ir
