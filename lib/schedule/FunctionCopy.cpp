#include "schedule/FunctionCopy.h"

using namespace mlir;

namespace allo::schedule {

std::string copySymbol(ModuleOp module, StringRef symbol, llvm::function_ref<bool(StringRef)> isTaken) {
  std::string base = splitCopyNumber(symbol).first.str();
  for (unsigned number = 2;; ++number) {
    std::string candidate = base + "#" + std::to_string(number);
    if (!module.lookupSymbol(candidate) && !(isTaken && isTaken(candidate)))
      return candidate;
  }
}

func::FuncOp copyFunction(StepContext &context, func::FuncOp function) {
  auto origin = function->getAttrOfType<StringAttr>(ir::copyOfAttrName);
  StringRef base = origin ? origin.getValue() : function.getSymName();
  std::string symbol = copySymbol(context.module(), base);
  OpBuilder builder(function);
  builder.setInsertionPointAfter(function);
  auto copy = cast<func::FuncOp>(builder.clone(*function));
  copy->setAttr(ir::copyOfAttrName, builder.getStringAttr(base));
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

void refuseTakenSymbol(const StepContext &context, const std::string &name) {
  Operation *known = SymbolTable::lookupSymbolIn(context.module(), name);
  if (!known)
    return;
  if (auto function = dyn_cast<func::FuncOp>(known))
    context.refuse("there is a function " + withLine("'" + name + "'", function.getLoc()) + " already",
                   "choose another name with as=…");
  context.refuse("'" + name + "' is the name of a table or of state", "choose another name with as=…");
}

} // namespace allo::schedule
