// What values the variable of an affine loop can have, whatever the parameters are.
#pragma once

#include "mlir/IR/Value.h"

#include <cstdint>
#include <optional>

namespace allo::ir {

// The smallest and the largest value, as far as bounds and the widths of integer parameters in them say it; nothing
// for what is no variable of an affine loop.
struct LoopRange {
  std::optional<int64_t> low;
  std::optional<int64_t> high;
};
LoopRange rangeOfLoopVariable(mlir::Value variable);

} // namespace allo::ir
