// What a schedule proved of the values in a kernel where the kernel is the whole program, and a larger program breaks.
#pragma once

#include "schedule/StepContext.h"

namespace allo::schedule {

// A `retype` of the kernel's schedule may rest on all values that its state ever has, and on those that the kernel
// passes to the functions below it. Refuses where functions that are not below the kernel write that state too, or call
// one of `inPlace`, the functions that the schedule changed for all their callers.
void refuseWiderValues(StepContext &context, const std::string &kernel, llvm::ArrayRef<mlir::func::FuncOp> inPlace);

} // namespace allo::schedule
