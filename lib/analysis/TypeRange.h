// Whether a scalar type holds given values exactly, and ranges of values as text.
#pragma once

#include "ir/CTypes.h"

#include "mlir/Interfaces/InferIntRangeInterface.h"

namespace allo::analysis {

// Whether every value of `from` is a value of `to`.
bool holdsEvery(ir::CType to, ir::CType from);

// Whether every number of `from` whose bits are in the range is a value of `to`; `from` is an integer or fixed point.
bool holds(ir::CType to, ir::CType from, const mlir::ConstantIntRanges &range);

// "-5 to 300", of numbers of `type`, an integer or fixed point.
std::string rangeText(ir::CType type, const mlir::ConstantIntRanges &range);

// "holds -128 to 127", "holds 11 significant bits".
std::string capacityText(ir::CType type);

} // namespace allo::analysis
