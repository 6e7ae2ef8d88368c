// The HLS C++ target: IR to files that an HLS tool synthesises and any C++ compiler runs.
// Three steps, once each: legalise (IR to IR, on a clone) -> C model -> print. The given module is never changed.
#pragma once

#include "mlir/IR/BuiltinOps.h"

#include <map>
#include <string>
#include <vector>

namespace allo::target::hls {

struct Options {
  std::string part = "xcu280-fsvh2892-2L-e";
  double clock_ns = 3.33;
};

struct Emission {
  std::map<std::string, std::string> files; // kernel.cpp, kernel.h, run_hls.tcl: name -> text
};

// The design below the top of `module`. Throws UserError, with the place, for what C++ cannot express.
Emission emit(mlir::ModuleOp module, const Options &options = {});

// kernel_entry.cpp: `extern "C" void allo_entry(void **arguments, void *result)` around the emitted top, in the calling
// convention of docs/decisions/0010. It includes kernel.h and is compiled together with kernel.cpp.
std::string entryPoint(mlir::ModuleOp module);

// The flags with which a C++ compiler gives the emitted files their meaning (docs/decisions/0013).
std::vector<std::string> compileFlags();

} // namespace allo::target::hls
