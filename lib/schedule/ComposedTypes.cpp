// Makes the types of arrays and streams agree across calls.
#include "schedule/ComposedTypes.h"

#include "ir/CTypes.h"
#include "ir/Directives.h"
#include "schedule/Layouts.h"
#include "schedule/SeparateArray.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

#include "llvm/ADT/SetVector.h"

using namespace mlir;

namespace allo::schedule {

namespace {
std::string joinText(StepContext &context, Value from, Value to) {
  return ", and the two are one array: " + joinedBy(context, from, to);
}

[[noreturn]] void refuseOtherStorage(StepContext &context, Value holder, Value memory) {
  auto kindOf = [](Value memory) {
    return ir::stringifyStorageKind(storageOf(cast<MemRefType>(memory.getType()))).str();
  };
  context.refuseAt(locationOf(memory),
                   context.describe(holder) + " is held in " + kindOf(holder) + " by " +
                       setterOf(context, holder, "storage") + ", but " + context.describe(memory) + " in " +
                       kindOf(memory) + " by " + setterOf(context, memory, "storage") +
                       joinText(context, holder, memory),
                   "give them one storage");
}

// One layout for all memories of an array: each dimension as whoever partitioned it wants it.
void unify(StepContext &context, ArrayRef<Value> memories) {
  auto type = cast<MemRefType>(memories.front().getType());
  SmallVector<ir::PartitionAttr> merged = partitionsOf(withLayout(type, {}, ir::StorageKind::Auto));
  SmallVector<Value> owners(merged.size());
  ir::StorageKind storage = ir::StorageKind::Auto;
  Value holder; // the memory that has it
  for (Value memory : memories) {
    auto memoryType = cast<MemRefType>(memory.getType());
    if (storage == ir::StorageKind::Auto) {
      storage = storageOf(memoryType);
      holder = memory;
    } else if (storageOf(memoryType) != ir::StorageKind::Auto && storageOf(memoryType) != storage) {
      refuseOtherStorage(context, holder, memory);
    }
    for (auto [i, partition] : llvm::enumerate(partitionsOf(memoryType))) {
      if (partition.getKind() == ir::PartitionKind::None || partition == merged[i])
        continue;
      std::string property = "dim " + std::to_string(i + 1);
      if (owners[i])
        context.refuseAt(locationOf(memory),
                         "dimension " + std::to_string(i + 1) + " of " + context.describe(owners[i]) + " is " +
                             partitionText(merged[i]) + " by " + setterOf(context, owners[i], property) + ", but " +
                             context.describe(memory) + " is " + partitionText(partition) + " by " +
                             setterOf(context, memory, property) +
                             ", and the two are one array: " + joinedBy(context, owners[i], memory),
                         "give them one layout");
      merged[i] = partition;
      owners[i] = memory;
    }
  }
  setType(context.module(), memories, withLayout(type, merged, storage));
  std::set<unsigned> reshaped;
  for (Value memory : memories)
    reshaped.merge(ir::reshapedDimensions(memory));
  ir::setReshaped(memories, reshaped);
  for (Value memory : memories)
    for (auto [i, owner] : llvm::enumerate(owners)) {
      if (!owner || owner == memory)
        continue;
      std::string property = "dim " + std::to_string(i + 1);
      auto from = cast<func::FuncOp>(functionOf(owner)), to = cast<func::FuncOp>(functionOf(memory));
      context.state().setBy[{to.getSymName().str(), ir::variableOf(memory).getId(), property}] =
          context.setBy(from, ir::variableOf(owner).getId(), property);
    }
}

std::string typeOf(Value memory) { return ir::spelling(ir::variableOf(memory).getType().getValue()); }

// What to do about elements that `retype` or `pack` made others.
const char *hintFor(StepContext &context, ArrayRef<Value> memories) {
  bool isPacked = llvm::any_of(
      memories, [&](Value memory) { return setterOf(context, memory, "type").find("pack ") != std::string::npos; });
  return isPacked ? "compose the kernel without that pack, and pack the array here afterwards"
                  : "compose the kernel without that retype, and retype the variable here afterwards";
}

// Arrays and parameters that a `retype` of the kernel gave other elements than the rest of this program has.
void refuseOtherElements(StepContext &context, ArrayRef<Value> memories) {
  const char *hint = hintFor(context, memories);
  for (Value memory : memories) {
    if (cast<MemRefType>(memory.getType()).getElementType() !=
        cast<MemRefType>(memories.front().getType()).getElementType())
      context.refuseAt(locationOf(memory),
                       context.describe(memories.front()) + " has elements of type " + typeOf(memories.front()) +
                           " by " + setterOf(context, memories.front(), "type") + ", but " + context.describe(memory) +
                           " of type " + typeOf(memory) + " by " + setterOf(context, memory, "type"),
                       hint);
    auto fetch = memory.getDefiningOp<memref::GetGlobalOp>();
    auto global = fetch ? context.module().lookupSymbol<memref::GlobalOp>(fetch.getName()) : memref::GlobalOp();
    if (global && global.getType().getElementType() != fetch.getType().getElementType())
      context.refuseAt(locationOf(memory),
                       context.describe(memory) + " has elements of type " + typeOf(memory) + " by " +
                           setterOf(context, memory, "type") + ", which this program does not have",
                       hint);
  }
}

void refuseOtherScalars(StepContext &context) {
  context.module().walk([&](func::CallOp call) {
    auto callee = context.state().function(call.getCallee());
    if (!callee)
      return;
    for (auto [operand, argument] : llvm::zip(call.getOperands(), callee.getArguments()))
      if (!isa<MemRefType>(argument.getType()) && operand.getType() != argument.getType())
        context.refuseAt(call.getLoc(),
                         "the call passes another type than " + context.describe(argument) + " has by " +
                             setterOf(context, argument, "type"),
                         "compose the kernel without that retype, and retype the parameter here afterwards");
  });
}

// Every array of the program that has different layouts on the two sides of a call or in two uses of a table.
void unifyArrays(StepContext &context) {
  llvm::SetVector<Value> arrays;
  for (auto function : context.module().getOps<func::FuncOp>()) {
    if (function.isExternal())
      continue;
    for (BlockArgument argument : function.getArguments())
      if (isa<MemRefType>(argument.getType()))
        arrays.insert(argument);
    function.walk([&](memref::GetGlobalOp fetch) { arrays.insert(fetch.getResult()); });
  }
  while (!arrays.empty()) {
    SmallVector<Value> memories = sameArray(context.module(), arrays.front());
    refuseOtherElements(context, memories);
    bool agree = llvm::all_of(memories, [&](Value memory) { return memory.getType() == memories.front().getType(); });
    if (!agree || arrays.front().getDefiningOp<memref::GetGlobalOp>())
      unify(context, memories);
    for (Value memory : memories)
      arrays.remove(memory);
  }
}

//===-- Streams -----------------------------------------------------------------------------------------------===//

ir::StreamType streamType(Value stream) { return cast<ir::StreamType>(stream.getType()); }

// A stream whose depth the program can see keeps that of the source.
void refuseSeenDepth(StepContext &context, ArrayRef<Value> streams, Value owner) {
  for (Value stream : streams)
    for (Operation *user : stream.getUsers())
      if (isa<ir::StreamFullOp, ir::StreamTryWriteOp>(user))
        context.refuseAt(user->getLoc(),
                         "line " + std::to_string(ir::placeOf(user->getLoc()).line) + " asks whether " +
                             context.describe(stream) + " is full, so the depth of " +
                             setterOf(context, owner, "depth") + " would change what the program does",
                         "compose the kernel without that stream_depth");
}

void unifyStream(StepContext &context, ArrayRef<Value> streams) {
  Value owner; // whose depth a step set
  for (Value stream : streams) {
    if (streamType(stream).getElements() != streamType(streams.front()).getElements())
      context.refuseAt(locationOf(stream),
                       context.describe(streams.front()) + " has elements of type " + typeOf(streams.front()) + " by " +
                           setterOf(context, streams.front(), "type") + ", but " + context.describe(stream) +
                           " of type " + typeOf(stream) + " by " + setterOf(context, stream, "type"),
                       hintFor(context, streams));
    if (setterOf(context, stream, "depth") == "the source")
      continue;
    if (owner && streamType(owner).getDepth() != streamType(stream).getDepth())
      context.refuseAt(locationOf(stream),
                       context.describe(owner) + " has the depth " + std::to_string(streamType(owner).getDepth()) +
                           " by " + setterOf(context, owner, "depth") + ", but " + context.describe(stream) + " " +
                           std::to_string(streamType(stream).getDepth()) + " by " + setterOf(context, stream, "depth") +
                           ", and the two are one stream",
                       "give them one depth");
    owner = stream;
  }
  if (!owner)
    return;
  refuseSeenDepth(context, streams, owner);
  for (Value stream : streams) {
    auto function = cast<func::FuncOp>(functionOf(stream)), from = cast<func::FuncOp>(functionOf(owner));
    stream.setType(ir::StreamType::get(stream.getContext(), streamType(stream).getElements(),
                                       streamType(owner).getDepth(), streamType(stream).getExtents()));
    function.setFunctionType(FunctionType::get(stream.getContext(), function.getBody().front().getArgumentTypes(),
                                               function.getResultTypes()));
    if (stream != owner)
      context.state().setBy[{function.getSymName().str(), ir::variableOf(stream).getId(), "depth"}] =
          context.setBy(from, ir::variableOf(owner).getId(), "depth");
  }
}

void unifyStreams(StepContext &context) {
  llvm::SetVector<Value> streams;
  for (auto function : context.module().getOps<func::FuncOp>()) {
    if (function.isExternal())
      continue;
    for (BlockArgument argument : function.getArguments())
      if (isa<ir::StreamType>(argument.getType()))
        streams.insert(argument);
  }
  while (!streams.empty()) {
    SmallVector<Value> same = sameArray(context.module(), streams.front());
    if (!llvm::all_of(same, [&](Value stream) { return stream.getType() == same.front().getType(); }))
      unifyStream(context, same);
    for (Value stream : same)
      streams.remove(stream);
  }
}
} // namespace

void unifyTypes(StepContext &context) {
  unifyStreams(context);
  refuseOtherScalars(context);
  unifyArrays(context);
}

} // namespace allo::schedule
