// A forward flow to a fixed point: each value and each memory carries the set of arrays that its contents come from.
// Only data flow counts, not control: a value stored under a condition does not come from the condition.
#include "build/IndexArrays.h"

#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/CallInterfaces.h"

#include "llvm/ADT/DenseMap.h"

using namespace mlir;

namespace allo::build {

namespace {
using Origins = std::set<unsigned>; // argument numbers of the top

class OriginFlow {
public:
  explicit OriginFlow(ModuleOp module) : module_(module), top_(ir::topOf(module)) {}

  std::set<std::string> run() {
    for (BlockArgument argument : top_.getArguments())
      if (auto type = dyn_cast<MemRefType>(argument.getType());
          type && type.getRank() && type.getElementType().isInteger())
        origins_[argument].insert(argument.getArgNumber());
    do {
      changed_ = false;
      module_.walk([&](Operation *op) { visit(op); });
    } while (changed_);
    std::set<std::string> names;
    for (unsigned argument : used_)
      names.insert(ir::nameOf(top_.getArgument(argument)));
    return names;
  }

private:
  void join(Value to, const Origins &from) {
    Origins &into = origins_[to];
    size_t before = into.size();
    into.insert(from.begin(), from.end());
    changed_ |= into.size() != before;
  }
  void flow(Value from, Value to) {
    Origins origins = origins_.lookup(from); // a copy: join may move the map's entries
    if (!origins.empty())
      join(to, origins);
  }
  void use(ValueRange values) {
    for (Value value : values) {
      Origins origins = origins_.lookup(value);
      used_.insert(origins.begin(), origins.end());
    }
  }

  void visit(Operation *op) {
    if (auto load = dyn_cast<memref::LoadOp>(op)) {
      use(load.getIndices());
      flow(load.getMemRef(), load.getResult());
    } else if (auto load = dyn_cast<affine::AffineLoadOp>(op)) {
      use(load.getMapOperands());
      flow(load.getMemRef(), load.getResult());
    } else if (auto store = dyn_cast<memref::StoreOp>(op)) {
      use(store.getIndices());
      flow(store.getValueToStore(), store.getMemRef());
    } else if (auto store = dyn_cast<affine::AffineStoreOp>(op)) {
      use(store.getMapOperands());
      flow(store.getValueToStore(), store.getMemRef());
    } else if (auto call = dyn_cast<func::CallOp>(op)) {
      visitCall(call);
    } else {
      visitOther(op);
    }
  }

  void visitCall(func::CallOp call) {
    auto callee = module_.lookupSymbol<func::FuncOp>(call.getCallee());
    if (!callee || callee.isExternal())
      return;
    for (auto [operand, argument] : llvm::zip(call.getOperands(), callee.getArguments())) {
      flow(operand, argument);
      if (isa<MemRefType>(operand.getType()))
        flow(argument, operand);
    }
    Operation *end = callee.getBody().front().getTerminator();
    for (auto [returned, result] : llvm::zip(end->getOperands(), call.getResults()))
      flow(returned, result);
  }

  void visitOther(Operation *op) {
    if (isa<affine::AffineForOp, scf::ForOp, scf::ConditionOp, affine::AffineIfOp>(op))
      use(op->getOperands());
    if (isa<scf::YieldOp>(op)) {
      for (auto [yielded, result] : llvm::zip(op->getOperands(), op->getParentOp()->getResults()))
        flow(yielded, result);
      return;
    }
    for (Value operand : op->getOperands())
      for (Value result : op->getResults())
        flow(operand, result);
    if (auto loop = dyn_cast<scf::ForOp>(op)) // an index that starts at a loaded value
      for (Value bound : op->getOperands())
        flow(bound, loop.getInductionVar());
  }

  ModuleOp module_;
  func::FuncOp top_;
  llvm::DenseMap<Value, Origins> origins_;
  Origins used_;
  bool changed_ = false;
};
} // namespace

std::set<std::string> indexArraysOf(ModuleOp module) { return OriginFlow(module).run(); }

} // namespace allo::build
