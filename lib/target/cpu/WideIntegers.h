// Loops that compute in integers wider than a register stay scalar.
#pragma once

#include "llvm/IR/PassManager.h"

namespace allo::target::cpu {

// The code generator takes vectors of such integers apart into scalars, so that they gain nothing; and LLVM 22 gets
// some of them wrong with AVX-512 (a select of vectors of i136 lost the sign of its condition).
struct KeepWideIntegersScalar : llvm::PassInfoMixin<KeepWideIntegersScalar> {
  llvm::PreservedAnalyses run(llvm::Function &function, llvm::FunctionAnalysisManager &analyses);
};

} // namespace allo::target::cpu
