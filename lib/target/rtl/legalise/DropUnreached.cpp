// Functions and constant tables that the top does not reach go. What it reaches must have a body and must not call
// itself: hardware has no stack.
#include "target/rtl/legalise/Rewrites.h"

#include "ir/Naming.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/SymbolTable.h"

using namespace mlir;

namespace allo::target::rtl::legal {

namespace {
class Reach {
public:
  explicit Reach(ModuleOp module) : symbols(module) {}

  void visit(func::FuncOp function) {
    if (!reached.insert(function).second)
      return;
    active.insert(function);
    function.walk([&](func::CallOp call) { visitCall(call); });
    function.walk([&](memref::GetGlobalOp op) { reached.insert(symbols.lookup(op.getName())); });
    active.erase(function);
  }
  bool contains(Operation *op) const { return reached.contains(op); }

private:
  void visitCall(func::CallOp call) {
    auto callee = symbols.lookup<func::FuncOp>(call.getCallee());
    std::string name = "'" + call.getCallee().str() + "'";
    if (!callee || callee.isExternal())
      throw UserError("function " + name + " has no body that could become hardware", ir::placeOf(call.getLoc()),
                      "define it in the source, or take the call out of the kernel");
    if (active.contains(callee))
      throw UserError("function " + name + " calls itself; hardware has no stack", ir::placeOf(call.getLoc()),
                      "write the recursion as a loop");
    visit(callee);
  }

  SymbolTable symbols;
  llvm::DenseSet<Operation *> reached, active;
};
} // namespace

void dropUnreached(ModuleOp module) {
  Reach reach(module);
  reach.visit(ir::topOf(module));
  for (Operation &op : llvm::make_early_inc_range(module.getOps()))
    if (isa<func::FuncOp, memref::GlobalOp>(op) && !reach.contains(&op))
      op.erase();
}

} // namespace allo::target::rtl::legal
