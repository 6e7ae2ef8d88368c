// Gives every function of the kernel a name that no library function has, and makes all but the top internal.
//   func.func private @exp(…)      →  func.func private @"kernel.exp"(…) {llvm.linkage = internal}
//   func.call @exp(…)              →  func.call @"kernel.exp"(…)
// A kernel function named like one of libm would otherwise be the one that `math.exp` calls.
#include "lower/Rewrites.h"

#include "ir/AlloDialect.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

using namespace mlir;

namespace allo::lower {

void qualifySymbols(ModuleOp module) {
  MLIRContext *context = module.getContext();
  auto internal = LLVM::LinkageAttr::get(context, LLVM::Linkage::Internal);
  for (auto function : module.getOps<func::FuncOp>()) {
    function.setSymName(("kernel." + function.getSymName()).str());
    bool top = function->hasAttr(ir::topAttrName);
    function.setVisibility(top ? SymbolTable::Visibility::Public : SymbolTable::Visibility::Private);
    if (!top)
      function->setAttr("llvm.linkage", internal);
  }
  module.walk([&](func::CallOp call) {
    call.setCalleeAttr(FlatSymbolRefAttr::get(context, ("kernel." + call.getCallee()).str()));
  });
}

} // namespace allo::lower
