// Arrays that calls join, and their separation: one function that two arrays are passed to at different calls becomes
// two, so that each array has a layout of its own.
#pragma once

#include "schedule/StepContext.h"

#include "llvm/ADT/SetVector.h"

namespace allo::schedule {

// How `from` is one array with `to`: "the call on line 7 passes 'X' as 'row:R', the call on line 9 passes 'Y' as it".
// Empty when they are not.
std::string joinedBy(const StepContext &context, mlir::Value from, mlir::Value to);

// The memories that stay one array with `array` however its functions are copied: what it is passed to, and, where it
// is a parameter, what every call passes for it. Functions that are also called with other arrays are copied, and the
// calls with this one take the copy. Refuses where a function that would be copied has state.
llvm::SetVector<mlir::Value> separateArray(StepContext &context, mlir::Value array);

} // namespace allo::schedule
