#include "schedule/CallSites.h"

#include "mlir/IR/SymbolTable.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace allo::schedule {

namespace {
unsigned lineOf(func::CallOp call) { return ir::placeOf(call.getLoc()).line; }

// The shortest item that names each call.
std::string listOf(ArrayRef<func::CallOp> calls) {
  std::vector<std::string> items;
  for (auto [i, call] : llvm::enumerate(calls)) {
    unsigned line = lineOf(call), ordinal = 0, count = 0;
    for (auto [k, other] : llvm::enumerate(calls))
      if (lineOf(other) == line) {
        ++count;
        ordinal += k <= i;
      }
    if (line == 0)
      items.push_back("#" + std::to_string(i + 1));
    else
      items.push_back(std::to_string(line) + (count > 1 ? "#" + std::to_string(ordinal) : std::string()));
  }
  return llvm::join(items, ",");
}

func::CallOp namedCall(const StepContext &context, StringRef callee, ArrayRef<func::CallOp> calls, StringRef item) {
  auto refuse = [&](const std::string &reason) {
    context.refuseAt(context.top().getLoc(), reason,
                     calls.empty() ? "it is not called any more" : "its calls are at=" + listOf(calls));
  };
  auto [lineText, ordinalText] = item.split('#');
  unsigned line = 0, ordinal = 0;
  bool hasOrdinal = item.contains('#');
  if ((!lineText.empty() && lineText.getAsInteger(10, line)) || (lineText.empty() && !hasOrdinal) ||
      (hasOrdinal && (ordinalText.getAsInteger(10, ordinal) || ordinal == 0)))
    refuse("'" + item.str() + "' is not the place of a call: write a line, a line with #2, or #2");
  SmallVector<func::CallOp> found;
  for (func::CallOp call : calls)
    if (lineText.empty() || lineOf(call) == line)
      found.push_back(call);
  if (found.empty() || ordinal > found.size())
    refuse("there is no call of '" + callee.str() + "' at " + item.str());
  if (!hasOrdinal && found.size() > 1)
    refuse("there are " + std::to_string(found.size()) + " calls of '" + callee.str() + "' at " + item.str());
  return found[hasOrdinal ? ordinal - 1 : 0];
}
} // namespace

SmallVector<func::CallOp> callsOf(ModuleOp module, StringRef callee) {
  SmallVector<func::CallOp> calls;
  module.walk([&](func::CallOp call) {
    if (call.getCallee() == callee)
      calls.push_back(call);
  });
  return calls;
}

bool reaches(StepContext &context, func::FuncOp from, StringRef to) {
  bool found = false;
  from.walk([&](func::CallOp call) {
    func::FuncOp callee = context.state().function(call.getCallee());
    found |= call.getCallee() == to || (callee && !callee.isExternal() && reaches(context, callee, to));
  });
  return found;
}

void eraseUncalled(ModuleOp module) {
  for (bool changed = true; changed;) {
    changed = false;
    for (auto function : llvm::make_early_inc_range(module.getOps<func::FuncOp>()))
      if (!function->hasAttr(ir::topAttrName) && SymbolTable::symbolKnownUseEmpty(function, module)) {
        function.erase();
        changed = true;
      }
  }
}

SmallVector<func::CallOp> namedCalls(const StepContext &context, StringRef callee, StringRef at) {
  SmallVector<func::CallOp> calls = callsOf(context.module(), callee), named;
  if (at == "all")
    return calls;
  SmallVector<StringRef> items;
  at.split(items, ',');
  for (StringRef item : items) {
    func::CallOp call = namedCall(context, callee, calls, item.trim());
    if (llvm::is_contained(named, call))
      context.refuseAt(call.getLoc(), "the call at " + item.trim().str() + " is named twice");
    named.push_back(call);
  }
  return named;
}

} // namespace allo::schedule
