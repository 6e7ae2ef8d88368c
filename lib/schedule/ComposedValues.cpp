// Finds who else writes the state of a kernel.
#include "schedule/ComposedValues.h"

#include "analysis/SameArray.h"
#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

#include "llvm/ADT/SetVector.h"

using namespace mlir;

namespace allo::schedule {

namespace {
// A step that needed a proof of what values there are; empty where none is.
std::string provedRetype(const State &scheduled) {
  auto isProved = [](StringRef step) { return step.starts_with("retype ") && !step.contains(" loss=accepted"); };
  for (const std::string &step : scheduled.steps)
    if (isProved(step))
      return step;
  for (const Section &section : scheduled.composed)
    for (const std::string &step : section.steps)
      if (isProved(step))
        return section.kernel + ": " + step;
  return {};
}

llvm::SetVector<Operation *> functionsFrom(ModuleOp module, func::FuncOp kernel) {
  llvm::SetVector<Operation *> functions;
  functions.insert(kernel);
  for (size_t i = 0; i < functions.size(); ++i)
    functions[i]->walk([&](func::CallOp call) {
      if (auto callee = module.lookupSymbol<func::FuncOp>(call.getCallee()))
        functions.insert(callee);
    });
  return functions;
}

// A store to the state outside of the kernel, or a call from there of a function below it that has the state.
Operation *writerBesides(ModuleOp module, func::FuncOp kernel, Value state) {
  llvm::SetVector<Operation *> below = functionsFrom(module, kernel);
  for (Value memory : analysis::sameArray(module, state))
    for (OpOperand &use : memory.getUses()) {
      Operation *user = use.getOwner();
      if (below.contains(user->getParentOfType<func::FuncOp>()))
        continue;
      if (auto call = dyn_cast<func::CallOp>(user)) {
        auto callee = module.lookupSymbol<func::FuncOp>(call.getCallee());
        if (callee && callee != kernel && below.contains(callee) &&
            !ir::variableOf(callee.getArgument(use.getOperandNumber())).getIsConst())
          return user;
      } else if (!isa<affine::AffineLoadOp, memref::LoadOp>(user)) {
        return user;
      }
    }
  return nullptr;
}
// A call from outside of the kernel that leads to one of the functions.
func::CallOp callBesides(ModuleOp module, func::FuncOp kernel, ArrayRef<func::FuncOp> functions) {
  llvm::SetVector<Operation *> below = functionsFrom(module, kernel);
  func::CallOp found;
  module.walk([&](func::CallOp call) {
    auto callee = module.lookupSymbol<func::FuncOp>(call.getCallee());
    if (!callee || callee == kernel || !below.contains(callee) || below.contains(call->getParentOfType<func::FuncOp>()))
      return WalkResult::advance();
    llvm::SetVector<Operation *> reached = functionsFrom(module, callee);
    bool leads = llvm::any_of(
        functions, [&](func::FuncOp function) { return reached.contains(module.lookupSymbol(function.getSymName())); });
    if (leads)
      found = call;
    return leads ? WalkResult::interrupt() : WalkResult::advance();
  });
  return found;
}

std::string placeText(Operation *op) {
  return "line " + std::to_string(ir::placeOf(op->getLoc()).line) + " of '" +
         op->getParentOfType<func::FuncOp>().getSymName().str() + "'";
}

constexpr const char *hint = "compose the kernel without that retype, or add loss=accepted to it";
} // namespace

void refuseWiderValues(StepContext &context, const std::string &kernel, ArrayRef<func::FuncOp> inPlace) {
  std::string retype = provedRetype(context.composed()->scheduled);
  if (retype.empty())
    return;
  std::string start = "'" + kernel + ": " + retype + "' may rest on the values that ";
  func::FuncOp alone = context.composed()->unscheduled.function(kernel);
  func::FuncOp called = context.composed()->ownUnscheduled.function(kernel);
  for (BlockArgument state : called.getArguments().drop_front(alone.getNumArguments())) {
    auto type = dyn_cast<MemRefType>(state.getType());
    if (!type || !type.getElementType().isInteger())
      continue; // nothing is assumed of other values
    if (Operation *writer = writerBesides(context.composed()->ownUnscheduled.moduleOp(), called, state))
      context.refuseIllegal(
          start + "'" + ir::nameOf(state) + "' has when only '" + kernel + "' writes it, but " + placeText(writer) +
              (isa<func::CallOp>(writer) ? " lets '" + cast<func::CallOp>(writer).getCallee().str() + "' write it too"
                                         : " writes it too"),
          hint);
  }
  if (func::CallOp call = callBesides(context.module(), context.state().function(kernel), inPlace))
    context.refuseIllegal(start + "'" + kernel + "' passes to '" + call.getCallee().str() + "', but " +
                              placeText(call) + " calls it too",
                          hint);
}

} // namespace allo::schedule
