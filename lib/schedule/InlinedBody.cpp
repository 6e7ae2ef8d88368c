// Names and ids of an inlined body in its caller, and who set the properties of its loops and variables.
#include "schedule/InlinedBody.h"

#include "ir/Directives.h"
#include "ir/InlineCall.h"
#include "schedule/FreshIds.h"

using namespace mlir;

namespace allo::schedule {

InlinedBody::InlinedBody(StepContext &context, func::FuncOp callee, func::CallOp call)
    : context_(context), callee_(callee), call_(call), caller_(call->getParentOfType<func::FuncOp>()) {
  FunctionNames names(caller_);
  for (const ArrayEntry &array : names.arrays())
    ++names_[array.variable.getName()];
}

void InlinedBody::insert() {
  for (auto [argument, operand] : llvm::zip(callee_.getArguments(), call_.getOperands()))
    if (ir::VariableAttr variable = ir::variableOf(argument);
        variable && isa<MemRefType, ir::StreamType>(operand.getType()))
      if (ir::VariableAttr passed = ir::variableOf(operand))
        newIds_[variable.getId()] = passed.getId();
  ir::inlineCall(call_, callee_, [this](Operation *op) { rename(op); });
  for (Operation *loop : loops_)
    renameInDirectives(loop, newIds_);
}

namespace {
// "ns::gemm<float, 4>" -> "gemm"
StringRef shortName(StringRef symbol) {
  symbol = symbol.take_front(symbol.find_first_of("<("));
  size_t qualifier = symbol.rfind("::");
  return (qualifier == StringRef::npos ? symbol : symbol.drop_front(qualifier + 2)).trim();
}
} // namespace

// Fresh ids in the caller; who set a property of the callee's loop or variable is kept.
void InlinedBody::rename(Operation *op) {
  auto freshIdFor = [&](int64_t old) {
    int64_t id = context_.freshId(caller_);
    copySetBy(context_, {callee_.getSymName().str(), old}, {caller_.getSymName().str(), id});
    return id;
  };
  if (ir::loopOf(op) && op->hasAttr(ir::directivesAttrName))
    loops_.push_back(op);
  if (ir::LoopAttr loop = ir::loopOf(op))
    ir::setLoop(op, loop.withId(freshIdFor(loop.getId())));
  auto variable = op->getAttrOfType<ir::VariableAttr>(ir::varAttrName);
  if (!variable)
    return;
  std::string name = variable.getName().str();
  if (names_.count(name))
    name = (shortName(callee_.getSymName()) + "." + name).str();
  ++names_[name];
  int64_t id = freshIdFor(variable.getId());
  newIds_[variable.getId()] = id;
  op->setAttr(ir::varAttrName,
              ir::VariableAttr::get(op->getContext(), id, name, variable.getType(), variable.getIsConst()));
}

} // namespace allo::schedule
