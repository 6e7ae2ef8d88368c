#include "schedule/FunctionCopy.h"

using namespace mlir;

namespace allo::schedule {

namespace {
// A copy of a copy counts on from the first: "row#3", never "row#2#2".
std::string freeSymbol(ModuleOp module, StringRef base) {
  for (unsigned number = 2;; ++number) {
    std::string symbol = base.str() + "#" + std::to_string(number);
    if (!module.lookupSymbol(symbol))
      return symbol;
  }
}
} // namespace

func::FuncOp copyFunction(StepContext &context, func::FuncOp function) {
  auto origin = function->getAttrOfType<StringAttr>(ir::copyOfAttrName);
  StringRef base = origin ? origin.getValue() : function.getSymName();
  std::string symbol = freeSymbol(context.module(), base);
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

} // namespace allo::schedule
