// The rtl target: a design, its report, and its simulation.
#pragma once

#include "build/Build.h"
#include "build/Simulation.h"
#include "target/rtl/Design.h"

#include "mlir/IR/BuiltinOps.h"

namespace allo::build {

// Fills files, notes, hardware and executable; `built.interface` is there already.
void buildRtl(mlir::ModuleOp module, const RtlOptions &options, Built &built);

// What a simulation needs of a design, with the cycles that are reported for it.
SimulatedDesign simulatedDesign(target::rtl::Design design, const Interface &interface);

} // namespace allo::build
