// Which calls of a function a step is about: "all", or by their lines in the source; functions without calls.
#pragma once

#include "schedule/StepContext.h"

namespace allo::schedule {

// All calls in the program, in source order.
llvm::SmallVector<mlir::func::CallOp> callsOf(mlir::ModuleOp module, llvm::StringRef callee);

// The calls that `at` names: "all", or items of "12" (the call on line 12), "12#2" (the second of that line) and "#3"
// (the third of all), with commas between. Refuses what names none or several, and a call that is named twice.
llvm::SmallVector<mlir::func::CallOp> namedCalls(const StepContext &context, llvm::StringRef callee,
                                                 llvm::StringRef at);

// Whether the function calls the one of this symbol, itself or through others.
bool reaches(StepContext &context, mlir::func::FuncOp from, llvm::StringRef to);

// Functions that nothing calls any more, and those that only they called.
void eraseUncalled(mlir::ModuleOp module);

} // namespace allo::schedule
