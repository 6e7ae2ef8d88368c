// Copies of a function for some of its calls: "row" becomes "row" and "row#2".
#pragma once

#include "schedule/StepContext.h"

namespace allo::schedule {

// A symbol for a copy that nothing in the module has, and nothing that `isTaken` names. A copy of a copy counts on from
// the first: "row#3", never "row#2#2".
std::string copySymbol(mlir::ModuleOp module, llvm::StringRef symbol,
                       llvm::function_ref<bool(llvm::StringRef)> isTaken = {});

// A copy behind `function`, with a symbol of its own, the ids of its loops and arrays, and what is known of which step
// set what. Nothing calls it yet. State is a parameter of functions, so that the copy shares it.
mlir::func::FuncOp copyFunction(StepContext &context, mlir::func::FuncOp function);

// Refuses the name of a new function that something in the program has.
void refuseTakenSymbol(const StepContext &context, const std::string &name);

} // namespace allo::schedule
