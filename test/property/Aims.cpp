#include "Aims.h"

#include "analysis/AccessCollection.h"
#include "analysis/InlinedCalls.h"
#include "analysis/TripCount.h"
#include "schedule/Address.h"
#include "schedule/Grids.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "llvm/ADT/MapVector.h"

using namespace mlir;

namespace allo::fuzz {

namespace {
using analysis::Access;

bool isArray(Value memory) {
  auto type = dyn_cast<MemRefType>(memory.getType());
  return type && type.getRank() != 0;
}

bool isAccess(Operation *op) {
  return isa<affine::AffineLoadOp, affine::AffineStoreOp, memref::LoadOp, memref::StoreOp>(op);
}

bool isStore(Operation *op) { return isa<affine::AffineStoreOp, memref::StoreOp>(op); }

class FunctionAims {
public:
  FunctionAims(func::FuncOp function, const std::string &kernel, Aims &aims)
      : function_(function), names_(function), aims_(aims), own_(schedule::functionAddress(function)),
        prefix_(own_ == kernel ? "" : own_ + ":"), accesses_(analysis::collectAccesses(function)) {}

  void find() {
    for (const schedule::LoopEntry &loop : names_.loops()) {
      if (isRegion(loop.op->getRegion(loop.op->getNumRegions() - 1)))
        aims_.regions.push_back("loop=" + prefix_ + names_.pathOf(loop));
      auto counted = dyn_cast<affine::AffineForOp>(loop.op);
      if (!counted)
        continue;
      if (analysis::tripCount(counted).value_or(2) > 1)
        findWindows(counted);
      if (schedule::isSpatial(counted))
        findChains(counted);
      findGuarded(loop);
    }
    for (const schedule::ArrayEntry &array : names_.arrays())
      if (isArray(array.memory) && array.memory.getDefiningOp<memref::AllocaOp>())
        findProducers(array.memory);
    if (isRegion(function_.getBody()))
      aims_.regions.push_back("function=" + own_);
  }

private:
  void add(std::vector<std::string> &aims, const std::string &what, Operation *axis) {
    const schedule::LoopEntry *loop = names_.entryOf(axis);
    if (!what.empty() && loop)
      aims.push_back(what + " axis=" + prefix_ + names_.pathOf(*loop));
  }

  std::string arrayText(Value memory) {
    const schedule::ArrayEntry *array = names_.entryOf(memory);
    return array ? prefix_ + names_.pathOf(*array) : "";
  }

  void findWindows(affine::AffineForOp axis) {
    for (const schedule::ArrayEntry &array : names_.arrays()) {
      std::vector<const Access *> inside;
      for (const Access &access : accesses_)
        if (access.memory == array.memory && axis->isProperAncestor(access.op))
          inside.push_back(&access);
      bool isRead = llvm::all_of(inside, [](const Access *access) { return !access->isWrite && access->isAffine; });
      if (isArray(array.memory) && isRead && slides(axis, inside))
        add(aims_.windows, arrayText(array.memory), axis);
    }
  }

  // In some dimension an iteration reads several elements, which the next one moves.
  static bool slides(affine::AffineForOp axis, const std::vector<const Access *> &reads) {
    unsigned rank = reads.empty() ? 0 : reads.front()->map.getNumResults();
    for (unsigned dimension = 0; dimension < rank; ++dimension) {
      bool moves = false, hasSeveral = false;
      for (const Access *read : reads) {
        AffineMap index = read->map.getSubMap({dimension});
        hasSeveral |= index != reads.front()->map.getSubMap({dimension});
        for (unsigned dim = 0; dim < index.getNumDims(); ++dim)
          if (index.isFunctionOfDim(dim)) {
            affine::AffineForOp loop = affine::getForInductionVarOwner(read->operands[dim]);
            moves |= loop == axis;
            hasSeveral |= loop && axis->isProperAncestor(loop);
          }
      }
      if (moves && hasSeveral)
        return true;
    }
    return false;
  }

  void findGuarded(const schedule::LoopEntry &first) {
    Operation *condition = first.op->getParentOp();
    for (const schedule::LoopEntry &second : names_.loops()) {
      Operation *other = second.op->getParentOp();
      if (isa<affine::AffineIfOp, scf::IfOp>(condition) && isa<affine::AffineIfOp, scf::IfOp>(other) &&
          condition->getBlock() == other->getBlock() && condition->isBeforeInBlock(other))
        aims_.guarded.push_back(prefix_ + names_.pathOf(first) + " " + prefix_ + names_.pathOf(second));
    }
  }

  void findChains(affine::AffineForOp axis) {
    schedule::Grid grid = schedule::gridAround(axis);
    if (!grid.element)
      return;
    analysis::InlinedCalls inlined(grid.loops.front().getOperation());
    Value variable = inlined.copyOf(axis).getInductionVar();
    llvm::MapVector<Value, bool> isChain; // only read, and the same along the axis
    for (const Access &access : analysis::collectAccesses(inlined.copyOf(grid.loops.front().getOperation())))
      isChain.try_emplace(access.memory, true).first->second &=
          !access.isWrite && access.isAffine && !llvm::is_contained(access.operands, variable);
    for (Value operand : grid.element.getOperands())
      if (isArray(operand) && isChain.lookup(inlined.copyOf(operand)))
        add(aims_.chains, arrayText(operand), axis);
  }

  void findProducers(Value memory) {
    SmallVector<Operation *> stores, loads;
    for (Operation *user : memory.getUsers()) {
      if (!isAccess(user))
        return;
      (isStore(user) ? stores : loads).push_back(user);
    }
    if (stores.empty() || loads.empty())
      return;
    for (Operation *around = stores.front()->getParentOp(); around != function_; around = around->getParentOp()) {
      auto producer = dyn_cast<affine::AffineForOp>(around);
      SmallVector<Operation *> readers(loads);
      llvm::erase_if(readers, [&](Operation *load) { return around->isAncestor(load); });
      if (!producer || readers.empty() || !isOnlyEffect(producer, memory))
        continue;
      for (const schedule::LoopEntry &axis : names_.loops())
        if (isa<affine::AffineForOp>(axis.op) && isBehind(axis.op, producer) &&
            llvm::any_of(readers, [&](Operation *reader) { return axis.op->isAncestor(reader); }) &&
            llvm::all_of(readers, [&](Operation *reader) { // others may be between the nests
              return axis.op->isAncestor(reader) ||
                     (isBehind(reader, producer) && !isBehind(reader, nestIn(producer->getBlock(), axis.op)) &&
                      nestIn(producer->getBlock(), axis.op) != nestIn(producer->getBlock(), reader));
            }))
          if (const schedule::LoopEntry *entry = names_.entryOf(producer))
            add(aims_.producers, prefix_ + names_.pathOf(*entry), axis.op);
    }
  }

  static Operation *nestIn(Block *block, Operation *op) { return block->findAncestorOpInBlock(*op); }

  static bool isBehind(Operation *axis, Operation *producer) {
    Operation *nest = nestIn(producer->getBlock(), axis);
    return nest && producer->isBeforeInBlock(nest);
  }

  bool isOnlyEffect(Operation *producer, Value memory) const {
    return llvm::all_of(accesses_, [&](const Access &access) {
      if (access.memory == memory)
        return !access.isWrite || producer->isAncestor(access.op);
      Operation *declaration = access.memory.getDefiningOp();
      return !access.isWrite || !producer->isAncestor(access.op) || (declaration && producer->isAncestor(declaration));
    });
  }

  // Only loops, calls and declarations, and more than one of the first two; no array has two that write it.
  bool isRegion(Region &region) const {
    int tasks = 0;
    llvm::DenseMap<Value, Operation *> writers;
    for (const Access &access : accesses_)
      if (Operation *task = access.isWrite ? region.front().findAncestorOpInBlock(*access.op) : nullptr)
        if (writers.try_emplace(access.memory, task).first->second != task)
          return false;
    for (Operation &op : region.front().without_terminator()) {
      bool isTask = ir::isLoop(&op) || isa<func::CallOp>(op);
      tasks += isTask ? 1 : 0;
      if (!isTask && !isa<memref::AllocaOp>(op) && !isMemoryEffectFree(&op))
        return false;
    }
    return tasks > 1;
  }

  func::FuncOp function_;
  schedule::FunctionNames names_;
  Aims &aims_;
  std::string own_, prefix_;
  std::vector<Access> accesses_;
};
} // namespace

Aims aimsOf(ModuleOp module, const std::string &kernel) {
  Aims aims;
  std::vector<func::FuncOp> functions;
  for (auto function : module.getOps<func::FuncOp>())
    if (!function.isExternal())
      functions.push_back(function);
  for (func::FuncOp function : functions) {
    FunctionAims(function, kernel, aims).find();
    for (func::FuncOp other : functions)
      if (function != other && function.getFunctionType() == other.getFunctionType() &&
          !function->hasAttr(ir::topAttrName) && !other->hasAttr(ir::topAttrName))
        aims.alike.emplace_back(schedule::functionAddress(function), schedule::functionAddress(other));
  }
  return aims;
}

} // namespace allo::fuzz
