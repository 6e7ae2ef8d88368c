#include "ir/CallOrder.h"

#include "ir/Naming.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/SymbolTable.h"

using namespace mlir;

namespace allo::ir {

namespace {
void add(func::FuncOp function, SymbolTable &symbols, llvm::SetVector<Operation *> &order) {
  function.walk([&](func::CallOp call) {
    if (auto callee = symbols.lookup<func::FuncOp>(call.getCallee()); !order.contains(callee))
      add(callee, symbols, order);
  });
  order.insert(function);
}
} // namespace

llvm::SetVector<Operation *> calleesFirst(ModuleOp module) {
  SymbolTable symbols(module);
  llvm::SetVector<Operation *> order;
  add(topOf(module), symbols, order);
  return order;
}

} // namespace allo::ir
