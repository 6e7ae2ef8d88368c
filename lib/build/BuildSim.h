// The sim target: the scheduled hardware, executed in this process.
#pragma once

#include "build/Build.h"

#include "mlir/IR/BuiltinOps.h"

namespace allo::build {

// Fills notes, hardware and executable; `built.interface` is there already.
void buildSim(mlir::ModuleOp module, const SimOptions &options, Built &built);

} // namespace allo::build
