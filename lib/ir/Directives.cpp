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

namespace {
void removeDirective(Value memory, StringRef word) {
  DictionaryAttr all = dictionaryOf(memory);
  if (!all || !all.contains(word))
    return;
  NamedAttrList kept(all);
  kept.erase(word);
  DictionaryAttr dictionary = kept.getDictionary(memory.getContext());
  auto [function, number] = argumentOf(memory);
  if (!function)
    dictionary.empty() ? (void)memory.getDefiningOp()->removeAttr(directivesAttrName)
                       : memory.getDefiningOp()->setAttr(directivesAttrName, dictionary);
  else if (dictionary.empty())
    function.removeArgAttr(number, directivesAttrName);
  else
    function.setArgAttr(number, directivesAttrName, dictionary);
}
} // namespace

std::set<unsigned> reshapedDimensions(Value memory) {
  std::set<unsigned> dimensions;
  StringAttr directive = directiveOf(memory, reshapeDirective);
  SmallVector<StringRef> words;
  if (directive)
    directive.getValue().split(words, ' ', -1, /*KeepEmpty=*/false);
  for (StringRef word : words)
    if (unsigned dimension = 0; word.consume_front("dim=") && !word.getAsInteger(10, dimension))
      dimensions.insert(dimension);
  return dimensions;
}

void setReshaped(ArrayRef<Value> memories, const std::set<unsigned> &dimensions) {
  std::string options;
  for (unsigned dimension : dimensions)
    options += (options.empty() ? "dim=" : " dim=") + std::to_string(dimension);
  for (Value memory : memories)
    if (!options.empty())
      setDirective(memory, reshapeDirective, options);
    else
      removeDirective(memory, reshapeDirective);
}

StringRef wordOf(const Directive &directive) { return StringRef(directive.first).split('.').first; }

std::optional<std::string> optionsOf(const Directive &directive, llvm::function_ref<std::string(int64_t)> nameOf,
                                     bool forTools) {
  SmallVector<StringRef> words;
  StringRef(directive.second).split(words, ' ', -1, /*KeepEmpty=*/false);
  std::string text;
  for (StringRef word : words) {
    if (forTools && word == "unchecked=yes")
      continue;
    auto [before, number] = word.split("=%");
    int64_t id = 0;
    std::string shown = word.str();
    if (!number.empty() && !number.getAsInteger(10, id)) {
      std::string name = nameOf(id);
      if (name.empty())
        return std::nullopt;
      shown = before.str() + "=" + name;
    }
    text += (text.empty() ? "" : " ") + shown;
  }
  return text;
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
