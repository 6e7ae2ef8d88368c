// The rtl target: a design, its report, and its simulation.
#pragma once

#include "build/Build.h"

#include "mlir/IR/BuiltinOps.h"

namespace allo::build {

// Fills files, notes, hardware and executable; `built.interface` is there already.
void buildRtl(mlir::ModuleOp module, const RtlOptions &options, Built &built);

} // namespace allo::build
