#include "schedule/FunctionCopy.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

#include "llvm/ADT/StringSet.h"

using namespace mlir;

namespace allo::schedule {

namespace {
Operation *findState(ModuleOp module, func::FuncOp function, llvm::StringSet<> &visited) {
  if (!function || !visited.insert(function.getSymName()).second)
    return nullptr;
  Operation *found = nullptr;
  function.walk([&](Operation *op) {
    if (auto fetch = dyn_cast<memref::GetGlobalOp>(op)) {
      auto global = module.lookupSymbol<memref::GlobalOp>(fetch.getName());
      found = global && !global.getConstant() ? op : nullptr;
    } else if (auto stream = dyn_cast<ir::StreamCreateOp>(op)) {
      found = stream.getIsStatic() ? op : nullptr;
    } else if (auto call = dyn_cast<func::CallOp>(op)) {
      found = findState(module, module.lookupSymbol<func::FuncOp>(call.getCallee()), visited);
    }
    return found ? WalkResult::interrupt() : WalkResult::advance();
  });
  return found;
}

// A copy of a copy counts on from the first: "row#3", never "row#2#2".
std::string freeSymbol(ModuleOp module, StringRef base) {
  for (unsigned number = 2;; ++number) {
    std::string symbol = base.str() + "#" + std::to_string(number);
    if (!module.lookupSymbol(symbol))
      return symbol;
  }
}
} // namespace

Operation *stateOf(ModuleOp module, func::FuncOp function) {
  llvm::StringSet<> visited;
  return findState(module, function, visited);
}

func::FuncOp copyFunction(StepContext &context, func::FuncOp function) {
  auto origin = function->getAttrOfType<StringAttr>(copyOfAttrName);
  StringRef base = origin ? origin.getValue() : function.getSymName();
  std::string symbol = freeSymbol(context.module(), base);
  OpBuilder builder(function);
  builder.setInsertionPointAfter(function);
  auto copy = cast<func::FuncOp>(builder.clone(*function));
  copy->setAttr(copyOfAttrName, builder.getStringAttr(base));
  copy.setSymName(symbol);
  copy->removeAttr(ir::topAttrName);
  copy.setVisibility(SymbolTable::Visibility::Private);
  State &state = context.state();
  std::map<PropertyKey, std::string> copied;
  for (const auto &[property, step] : state.setBy)
    if (std::get<0>(property) == function.getSymName())
      copied[{symbol, std::get<1>(property), std::get<2>(property)}] = step;
  state.setBy.merge(copied);
  state.nextIds[symbol] = state.nextIds.lookup(function.getSymName());
  return copy;
}

} // namespace allo::schedule
