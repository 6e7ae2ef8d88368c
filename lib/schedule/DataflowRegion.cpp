#include "schedule/DataflowRegion.h"

#include "ir/LineOf.h"
#include "schedule/TaskChannels.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;

namespace allo::schedule {

namespace {
Operation *ownerOf(Value value) {
  Operation *definition = value.getDefiningOp();
  return definition ? definition : value.getParentBlock()->getParentOp();
}
} // namespace

std::vector<RegionObstacle> DataflowRegion::obstacles() {
  if (ir::LoopAttr loop = ir::loopOf(body_->getParentOp()); loop && (loop.getPipeline() || loop.getUnroll()))
    return {{context_.describe(body_->getParentOp()) + " is pipelined or unrolled, which takes its tasks apart",
             "choose one of the two", false}};
  collectTasks();
  if (!obstacles_.empty())
    return obstacles_;
  if (tasks_.size() < 2)
    return {{tasks_.empty()
                 ? "there is no task in the body"
                 : "there is one task only in the body, " + taskText(0) + ", so nothing can run at the same time",
             "a task is a loop or a call that stands directly in the body", false}};
  for (size_t task = 0; task < tasks_.size(); ++task)
    tasks_[task]->walk([&](Operation *op) {
      for (Value operand : op->getOperands())
        if (isa<MemRefType, ir::StreamType>(operand.getType()) && !tasks_[task]->isAncestor(ownerOf(operand)))
          note(task, operand, op);
    });
  TaskList list{body_->getParentOp(), tasks_, {}};
  for (size_t task = 0; task < tasks_.size(); ++task)
    list.names.push_back(taskText(task));
  SmallVector<Value> streamArrays;
  for (auto &[memory, uses] : uses_) {
    auto type = dyn_cast<ir::StreamType>(memory.getType());
    if (type && !type.getExtents().empty())
      streamArrays.push_back(memory);
    else
      checkMemory(memory, uses);
  }
  auto report = [&](const std::string &text, const std::string &hint) { obstacles_.push_back({text, hint}); };
  checkStreamArrays(list, streamArrays, report);
  for (Operation *task : tasks_)
    if (isSpatial(task))
      checkGridBanks(context_, gridAround(task), report);
  return obstacles_;
}

std::string DataflowRegion::taskText(size_t task) const {
  if (auto call = dyn_cast<func::CallOp>(tasks_[task]))
    return "the call of " + call.getCallee().str() + " on line " + ir::lineOf(call);
  return (isSpatial(tasks_[task]) ? "the grid " : "the loop ") + context_.describe(tasks_[task]);
}

void DataflowRegion::collectTasks() {
  for (Operation &op : *body_) {
    if (ir::isLoop(&op) || isa<func::CallOp>(op)) {
      tasks_.push_back(&op);
      continue;
    }
    bool isDeclaration = isa<memref::AllocaOp, memref::GetGlobalOp, ir::StreamCreateOp, ir::ConsoleOp>(op);
    if (isDeclaration || op.hasTrait<OpTrait::IsTerminator>() || isMemoryEffectFree(&op))
      continue;
    obstacles_.push_back({"the statement on line " + ir::lineOf(&op) +
                              " stands between the tasks: it is neither a loop nor "
                              "a call nor a declaration",
                          "move it into one of the tasks, or into a function of its own", false, op.getLoc()});
    return;
  }
}

// Whether anything below the use reads or writes: through the parameters of callees.
void DataflowRegion::follow(Value memory, Operation *user, bool &reads, bool &writes) const {
  if (isa<affine::AffineLoadOp, memref::LoadOp, ir::StreamReadOp, ir::StreamTryReadOp, ir::StreamEmptyOp,
          ir::StreamSizeOp>(user)) {
    reads = true;
  } else if (isa<affine::AffineStoreOp, memref::StoreOp, ir::StreamWriteOp, ir::StreamTryWriteOp, ir::StreamFullOp>(
                 user)) {
    writes = true;
  } else if (auto call = dyn_cast<func::CallOp>(user)) {
    auto callee = mlir::ModuleOp(module_).lookupSymbol<func::FuncOp>(call.getCallee());
    for (auto [index, operand] : llvm::enumerate(call.getOperands()))
      if (operand == memory) {
        if (!callee || callee.isExternal()) {
          reads = writes = true;
          continue;
        }
        Value parameter = callee.getArgument(index);
        for (Operation *inner : parameter.getUsers())
          follow(parameter, inner, reads, writes);
      }
  } else {
    reads = writes = true;
  }
}

void DataflowRegion::note(size_t task, Value memory, Operation *user) {
  bool reads = false, writes = false;
  follow(memory, user, reads, writes);
  Uses &uses = uses_[memory];
  if (reads && !llvm::is_contained(uses.readers, task))
    uses.readers.push_back(task);
  if (writes && !llvm::is_contained(uses.writers, task))
    uses.writers.push_back(task);
}

void DataflowRegion::checkMemory(Value memory, const Uses &uses) {
  auto fetched = memory.getDefiningOp<memref::GetGlobalOp>();
  if (uses.writers.empty() && (fetched || isLocal(memory)))
    return; // a table; or never written
  std::string name = context_.describe(memory);
  if (uses.writers.size() > 1)
    obstacles_.push_back({name + " is written by " + taskText(uses.writers[0]) + " and by " + taskText(uses.writers[1]),
                          "an array or stream between tasks has one producer"});
  llvm::SmallVector<size_t> readers;
  for (size_t reader : uses.readers)
    if (!llvm::is_contained(uses.writers, reader))
      readers.push_back(reader);
  if (readers.size() > 1)
    obstacles_.push_back({name + " is read by " + taskText(readers[0]) + " and by " + taskText(readers[1]),
                          "an array or stream between tasks has one consumer; copy it for a second one"});
  if (uses.writers.size() != 1 || readers.size() != 1)
    return;
  if (!isLocal(memory))
    obstacles_.push_back({name + " is written by " + taskText(uses.writers[0]) + " and read by " +
                              taskText(readers[0]) + ", but it is declared outside of the body",
                          "tasks pass data through arrays and streams that are declared in the body"});
  else if (readers[0] < uses.writers[0])
    obstacles_.push_back(
        {name + " is read by " + taskText(readers[0]) + " before " + taskText(uses.writers[0]) + " writes it",
         "data goes forward only, from a task to a later one"});
}

bool DataflowRegion::isLocal(Value memory) const {
  Operation *definition = memory.getDefiningOp();
  return definition && definition->getBlock() == body_ && !isa<memref::GetGlobalOp>(definition);
}

} // namespace allo::schedule
