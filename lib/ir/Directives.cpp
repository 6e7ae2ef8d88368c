// Reads and writes the dictionary of recorded directives.
#include "ir/Directives.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

using namespace mlir;

namespace allo::ir {

namespace {
// The argument of a function that a memory is; the function is null for other memories.
std::pair<func::FuncOp, unsigned> argumentOf(Value memory) {
  auto argument = dyn_cast<BlockArgument>(memory);
  if (!argument)
    return {func::FuncOp(), 0};
  return {cast<func::FuncOp>(argument.getOwner()->getParentOp()), argument.getArgNumber()};
}

DictionaryAttr dictionaryOf(Value memory) {
  auto [function, number] = argumentOf(memory);
  return function ? function.getArgAttrOfType<DictionaryAttr>(number, directivesAttrName)
                  : memory.getDefiningOp()->getAttrOfType<DictionaryAttr>(directivesAttrName);
}

std::vector<Directive> listed(DictionaryAttr dictionary) {
  std::vector<Directive> directives;
  if (dictionary)
    for (NamedAttribute entry : dictionary)
      directives.push_back({entry.getName().str(), cast<StringAttr>(entry.getValue()).getValue().str()});
  return directives;
}

DictionaryAttr with(MLIRContext *context, DictionaryAttr dictionary, StringRef word, StringRef options) {
  NamedAttrList list(dictionary ? dictionary : DictionaryAttr::get(context));
  list.set(word, StringAttr::get(context, options));
  return list.getDictionary(context);
}
} // namespace

std::vector<Directive> directivesOf(Operation *op) {
  return listed(op->getAttrOfType<DictionaryAttr>(directivesAttrName));
}
std::vector<Directive> directivesOf(Value memory) { return listed(dictionaryOf(memory)); }

StringAttr directiveOf(Operation *op, StringRef word) {
  auto dictionary = op->getAttrOfType<DictionaryAttr>(directivesAttrName);
  return dictionary ? dictionary.getAs<StringAttr>(word) : StringAttr();
}
StringAttr directiveOf(Value memory, StringRef word) {
  DictionaryAttr dictionary = dictionaryOf(memory);
  return dictionary ? dictionary.getAs<StringAttr>(word) : StringAttr();
}

void setDirective(Operation *op, StringRef word, StringRef options) {
  op->setAttr(directivesAttrName,
              with(op->getContext(), op->getAttrOfType<DictionaryAttr>(directivesAttrName), word, options));
}

void setDirective(Value memory, StringRef word, StringRef options) {
  auto [function, number] = argumentOf(memory);
  if (!function)
    return setDirective(memory.getDefiningOp(), word, options);
  function.setArgAttr(number, directivesAttrName, with(memory.getContext(), dictionaryOf(memory), word, options));
}

std::string optionOf(StringRef options, StringRef name) {
  SmallVector<StringRef> words;
  options.split(words, ' ', -1, /*KeepEmpty=*/false);
  for (StringRef word : words)
    if (word.split('=').first == name)
      return word.split('=').second.str();
  return {};
}

} // namespace allo::ir
