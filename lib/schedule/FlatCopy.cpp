#include "schedule/FlatCopy.h"

#include "ir/InlineCall.h"
#include "ir/Naming.h"
#include "schedule/AffineIndices.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;

namespace allo::schedule {

namespace {
// The calls that the function itself has stay addressable: each body stands in an operation of its own.
void wrap(func::CallOp call, IRMapping &mapping, Operation *original) {
  OpBuilder builder(call);
  auto around = scf::ExecuteRegionOp::create(builder, call.getLoc(), call.getResultTypes());
  Block *body = builder.createBlock(&around.getRegion());
  call->replaceAllUsesWith(around.getResults());
  call->moveBefore(body, body->end());
  builder.setInsertionPointToEnd(body);
  scf::YieldOp::create(builder, call.getLoc(), call.getResults());
  mapping.map(original, around.getOperation());
}

// Several callees make an index of one integer: to the analyses one value is one symbol.
void mergeCasts(func::FuncOp function) {
  llvm::DenseMap<std::pair<Value, OperationName>, Operation *> known;
  for (Operation &op : llvm::make_early_inc_range(function.getBody().front())) {
    if (!isa<arith::IndexCastOp, arith::IndexCastUIOp>(op))
      continue;
    auto [entry, isNew] = known.try_emplace({op.getOperand(0), op.getName()}, &op);
    if (!isNew && entry->second->getResult(0).getType() == op.getResult(0).getType()) {
      op.replaceAllUsesWith(entry->second);
      op.erase();
    }
  }
}

func::FuncOp bodyOf(ModuleOp module, func::CallOp call) {
  auto callee = module.lookupSymbol<func::FuncOp>(call.getCallee());
  return callee && !callee.isExternal() ? callee : func::FuncOp();
}
} // namespace

FlatCopy::FlatCopy(ArrayRef<Operation *> roots) {
  Operation *first = roots.front();
  auto function = isa<func::FuncOp>(first) ? cast<func::FuncOp>(first) : first->getParentOfType<func::FuncOp>();
  auto module = function->getParentOfType<ModuleOp>();
  OpBuilder builder(function);
  copy_ = cast<func::FuncOp>(builder.clone(*function, mapping_));
  copy_->removeAttr(ir::topAttrName);
  std::string symbol = function.getSymName().str() + ".flat";
  while (module.lookupSymbol(symbol))
    symbol += "'";
  copy_.setSymName(symbol);
  for (auto [value, copied] : mapping_.getValueMap())
    origins_[copied] = value;
  SmallVector<func::CallOp> originals;
  for (Operation *root : roots)
    root->walk([&](func::CallOp call) { originals.push_back(call); });
  SmallVector<Operation *> around;
  for (func::CallOp call : originals) {
    if (!bodyOf(module, call))
      continue;
    wrap(cast<func::CallOp>(mapping_.lookup(call.getOperation())), mapping_, call);
    around.push_back(mapping_.lookup(call.getOperation()));
  }
  int64_t nextId = ir::freshId(copy_);
  auto renew = [&](Operation *op) {
    if (ir::LoopAttr loop = ir::loopOf(op))
      ir::setLoop(op, loop.withId(nextId++));
    if (auto variable = op->getAttrOfType<ir::VariableAttr>(ir::varAttrName))
      op->setAttr(ir::varAttrName, ir::VariableAttr::get(op->getContext(), nextId++, variable.getName(),
                                                         variable.getType(), variable.getIsConst()));
  };
  for (Operation *body : around)
    for (bool changed = true; changed;) {
      changed = false;
      SmallVector<func::CallOp> calls;
      body->walk([&](func::CallOp call) { calls.push_back(call); });
      for (func::CallOp call : calls)
        if (func::FuncOp callee = bodyOf(module, call)) {
          ir::inlineCall(call, callee, renew);
          changed = true;
        }
    }
  mergeCasts(copy_);
  makeIndicesAffine(copy_);
}

FlatCopy::~FlatCopy() { copy_.erase(); }

} // namespace allo::schedule
