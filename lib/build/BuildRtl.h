// The rtl target: a design, its report, and its simulation.
#pragma once

#include "build/Build.h"
#include "build/Simulation.h"
#include "target/rtl/Design.h"

#include "mlir/IR/BuiltinOps.h"

namespace allo::build {

// Fills files, notes, hardware and executable; `built.interface` is there already.
void buildRtl(mlir::ModuleOp module, const RtlOptions &options, Built &built);

// The options of the target for a device; throws UserError for what makes no sense.
target::rtl::Options hardwareOptions(const std::string &device, double clockNs, bool flushToZero,
                                     const std::map<std::string, int> &limits);

// The values of the scalar arguments of a call, as the design sees them.
std::map<unsigned, llvm::APInt> scalarsOf(const target::rtl::Graph &graph, void *const *arguments);

// What a simulation needs of a design, with the cycles that are reported for it.
SimulatedDesign simulatedDesign(target::rtl::Design design, const Interface &interface);

} // namespace allo::build
