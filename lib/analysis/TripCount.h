// How often a loop runs, where that is a constant.
#pragma once

#include "mlir/IR/Operation.h"

#include <optional>

namespace allo::analysis {

// Iterations of one execution of the loop; nothing when it varies or is not known.
std::optional<int64_t> tripCount(mlir::Operation *loop);

} // namespace allo::analysis
