// How many units of an operator the hardware of one function may use, as its schedule says (the primitive `limit`).
#pragma once

#include "target/rtl/Design.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include <map>
#include <string>

namespace allo::target::rtl {

std::map<std::string, int> limitsOf(mlir::func::FuncOp function);

// The options with the limits that hold in one function: of the command line and of the schedule, the smaller one.
Options optionsFor(const std::string &function, const Options &options);

} // namespace allo::target::rtl
