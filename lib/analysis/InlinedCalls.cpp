#include "analysis/InlinedCalls.h"

#include "ir/AffineIndices.h"
#include "ir/InlineCall.h"
#include "ir/Naming.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace allo::analysis {

namespace {
func::FuncOp calleeOf(func::CallOp call, ModuleOp module) {
  auto callee = module.lookupSymbol<func::FuncOp>(call.getCallee());
  return callee && !callee.isExternal() ? callee : func::FuncOp();
}

unsigned sizeOf(Operation *op) {
  unsigned size = 0;
  op->walk([&](Operation *) { ++size; });
  return size;
}
} // namespace

bool InlinedCalls::any(ArrayRef<Operation *> roots) {
  return llvm::any_of(roots, [](Operation *root) {
    auto module = root->getParentOfType<ModuleOp>();
    return root
        ->walk([&](func::CallOp call) {
          return module && calleeOf(call, module) ? WalkResult::interrupt() : WalkResult::advance();
        })
        .wasInterrupted();
  });
}

InlinedCalls::InlinedCalls(ArrayRef<Operation *> roots, Limit limit) {
  auto function = roots.front()->getParentOfType<func::FuncOp>();
  auto module = function->getParentOfType<ModuleOp>();
  OpBuilder builder(function); // in the module, where the names of callees and tables mean something
  copy_ = cast<func::FuncOp>(builder.clone(*function, mapping_));
  copy_->removeAttr(ir::topAttrName);
  std::string symbol = function.getSymName().str() + ".inlined";
  while (module.lookupSymbol(symbol))
    symbol += "'";
  copy_.setSymName(symbol);
  for (auto [original, copy] : mapping_.getOperationMap())
    origins_[copy] = original;
  for (auto [original, copy] : mapping_.getValueMap())
    values_[copy] = original;
  nextId_ = ir::freshId(copy_);
  operations_ = sizeOf(copy_);
  for (Operation *root : roots) {
    if (auto call = dyn_cast<func::CallOp>(root); call && calleeOf(call, module))
      wrap(call);
    inlineCalls(copyOf(root), limit);
  }
  foldConstantCasts();
  mergeCasts();
  ir::makeIndicesAffine(copy_);
}

// A root that is a call stays addressable: the body stands in an operation of its own.
void InlinedCalls::wrap(func::CallOp root) {
  func::CallOp call = copyOf(root);
  OpBuilder builder(call);
  auto around = scf::ExecuteRegionOp::create(builder, call.getLoc(), call.getResultTypes());
  Block *body = builder.createBlock(&around.getRegion());
  call->replaceAllUsesWith(around.getResults());
  call->moveBefore(body, body->end());
  builder.setInsertionPointToEnd(body);
  scf::YieldOp::create(builder, call.getLoc(), call.getResults());
  mapping_.map(root.getOperation(), around.getOperation());
  origins_[around] = root;
  for (auto [original, result] : llvm::zip_equal(root.getResults(), around.getResults())) {
    mapping_.map(original, result);
    values_[result] = original;
  }
}

void InlinedCalls::inlineCalls(Operation *root, const Limit &limit) {
  auto module = copy_->getParentOfType<ModuleOp>();
  SmallVector<func::CallOp> found;
  auto collect = [&](func::CallOp call) { found.push_back(call); };
  root->walk(collect);
  for (bool inlined = true; inlined; found.clear(), root->walk(collect)) { // callees call too
    inlined = false;
    for (func::CallOp call : found)
      if (func::FuncOp callee = calleeOf(call, module)) {
        operations_ += sizeOf(callee);
        if (++calls_ > limit.calls || operations_ > limit.operations)
          return;
        inlineCall(call, callee);
        inlined = true;
      }
  }
}

void InlinedCalls::inlineCall(func::CallOp call, func::FuncOp callee) {
  Operation *origin = originOf(call.getOperation()), *before = call->getPrevNode(), *behind = call->getNextNode();
  Block *block = call->getBlock();
  forget(call);
  ir::inlineCall(call, callee, [&](Operation *op) {
    if (ir::LoopAttr loop = ir::loopOf(op))
      ir::setLoop(op, loop.withId(nextId_++));
    if (auto variable = op->getAttrOfType<ir::VariableAttr>(ir::varAttrName))
      op->setAttr(ir::varAttrName, ir::VariableAttr::get(op->getContext(), nextId_++, variable.getName(),
                                                         variable.getType(), variable.getIsConst()));
  });
  for (Operation *op = before ? before->getNextNode() : &block->front(); op != behind; op = op->getNextNode())
    op->walk([&](Operation *inner) { origins_[inner] = origin; });
}

// A constant subscript of an argument (`f(streams[1])`) becomes an integer at the call and an index in the callee.
void InlinedCalls::foldConstantCasts() {
  copy_.walk([&](Operation *op) {
    IntegerAttr constant;
    if (!isa<arith::IndexCastOp, arith::IndexCastUIOp>(op) || !matchPattern(op->getOperand(0), m_Constant(&constant)))
      return;
    Type type = op->getResult(0).getType();
    unsigned width = type.isIndex() ? IndexType::kInternalStorageBitWidth : type.getIntOrFloatBitWidth();
    APInt value =
        isa<arith::IndexCastOp>(op) ? constant.getValue().sextOrTrunc(width) : constant.getValue().zextOrTrunc(width);
    OpBuilder builder(op);
    op->replaceAllUsesWith(arith::ConstantOp::create(builder, op->getLoc(), builder.getIntegerAttr(type, value)));
    forget(op);
    op->erase();
  });
}

// Several callees make an index of one integer: to the analyses one value is one symbol.
void InlinedCalls::mergeCasts() {
  llvm::DenseMap<std::pair<Value, OperationName>, Operation *> known;
  for (Operation &op : llvm::make_early_inc_range(copy_.getBody().front())) {
    if (!isa<arith::IndexCastOp, arith::IndexCastUIOp>(op))
      continue;
    auto [entry, isNew] = known.try_emplace({op.getOperand(0), op.getName()}, &op);
    if (!isNew && entry->second->getResult(0).getType() == op.getResult(0).getType()) {
      op.replaceAllUsesWith(entry->second);
      forget(&op);
      op.erase();
    }
  }
}

// Before an operation of the copy is erased: another one may be made in its place.
void InlinedCalls::forget(Operation *op) {
  origins_.erase(op);
  for (Value result : op->getResults())
    values_.erase(result);
}

std::optional<Access> InlinedCalls::originOf(const Access &access) const {
  Operation *origin = originOf(access.op);
  Value memory = originOf(access.memory);
  if (!origin || !memory)
    return std::nullopt;
  Access translated;
  translated.op = origin;
  translated.memory = memory;
  translated.isWrite = access.isWrite;
  translated.isAffine = access.isAffine;
  return translated;
}

} // namespace allo::analysis
