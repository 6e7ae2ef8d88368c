// Arrays that calls join, and their separation: one function that two arrays are passed to at different calls becomes
// two, so that each array has a layout of its own.
#pragma once

#include "schedule/StepContext.h"

namespace allo::schedule {

// How `from` is one array with `to`: "the call on line 7 passes 'X' as 'row:R', the call on line 9 passes 'Y' as it".
// Empty when they are not.
std::string joinedBy(const StepContext &context, mlir::Value from, mlir::Value to);

// A step names an array and sets a property of it ("dim 2", "storage"); the arrays that are one with it have the
// property too, but as their own only where a step named them.
void noteOwn(StepContext &context, mlir::Value memory, const std::string &property);
bool isOwn(const StepContext &context, mlir::Value memory, const std::string &property);
// The step that set the property, as messages quote it.
std::string setterOf(const StepContext &context, mlir::Value memory, const std::string &property);

// The memories that are one array with `array` however functions are copied: what every call passes for it where it is
// a parameter, what all of these are passed to, and the other uses of a table.
llvm::SmallVector<mlir::Value> inseparable(mlir::ModuleOp module, mlir::Value array);

// Copies functions so that the array is one only with what is inseparable from it. A function that is also called with
// other arrays is copied, and the calls with this one take the copy.
void separateArray(StepContext &context, mlir::Value array);

} // namespace allo::schedule
