// Conversions of fixed-point numbers as integer arithmetic: the one definition that front end, cpu, hls and rtl share.
#pragma once

#include "ir/CTypes.h"

#include "mlir/IR/Builders.h"

namespace allo::ir {

// `value` of type `from` (integer, fixed point or floating) as `to` (an integer of any width, or fixed point under its
// modes). Integers round towards zero and wrap. Constants fold.
mlir::Value expandQuantize(mlir::OpBuilder &builder, mlir::Location location, mlir::Value value, CType from, CType to);

// Whether that is a mere change of width and shift, which is not worth an operation of its own.
bool isPlainConversion(CType from, CType to);

// An integer or fixed-point number as the nearest value of a floating type, ties to even; one rounding.
mlir::Value fixedToFloating(mlir::OpBuilder &builder, mlir::Location location, mlir::Value value, CType from, CType to);

} // namespace allo::ir
