// A value of one scalar type as another, as C++ and the headers of the HLS types convert: the front end's casts, and
// the loads and stores of what a schedule gives another type.
#pragma once

#include "ir/CTypes.h"

#include "mlir/IR/Builders.h"

#include <optional>

namespace allo::ir {

// Conversions of constants fold where MLIR folds them.
mlir::Value convert(mlir::OpBuilder &builder, mlir::Location location, mlir::Value value, CType from, CType to);

// The constant converted; nothing where it cannot be computed before the run (a floating number beyond an integer).
mlir::TypedAttr convertConstant(mlir::TypedAttr value, CType from, CType to);

} // namespace allo::ir
