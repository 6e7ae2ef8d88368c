// Resolves addresses. A path names a loop by its own name after the names of some of the loops around it, in order.
#include "schedule/Address.h"

#include "schedule/Step.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"

using namespace mlir;

namespace allo::schedule {

FunctionNames::FunctionNames(func::FuncOp function) : function_(function) {
  llvm::StringMap<unsigned> loopCounts, arrayCounts;
  auto addArray = [&](Value memory) {
    if (ir::VariableAttr variable = ir::variableOf(memory))
      arrays_.push_back({memory, variable, ++arrayCounts[variable.getName()]});
  };
  if (!function.isExternal())
    for (BlockArgument argument : function.getArguments())
      addArray(argument);
  DenseMap<Operation *, size_t> indices;
  function.walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (isa<memref::AllocaOp, memref::GetGlobalOp, ir::StreamCreateOp>(op))
      addArray(op->getResult(0));
    ir::LoopAttr loop = ir::loopOf(op);
    if (!loop)
      return;
    LoopEntry entry{op, loop.getName().str(), ++loopCounts[loop.getName()], {}};
    for (Operation *parent = op->getParentOp(); parent != function; parent = parent->getParentOp())
      if (auto found = indices.find(parent); found != indices.end())
        entry.around.insert(entry.around.begin(), found->second);
    indices[op] = loops_.size();
    loops_.push_back(std::move(entry));
  });
}

namespace {
// "j" or "j#2"; a name may itself end in "#2".
bool segmentNames(StringRef segment, StringRef name, unsigned ordinal) {
  return segment == name || segment == (name + "#" + Twine(ordinal)).str();
}
} // namespace

bool FunctionNames::matches(const LoopEntry &loop, ArrayRef<StringRef> segments, bool exact) const {
  if (segments.empty() || !segmentNames(segments.back(), loop.name, loop.ordinal))
    return false;
  if (exact && segments.size() != loop.around.size() + 1)
    return false;
  ArrayRef<StringRef> rest = segments.drop_back();
  for (size_t i = loop.around.size(); i-- > 0 && !rest.empty();) {
    const LoopEntry &outer = loops_[loop.around[i]];
    if (segmentNames(rest.back(), outer.name, outer.ordinal))
      rest = rest.drop_back();
    else if (exact)
      return false;
  }
  return rest.empty();
}

std::vector<const LoopEntry *> FunctionNames::findLoops(StringRef path) const {
  SmallVector<StringRef> segments;
  path.split(segments, '/');
  for (StringRef &segment : segments)
    segment = segment.trim();
  std::vector<const LoopEntry *> exact, found;
  for (const LoopEntry &loop : loops_) {
    if (matches(loop, segments, true))
      exact.push_back(&loop);
    if (matches(loop, segments, false))
      found.push_back(&loop);
  }
  // The whole path of one loop may be the short path of another ("i/j" and "k/i/j"): the whole path wins, except for
  // a bare name, which must be unique in the function.
  return segments.size() > 1 && exact.size() == 1 ? exact : found;
}

std::vector<const ArrayEntry *> FunctionNames::findArrays(StringRef name) const {
  std::vector<const ArrayEntry *> found;
  for (const ArrayEntry &array : arrays_)
    if (segmentNames(name.trim(), array.variable.getName(), array.ordinal))
      found.push_back(&array);
  return found;
}

std::string FunctionNames::pathOf(const LoopEntry &loop) const {
  std::string path = loop.name;
  for (size_t i = loop.around.size() + 1; i-- > 0;) {
    if (auto found = findLoops(path); found.size() == 1 && found.front() == &loop)
      return path;
    if (i > 0)
      path = loops_[loop.around[i - 1]].name + "/" + path;
  }
  return loop.name + "#" + std::to_string(loop.ordinal);
}

std::string FunctionNames::pathOf(const ArrayEntry &array) const {
  std::string name = array.variable.getName().str();
  return findArrays(name).size() == 1 ? name : name + "#" + std::to_string(array.ordinal);
}

const LoopEntry *FunctionNames::entryOf(Operation *loop) const {
  for (const LoopEntry &entry : loops_)
    if (entry.op == loop)
      return &entry;
  return nullptr;
}

const ArrayEntry *FunctionNames::entryOf(Value memory) const {
  for (const ArrayEntry &entry : arrays_)
    if (entry.memory == memory)
      return &entry;
  return nullptr;
}

std::pair<StringRef, StringRef> splitAddress(StringRef address) {
  for (size_t i = address.size(); i-- > 0;) {
    if (address[i] != ':')
      continue;
    if (i > 0 && address[i - 1] == ':') {
      --i;
      continue;
    }
    return {address.take_front(i).trim(), address.drop_front(i + 1).trim()};
  }
  return {StringRef(), address.trim()};
}

std::pair<StringRef, unsigned> splitCopyNumber(StringRef name) {
  auto [base, digits] = name.rsplit('#');
  unsigned number = 0;
  if (digits.empty() || base.empty() || digits.getAsInteger(10, number) || number == 0)
    return {name, 0};
  return {base, number};
}

std::vector<func::FuncOp> findFunctions(ModuleOp module, StringRef name) {
  std::string wanted = squeezed(name.trim().str());
  auto [wantedBase, wantedNumber] = splitCopyNumber(wanted);
  std::vector<func::FuncOp> bySymbol, byTemplate;
  for (auto function : module.getOps<func::FuncOp>()) {
    std::string symbol = squeezed(function.getSymName().str());
    auto [base, number] = splitCopyNumber(symbol);
    if (wantedNumber != 0 && wantedNumber != std::max(number, 1u))
      continue;
    if (base == wantedBase)
      bySymbol.push_back(function);
    else if (base.take_front(base.find_first_of("<(")) == wantedBase)
      byTemplate.push_back(function);
  }
  return bySymbol.empty() ? byTemplate : bySymbol;
}

std::string functionAddress(func::FuncOp function) {
  StringRef symbol = function.getSymName();
  if (splitCopyNumber(symbol).second != 0)
    return symbol.str();
  for (auto other : function->getParentOfType<ModuleOp>().getOps<func::FuncOp>())
    if (auto [base, number] = splitCopyNumber(other.getSymName()); number != 0 && base == symbol)
      return symbol.str() + "#1";
  return symbol.str();
}

std::string withLine(const std::string &name, Location location) {
  SourcePlace place = ir::placeOf(location);
  return place.known() ? name + " (line " + std::to_string(place.line) + ")" : name;
}

Location locationOf(Value memory) { return memory.getLoc(); }

} // namespace allo::schedule
