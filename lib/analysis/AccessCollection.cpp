#include "analysis/AccessCollection.h"

#include "analysis/ComputedIndices.h"
#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/SymbolTable.h"

#include "llvm/ADT/DenseMap.h"

using namespace mlir;

namespace allo::analysis {
namespace {

class Collector {
public:
  explicit Collector(PlainIndices plain) : plain_(plain) {}

  std::vector<Access> accesses;

  void collect(Operation *root) {
    root->walk<WalkOrder::PreOrder>([&](Operation *op) { visit(op); });
    markReductions();
  }

private:
  void visit(Operation *op) {
    if (auto load = dyn_cast<affine::AffineLoadOp>(op))
      addAffine(op, load.getMemRef(), false, load.getAffineMap(), load.getMapOperands());
    else if (auto store = dyn_cast<affine::AffineStoreOp>(op))
      addAffine(op, store.getMemRef(), true, store.getAffineMap(), store.getMapOperands());
    else if (auto load = dyn_cast<memref::LoadOp>(op))
      addPlain(op, load.getMemRef(), false, load.getIndices());
    else if (auto store = dyn_cast<memref::StoreOp>(op))
      addPlain(op, store.getMemRef(), true, store.getIndices());
    else if (auto call = dyn_cast<func::CallOp>(op))
      addCall(call);
    else if (isa<ir::StreamEmptyOp, ir::StreamFullOp, ir::StreamSizeOp>(op))
      addUnknown(op, op->getOperand(0), false);
    else if (!isa<memref::AllocaOp, memref::GetGlobalOp>(op))
      for (Value operand : op->getOperands()) // an operation that this analysis does not know, or one on a stream
        if (isMemory(operand)) {
          addUnknown(op, operand, false);
          addUnknown(op, operand, true);
        }
  }

  static bool isMemory(Value value) { return isa<MemRefType, ir::StreamType, ir::ConsoleType>(value.getType()); }

  // One value for all names of a table.
  Value rootOf(Value memory) {
    if (isa<ir::ConsoleType>(memory.getType())) // after inlining a function may have several
      return console_ ? console_ : console_ = memory;
    auto global = memory.getDefiningOp<memref::GetGlobalOp>();
    if (!global)
      return memory;
    return globals_.try_emplace(global.getNameAttr().getAttr(), memory).first->second;
  }

  void addAffine(Operation *op, Value memory, bool isWrite, AffineMap map, ValueRange operands) {
    Access access{op, rootOf(memory), isWrite, true, map, llvm::to_vector<4>(operands), {}};
    affine::fullyComposeAffineMapAndOperands(&access.map, &access.operands);
    affine::canonicalizeMapAndOperands(&access.map, &access.operands);
    accesses.push_back(std::move(access));
  }

  void addPlain(Operation *op, Value memory, bool isWrite, ValueRange indices) {
    bool areAffine =
        llvm::all_of(indices, [](Value index) { return affine::isValidDim(index) || affine::isValidSymbol(index); });
    if (!areAffine) {
      SmallVector<Value> operands;
      std::optional<AffineMap> map =
          plain_ == PlainIndices::computed ? computed_.mapOf(indices, operands) : std::nullopt;
      return map ? addAffine(op, memory, isWrite, *map, operands) : addUnknown(op, memory, isWrite);
    }
    addAffine(op, memory, isWrite, AffineMap::getMultiDimIdentityMap(indices.size(), op->getContext()), indices);
  }

  void addUnknown(Operation *op, Value memory, bool isWrite) {
    accesses.push_back({op, rootOf(memory), isWrite, false, {}, {}, {}});
  }

  void addCall(func::CallOp call) {
    auto callee = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(call, call.getCalleeAttr());
    for (auto [index, operand] : llvm::enumerate(call.getOperands())) {
      if (!isMemory(operand))
        continue;
      addUnknown(call, operand, false);
      auto variable = callee ? callee.getArgAttrOfType<ir::VariableAttr>(index, ir::varAttrName) : ir::VariableAttr();
      if (!variable || !variable.getIsConst())
        addUnknown(call, operand, true);
    }
    if (callee && !callee.isExternal() && ir::consoleOf(callee))
      if (ir::ConsoleOp console = ir::consoleOf(call->getParentOfType<func::FuncOp>())) {
        addUnknown(call, console, false);
        addUnknown(call, console, true);
      }
  }

  void markReductions() {
    llvm::DenseMap<Operation *, ReductionKind> part;
    for (const Access &access : accesses)
      if (access.isWrite)
        if (std::optional<ReductionUpdate> update = reductionUpdateOf(access.op)) {
          part[update->load] = update->kind;
          part[update->store] = update->kind;
          for (Operation *load : update->readAgain)
            part[load] = update->kind;
        }
    for (Access &access : accesses)
      if (auto found = part.find(access.op); found != part.end())
        access.reduction = found->second;
  }

  PlainIndices plain_;
  ComputedIndices computed_;
  llvm::DenseMap<Attribute, Value> globals_;
  Value console_;
};

} // namespace

std::vector<Access> collectAccesses(Operation *root, PlainIndices plain) {
  Collector collector(plain);
  collector.collect(root);
  return std::move(collector.accesses);
}

std::vector<Access> accessesTo(Operation *root, Value memory) {
  std::vector<Access> accesses = collectAccesses(root);
  std::erase_if(accesses, [&](const Access &access) { return !isSameMemory(access.memory, memory); });
  return accesses;
}

bool isSameMemory(Value left, Value right) {
  auto leftTable = left.getDefiningOp<memref::GetGlobalOp>(), rightTable = right.getDefiningOp<memref::GetGlobalOp>();
  return left == right || (leftTable && rightTable && leftTable.getName() == rightTable.getName());
}

} // namespace allo::analysis
