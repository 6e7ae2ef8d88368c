// What the rtl target makes of recorded directives: notes about those without use, and checks of latencies.
#pragma once

#include "allo/report.hpp"

#include "mlir/IR/BuiltinOps.h"

namespace allo::build {

std::vector<std::string> directiveNotes(mlir::ModuleOp module, const HardwareReport &report);

} // namespace allo::build
