// Which integer arrays of a kernel decide addresses or loop bounds: random values for them need a range.
#pragma once

#include "mlir/IR/BuiltinOps.h"

#include <set>
#include <string>

namespace allo::build {

// The names of the top's integer array parameters whose elements reach an index or a loop's bound or condition, through
// arithmetic, variables and calls.
std::set<std::string> indexArraysOf(mlir::ModuleOp module);

} // namespace allo::build
