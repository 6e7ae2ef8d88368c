// Follows arrays through calls and tables.
#include "analysis/SameArray.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringMap.h"

using namespace mlir;

namespace allo::analysis {

namespace {
// Where the functions are called and the tables are fetched.
struct SymbolUses {
  llvm::StringMap<func::FuncOp> functions;
  llvm::StringMap<SmallVector<func::CallOp>> calls;
  llvm::StringMap<SmallVector<memref::GetGlobalOp>> fetches;

  explicit SymbolUses(ModuleOp module) {
    for (auto function : module.getOps<func::FuncOp>())
      functions[function.getSymName()] = function;
    module.walk([&](func::CallOp call) { calls[call.getCallee()].push_back(call); });
    module.walk([&](memref::GetGlobalOp fetch) { fetches[fetch.getName()].push_back(fetch); });
  }
};
} // namespace

SmallVector<Value> sameArray(ModuleOp module, Value memory) {
  SymbolUses symbols(module);
  llvm::SetVector<Value> found;
  found.insert(memory);
  for (size_t i = 0; i < found.size(); ++i) {
    Value value = found[i];
    for (OpOperand &use : value.getUses())
      if (auto call = dyn_cast<func::CallOp>(use.getOwner()))
        if (func::FuncOp callee = symbols.functions.lookup(call.getCallee()); callee && !callee.isExternal())
          found.insert(callee.getArgument(use.getOperandNumber()));
    if (auto argument = dyn_cast<BlockArgument>(value)) {
      auto function = cast<func::FuncOp>(argument.getOwner()->getParentOp());
      for (func::CallOp call : symbols.calls[function.getSymName()])
        found.insert(call.getOperand(argument.getArgNumber()));
    } else if (auto fetch = value.getDefiningOp<memref::GetGlobalOp>()) {
      for (memref::GetGlobalOp other : symbols.fetches[fetch.getName()])
        found.insert(other.getResult());
    }
  }
  return found.takeVector();
}

} // namespace allo::analysis
