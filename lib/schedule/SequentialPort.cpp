#include "schedule/SequentialPort.h"

#include "analysis/ChannelOrder.h"
#include "analysis/InlinedCalls.h"
#include "ir/Directives.h"
#include "ir/LineOf.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;

namespace allo::schedule {

namespace {
PortObstacle obstacleAt(Operation *op, const std::string &text, const std::string &hint) {
  return {text, hint, op->getLoc()};
}

// The accesses behind the one call that takes the array; `op` is where the search ended without.
std::optional<PortObstacle> followCall(func::CallOp call, Value parameter, const std::string &name,
                                       analysis::ChannelEnd &end) {
  auto top = call->getParentOfType<func::FuncOp>();
  auto callee = call->getParentOfType<ModuleOp>().lookupSymbol<func::FuncOp>(call.getCallee());
  std::string text = "the call of " + call.getCallee().str() + " on line " + ir::lineOf(call);
  if (!llvm::hasSingleElement(parameter.getUses()))
    return obstacleAt(call, text + " is not the only use of " + name, "pass the elements in one place");
  if (call->getBlock() != &top.getBody().front())
    return obstacleAt(call, text + " takes " + name + " and stands in a loop or under a condition",
                      "inline the call first");
  if (!callee || callee.isExternal())
    return obstacleAt(call, text + " takes " + name + ", and the body of that function is not known", "");
  end.nest = call;
  Value inner = callee.getArgument(llvm::find(call.getOperands(), parameter) - call.operand_begin());
  end.accesses = analysis::accessesTo(callee, inner);
  for (const analysis::Access &access : end.accesses)
    if (isa<func::CallOp>(access.op))
      return obstacleAt(access.op, text + " passes " + name + " on to another call", "inline the call first");
  return std::nullopt;
}
} // namespace

bool isSequentialMode(StringRef mode) { return mode == "axis" || mode == "ap_fifo"; }

bool isSequentialPort(Value parameter) {
  StringAttr options = ir::directiveOf(parameter, "interface");
  return options && isSequentialMode(ir::optionOf(options.getValue(), "mode"));
}

std::optional<PortObstacle> sequenceObstacleOf(const StepContext &context, Value parameter) {
  auto type = cast<MemRefType>(parameter.getType());
  auto top = cast<func::FuncOp>(parameter.getParentBlock()->getParentOp());
  std::string name = context.describe(parameter), array = ir::nameOf(parameter);
  analysis::ChannelEnd end;
  end.accesses = analysis::accessesTo(top, parameter);
  for (Operation *user : parameter.getUsers()) {
    if (auto call = dyn_cast<func::CallOp>(user)) {
      if (auto obstacle = followCall(call, parameter, name, end))
        return obstacle;
    } else if (!isa<affine::AffineLoadOp, affine::AffineStoreOp, memref::LoadOp, memref::StoreOp>(user)) {
      return obstacleAt(user, "line " + ir::lineOf(user) + " uses " + name + " as a whole", "");
    }
  }
  if (end.accesses.empty())
    return PortObstacle{name + " is neither read nor written", "leave the interface out", parameter.getLoc()};
  for (const analysis::Access &access : end.accesses)
    if (access.isWrite != end.accesses.front().isWrite)
      return obstacleAt(access.op, name + " is both read and written, and such a port goes one way",
                        "take two parameters, or another mode");
  if (!end.nest)
    end.nest = top.getBody().front().findAncestorOpInBlock(*end.accesses.front().op);
  std::optional<analysis::InlinedCalls> inlined; // with the callee in the place of its call
  if (isa<func::CallOp>(end.nest)) {
    inlined.emplace(end.nest);
    end.nest = inlined->copyOf(end.nest);
    end.accesses = analysis::accessesTo(end.nest, inlined->copyOf(parameter));
  }
  if (auto obstacle = analysis::findSequenceObstacle(end, type.getShape(), array))
    return PortObstacle{obstacle->text, obstacle->hint, parameter.getLoc()};
  return std::nullopt;
}

} // namespace allo::schedule
