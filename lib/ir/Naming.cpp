#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

#include "llvm/ADT/DenseSet.h"

using namespace mlir;

namespace allo::ir {

bool isLoop(Operation *op) { return isa<affine::AffineForOp, scf::ForOp, scf::WhileOp>(op); }

LoopAttr loopOf(Operation *op) { return op->getAttrOfType<LoopAttr>(loopAttrName); }

void setLoop(Operation *op, LoopAttr loop) { op->setAttr(loopAttrName, loop); }

VariableAttr variableOf(Value memory) {
  if (auto argument = dyn_cast<BlockArgument>(memory)) {
    auto function = dyn_cast_or_null<func::FuncOp>(argument.getOwner()->getParentOp());
    if (!function || argument.getOwner() != &function.getBody().front())
      return {};
    return function.getArgAttrOfType<VariableAttr>(argument.getArgNumber(), varAttrName);
  }
  return memory.getDefiningOp()->getAttrOfType<VariableAttr>(varAttrName);
}

std::string nameOf(Value memory) {
  if (isa<ConsoleType>(memory.getType()))
    return "what is printed";
  VariableAttr variable = variableOf(memory);
  return variable ? variable.getName().str() : "<unnamed>";
}

namespace {
// Calls `visit(id, op)` for every id in the function; op is null for arguments.
template <typename Visitor> void forEachId(func::FuncOp function, Visitor visit) {
  for (unsigned i = 0; i < function.getNumArguments(); ++i)
    if (auto variable = function.getArgAttrOfType<VariableAttr>(i, varAttrName))
      visit(variable.getId(), static_cast<Operation *>(nullptr));
  function.walk([&](Operation *op) {
    if (LoopAttr loop = loopOf(op))
      visit(loop.getId(), op);
    if (auto variable = op->getAttrOfType<VariableAttr>(varAttrName))
      visit(variable.getId(), op);
  });
}
} // namespace

int64_t freshId(func::FuncOp function) {
  int64_t next = 0;
  forEachId(function, [&](int64_t id, Operation *) { next = std::max(next, id + 1); });
  return next;
}

SmallVector<Operation *> loopsOf(func::FuncOp function) {
  SmallVector<Operation *> loops;
  function.walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (isLoop(op))
      loops.push_back(op);
  });
  return loops;
}

LogicalResult verifyNames(ModuleOp module) {
  for (auto function : module.getOps<func::FuncOp>()) {
    WalkResult walk = function.walk([&](Operation *op) -> WalkResult {
      if (isLoop(op) && !loopOf(op))
        return op->emitOpError() << "has lost its name and id";
      if (isa<memref::AllocaOp, StreamCreateOp>(op) && !variableOf(op->getResult(0)))
        return op->emitOpError() << "has lost its name and id";
      return WalkResult::advance();
    });
    if (walk.wasInterrupted())
      return failure();
    llvm::DenseSet<int64_t> seen;
    LogicalResult unique = success();
    forEachId(function, [&](int64_t id, Operation *op) {
      if (!seen.insert(id).second)
        unique = (op ? op : function.getOperation())->emitOpError() << "id " << id << " is used twice";
    });
    if (failed(unique))
      return failure();
  }
  return success();
}

ConsoleOp consoleOf(func::FuncOp function) {
  for (ConsoleOp console : function.getBody().front().getOps<ConsoleOp>())
    return console;
  return {};
}

func::FuncOp topOf(ModuleOp module) {
  for (auto function : module.getOps<func::FuncOp>())
    if (function->hasAttr(topAttrName))
      return function;
  return {};
}

SourcePlace placeOf(Location location) {
  SourcePlace place;
  location->walk([&](Location inner) {
    if (auto file = dyn_cast<FileLineColLoc>(inner)) {
      place = {file.getFilename().str(), file.getLine(), file.getColumn()};
      return WalkResult::interrupt();
    }
    return WalkResult::advance();
  });
  return place;
}

} // namespace allo::ir
