#include "schedule/SeparateArray.h"

#include "ir/LineOf.h"
#include "schedule/FunctionCopy.h"
#include "schedule/Layouts.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringMap.h"

#include <map>

using namespace mlir;

namespace allo::schedule {

namespace {
using Calls = llvm::StringMap<SmallVector<func::CallOp>>;

Calls callsOf(ModuleOp module) {
  Calls calls;
  module.walk([&](func::CallOp call) { calls[call.getCallee()].push_back(call); });
  return calls;
}

// Callers before callees. The call graph has no cycle: recursion is not in the language.
void visitCallees(ModuleOp module, func::FuncOp function, llvm::SetVector<Operation *> &finished) {
  if (!function || finished.contains(function))
    return;
  function.walk(
      [&](func::CallOp call) { visitCallees(module, module.lookupSymbol<func::FuncOp>(call.getCallee()), finished); });
  finished.insert(function);
}
SmallVector<Operation *> callersFirst(ModuleOp module) {
  llvm::SetVector<Operation *> finished;
  for (auto function : module.getOps<func::FuncOp>())
    visitCallees(module, function, finished);
  SmallVector<Operation *> order = finished.takeVector();
  std::reverse(order.begin(), order.end());
  return order;
}

struct Edge { // to a memory, from the one before it
  Value from;
  std::string text;
};

// The step from one memory to another across a call or between two uses of a table.
void addNeighbours(const StepContext &context, const Calls &calls, Value memory,
                   llvm::function_ref<void(Value, std::string)> add) {
  auto describeCall = [&](func::CallOp call, Value operand, Value parameter) {
    return "the call on line " + ir::lineOf(call) + " passes '" + context.address(operand) + "' as '" +
           context.address(parameter) + "'";
  };
  for (OpOperand &use : memory.getUses())
    if (auto call = dyn_cast<func::CallOp>(use.getOwner()))
      if (auto callee = context.module().lookupSymbol<func::FuncOp>(call.getCallee()); callee && !callee.isExternal()) {
        Value parameter = callee.getArgument(use.getOperandNumber());
        add(parameter, describeCall(call, memory, parameter));
      }
  if (auto argument = dyn_cast<BlockArgument>(memory)) {
    auto function = cast<func::FuncOp>(argument.getOwner()->getParentOp());
    auto found = calls.find(function.getSymName());
    if (found != calls.end())
      for (func::CallOp call : found->second) {
        Value operand = call.getOperand(argument.getArgNumber());
        add(operand, describeCall(call, operand, argument));
      }
  } else if (auto fetch = memory.getDefiningOp<memref::GetGlobalOp>()) {
    context.module().walk([&](memref::GetGlobalOp other) {
      if (other != fetch && other.getName() == fetch.getName())
        add(other, "'" + context.address(memory) + "' and '" + context.address(other.getResult()) + "' are one table");
    });
  }
}

// What every call passes for the array where it is a parameter, and so on up to where it is declared.
llvm::SetVector<Value> withCallers(const Calls &calls, Value array) {
  llvm::SetVector<Value> own;
  own.insert(array);
  for (size_t i = 0; i < own.size(); ++i)
    if (auto argument = dyn_cast<BlockArgument>(own[i])) {
      auto function = cast<func::FuncOp>(argument.getOwner()->getParentOp());
      auto found = calls.find(function.getSymName());
      if (found != calls.end())
        for (func::CallOp call : found->second)
          own.insert(call.getOperand(argument.getArgNumber()));
    }
  return own;
}

} // namespace

std::string joinedBy(const StepContext &context, Value from, Value to) {
  Calls calls = callsOf(context.module());
  llvm::MapVector<Value, Edge> reached;
  reached[from] = {};
  SmallVector<Value> queue{from};
  for (size_t i = 0; i < queue.size(); ++i)
    addNeighbours(context, calls, queue[i], [&](Value next, std::string text) {
      if (reached.insert({next, {queue[i], std::move(text)}}).second)
        queue.push_back(next);
    });
  std::string path;
  for (Value at = to; at != from && reached.count(at); at = reached[at].from)
    path = reached[at].text + (path.empty() ? "" : ", ") + path;
  return path;
}

void noteOwn(StepContext &context, Value memory, const std::string &property) {
  context.noteSetBy(cast<func::FuncOp>(functionOf(memory)), ir::variableOf(memory).getId(), "own " + property);
}

bool isOwn(const StepContext &context, Value memory, const std::string &property) {
  auto function = cast<func::FuncOp>(functionOf(memory));
  return !context.setBy(function, ir::variableOf(memory).getId(), "own " + property).empty();
}

std::string setterOf(const StepContext &context, Value memory, const std::string &property) {
  auto function = cast<func::FuncOp>(functionOf(memory));
  std::string step = context.setBy(function, ir::variableOf(memory).getId(), property);
  return step.empty() ? "the source" : "'" + step + "'";
}

SmallVector<Value> inseparable(ModuleOp module, Value array) {
  llvm::SetVector<Value> own = withCallers(callsOf(module), array);
  for (size_t i = 0; i < own.size(); ++i) {
    for (OpOperand &use : own[i].getUses())
      if (auto call = dyn_cast<func::CallOp>(use.getOwner()))
        if (auto callee = module.lookupSymbol<func::FuncOp>(call.getCallee()); callee && !callee.isExternal())
          own.insert(callee.getArgument(use.getOperandNumber()));
    if (auto fetch = own[i].getDefiningOp<memref::GetGlobalOp>())
      module.walk([&](memref::GetGlobalOp other) {
        if (other.getName() == fetch.getName())
          own.insert(other);
      });
  }
  return own.takeVector();
}

void separateArray(StepContext &context, Value array) {
  ModuleOp module = context.module();
  llvm::SetVector<Value> own = withCallers(callsOf(module), array);
  for (Operation *op : callersFirst(module)) {
    auto function = cast<func::FuncOp>(op);
    Calls calls = callsOf(module);                                       // of copies too
    std::map<std::vector<unsigned>, SmallVector<func::CallOp>> patterns; // which operands of a call are the array
    for (func::CallOp call : calls.lookup(function.getSymName())) {
      std::vector<unsigned> pattern;
      for (auto [i, operand] : llvm::enumerate(call.getOperands()))
        if (own.contains(operand))
          pattern.push_back(static_cast<unsigned>(i));
      patterns[pattern].push_back(call);
    }
    bool isFirst = true; // the calls without the array, which sort first, keep the function
    for (auto &[pattern, group] : patterns) {
      func::FuncOp callee = function;
      if (!isFirst) {
        callee = copyFunction(context, function);
        for (func::CallOp call : group)
          call.setCallee(callee.getSymName());
      }
      isFirst = false;
      for (unsigned operand : pattern)
        if (!callee.isExternal())
          own.insert(callee.getArgument(operand));
    }
  }
}

} // namespace allo::schedule
