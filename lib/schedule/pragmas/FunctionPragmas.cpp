// Pragmas about functions: inline, function_instantiate, top.
#include "schedule/pragmas/Pragma.h"

#include "ir/Directives.h"
#include "schedule/Address.h"

#include "llvm/ADT/SetVector.h"

using namespace mlir;

namespace allo::schedule {

namespace {
// The functions that this one calls, each before those that it calls.
void collectCallees(ModuleOp module, func::FuncOp function, bool recursive, llvm::SetVector<Operation *> &callees) {
  function.walk([&](func::CallOp call) {
    auto callee = module.lookupSymbol<func::FuncOp>(call.getCallee());
    if (!callee || callee.isExternal() || !callees.insert(callee))
      return;
    if (recursive)
      collectCallees(module, callee, recursive, callees);
  });
}

bool isCalledFromElsewhere(ModuleOp module, func::FuncOp callee, func::FuncOp caller,
                           const llvm::SetVector<Operation *> &within) {
  bool elsewhere = false;
  module.walk([&](func::CallOp call) {
    auto parent = call->getParentOfType<func::FuncOp>();
    elsewhere |= call.getCallee() == callee.getSymName() && parent != caller && !within.contains(parent);
  });
  return elsewhere;
}

// `region` and `recursive` take what the function calls into it; our inline replaces every call of a function, so a
// function that others call too stays.
void inlineCallees(PragmaContext &context, bool recursive) {
  llvm::SetVector<Operation *> callees;
  ModuleOp module = context.state().moduleOp();
  collectCallees(module, context.function(), recursive, callees);
  std::vector<std::string> names;
  for (Operation *op : callees) {
    auto callee = cast<func::FuncOp>(op);
    if (isCalledFromElsewhere(module, callee, context.function(), callees))
      context.warn("'" + callee.getSymName().str() + "' is called by other functions too, so it is not inlined");
    else if (std::vector<ir::Directive> own = ir::directivesOf(op); !own.empty())
      context.warn("'" + callee.getSymName().str() + "' has the directive " + ir::wordOf(own.front()).str() +
                   ", so it is not inlined");
    else
      names.push_back(callee.getSymName().str());
  }
  for (const std::string &name : names)
    context.apply({"inline", {{name}}, {}});
}

void inlineFunction(PragmaContext &context) {
  if (!context.function())
    return;
  if (context.flag("off"))
    return context.apply(directiveStep("inline", "function", context.functionArgument(), "off"));
  bool recursive = context.flag("recursive");
  if (context.flag("region") || recursive)
    return inlineCallees(context, recursive);
  if (context.isTop())
    return context.warn("nothing calls the top, so there is nothing to inline");
  context.apply({"inline", {context.functionArgument()}, {}});
}

void top(PragmaContext &context) {
  context.allOptions();
  context.warn("the top is the function that --top names");
}

void instantiate(PragmaContext &context) {
  std::string options = context.allOptions();
  if (!context.function())
    return;
  context.apply(directiveStep("function_instantiate", "function", context.functionArgument(), options));
}
} // namespace

std::vector<PragmaWord> functionPragmas() {
  return {{"inline", PragmaGroup::inlining, inlineFunction},
          {"function_instantiate", PragmaGroup::functions, instantiate},
          {"top", PragmaGroup::functions, top}};
}

} // namespace allo::schedule
