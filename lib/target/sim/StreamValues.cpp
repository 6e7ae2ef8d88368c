// Operations on streams where only values are wanted (docs/decisions/0033): they load from and store to buffers that
// are as long as they have to be. Loops whose operations happen in every iteration run in batches without asking
// anything, as long as the buffers hold, so that LLVM can vectorise them.
#include "target/sim/FunctionCompiler.h"
#include "target/sim/ValueQueue.h"

#include "target/rtl/GraphQueries.h"

#include <algorithm>

namespace allo::target::sim {

using namespace rtl;

namespace {
enum Field : unsigned { data, taken, written, places }; // of QueueFields
static_assert(offsetof(QueueFields, data) == 8 * data && offsetof(QueueFields, taken) == 8 * taken &&
              offsetof(QueueFields, written) == 8 * written && offsetof(QueueFields, places) == 8 * places);
} // namespace

FunctionCompiler::Value FunctionCompiler::elementOf(const Node &operation, Value queue, Value number) {
  Value first = loadWord(builder_, queue, data, builder_.getPtrTy());
  return builder_.CreateInBoundsGEP(
      builder_.getInt8Ty(), first,
      builder_.CreateMul(number, cycles(bytesOf(function_.streams[operation.fifo.stream].width)), "", true, true));
}

// The element that is read; null for a write.
FunctionCompiler::Value FunctionCompiler::accessElement(const Node &operation, Value place, bool isDistinct) {
  unsigned width = function_.streams[operation.fifo.stream].width, bytes = bytesOf(width);
  llvm::Align alignment(std::min(bytes, 8u));
  llvm::Instruction *access = nullptr;
  if (operation.action == StreamAction::read)
    access = builder_.CreateAlignedLoad(integer(8 * bytes), place, alignment);
  else
    access = builder_.CreateAlignedStore(builder_.CreateZExt(bits(operation.operands[0]), integer(8 * bytes)), place,
                                         alignment);
  if (isDistinct)
    markDistinct(access, operation);
  return operation.action == StreamAction::read ? builder_.CreateTrunc(access, integer(width)) : nullptr;
}

FunctionCompiler::Value FunctionCompiler::compileStreamValue(NodeId id) {
  const Node &self = node(id);
  if (self.action == StreamAction::clear) {
    for (unsigned element : self.fifo.elements)
      callRuntime("allo.sim.forget", builder_.getVoidTy(), {fifoOf({self.fifo.stream, {element}, noId})});
    return nullptr;
  }
  if (std::vector<NodeId> group = entangledGroupOf(id); !group.empty()) {
    if (!code_->moments.count(id)) // not with one before it
      compileGroupOfValues(group);
    return code_->values[id].bits;
  }
  bool isRead = self.action == StreamAction::read;
  if (auto found = batch_.find(id); found != batch_.end()) {
    Value place =
        builder_.CreateInBoundsGEP(builder_.getInt8Ty(), found->second.first,
                                   builder_.CreateMul(batchPosition_, cycles(found->second.stride), "", true, true));
    return accessElement(self, place, true);
  }
  return compileGuarded(self, [&]() -> Value {
    Value queue = fifoOf(self.fifo);
    llvm::Type *word = builder_.getInt64Ty();
    auto position = [&] { return loadWord(builder_, queue, isRead ? taken : written, word); };
    Value end = loadWord(builder_, queue, isRead ? written : places, word);
    compileIf(builder_.CreateICmpEQ(position(), end),
              [&] { callRuntime("allo.sim.await", builder_.getVoidTy(), {queue, cycles(isRead)}); });
    Value number = position(), element = accessElement(self, elementOf(self, queue, number), false);
    storeWord(later(number, 1), queue, isRead ? taken : written);
    return element;
  });
}

// Where a write of a group comes after a read on which it does not depend, it may be what makes somebody write what is
// read. A write never waits; so reads may wait for each other in any case.
std::vector<FunctionCompiler::NodeId> FunctionCompiler::entangledGroupOf(NodeId operation) const {
  std::vector<NodeId> group = groupOf(operation);
  std::set<NodeId> reads;
  for (NodeId id : group) {
    std::set<NodeId> before = readsOfSameCycle(function_, id);
    if (node(id).action == StreamAction::read)
      reads.insert(id);
    else if (!std::includes(before.begin(), before.end(), reads.begin(), reads.end()))
      return group;
  }
  return {};
}

// Whether all of them can happen at once, in whatever order.
FunctionCompiler::Value FunctionCompiler::isReady(llvm::ArrayRef<NodeId> group) {
  Value ready = builder_.getTrue();
  for (NodeId id : group) {
    const Node &self = node(id);
    bool isRead = self.action == StreamAction::read;
    Value queue = fifoOf(self.fifo);
    Value can = builder_.CreateICmpNE(loadWord(builder_, queue, isRead ? taken : written, builder_.getInt64Ty()),
                                      loadWord(builder_, queue, isRead ? written : places, builder_.getInt64Ty()));
    if (self.predicate != noId)
      can = builder_.CreateOr(can, builder_.CreateNot(bits(self.predicate)));
    ready = builder_.CreateAnd(ready, can);
  }
  return ready;
}

// One after the other where all can happen, and otherwise each as soon as it can. Moments are no cycles here, but say
// that something has happened.
void FunctionCompiler::compileGroupOfValues(llvm::ArrayRef<NodeId> group) {
  std::map<NodeId, Value> results;
  std::vector<NodeId> compiled;
  for (NodeId id : group) {
    compilePredicate(id, compiled);
    if (node(id).action == StreamAction::read)
      results[id] = elementPlace(node(id));
  }
  auto access = [&](NodeId id, Value queue, Value number, Value place) {
    Value element = accessElement(node(id), elementOf(node(id), queue, number), false);
    if (element)
      storeWord(element, place, 0);
  };
  llvm::BasicBlock *atOnce = newBlock("ready"), *apart = newBlock("apart"), *after = newBlock("happened");
  builder_.CreateCondBr(isReady(group), atOnce, apart);
  builder_.SetInsertPoint(atOnce);
  for (NodeId id : group) {
    bool isRead = node(id).action == StreamAction::read;
    compileNeeded(id, compiled);
    compileGuarded(node(id), [&]() -> Value {
      Value queue = fifoOf(node(id).fifo);
      Value number = loadWord(builder_, queue, isRead ? taken : written, builder_.getInt64Ty());
      access(id, queue, number, isRead ? results.at(id) : nullptr);
      storeWord(later(number, 1), queue, isRead ? taken : written);
      return nullptr;
    });
    if (isRead) {
      set(id, {elementIn(node(id), results.at(id), nullptr), nullptr});
      compiled.push_back(id);
    }
  }
  for (NodeId id : compiled)
    set(id, {});
  builder_.CreateBr(after);
  builder_.SetInsertPoint(apart);
  compileGroup(
      group,
      [&](NodeId id, Value place, Value) {
        Value queue = fifoOf(node(id).fifo);
        Value isRead = cycles(node(id).action == StreamAction::read);
        Value number = callRuntime("allo.sim.try_value", builder_.getInt64Ty(), {queue, isRead});
        compileIf(builder_.CreateICmpSGE(number, cycles(0)), [&] { access(id, queue, number, place); });
        return number;
      },
      [&] { callRuntime("allo.sim.await_values", builder_.getVoidTy(), {}); });
  for (auto [id, place] : results)
    storeWord(bits(id), place, 0);
  builder_.CreateBr(after);
  builder_.SetInsertPoint(after);
  for (NodeId id : group)
    code_->moments[id] = cycles(0);
  for (auto [id, place] : results)
    set(id, {elementIn(node(id), place, nullptr), nullptr});
}

//===-- Batches ---------------------------------------------------------------------------------------------------===//

// Whether all operations on streams of a loop happen in each of its iterations, on FIFOs that do not change.
bool FunctionCompiler::runsInBatches(const Child &loop) const {
  const Block &body = function_.blocks[loop.body];
  if (context_.hasTimes || context_.sharesStreams[number_] || !body.isPipelined || !hasStreams(loop.body))
    return false;
  return llvm::all_of(body.nodes, [&](NodeId id) {
    const Node &self = node(id);
    return self.kind != NodeKind::stream ||
           (waits(self.action) && self.predicate == noId && self.fifo.select == noId && entangledGroupOf(id).empty());
  });
}

// As many iterations as the buffers have elements and room for, at least one of the `left`.
FunctionCompiler::Value FunctionCompiler::beginBatch(const Child &loop, Value left) {
  struct End {
    Value queue;
    bool isRead;
    std::vector<NodeId> operations;
  };
  std::vector<End> ends;
  std::map<std::tuple<bool, StreamId, unsigned>, size_t> known;
  for (bool isRead : {true, false})
    for (NodeId id : inTimeOrder(loop.body)) {
      const Node &self = node(id);
      if (self.kind != NodeKind::stream || (self.action == StreamAction::read) != isRead)
        continue;
      auto [place, isNew] = known.try_emplace({isRead, self.fifo.stream, self.fifo.elements[0]}, ends.size());
      if (isNew)
        ends.push_back({fifoOf(self.fifo), isRead, {}});
      ends[place->second].operations.push_back(id);
    }
  Value uses = stackWords(static_cast<unsigned>(2 * ends.size()));
  for (size_t number = 0; number < ends.size(); ++number) {
    storeWord(ends[number].queue, uses, static_cast<unsigned>(2 * number));
    storeWord(cycles(static_cast<int64_t>(ends[number].operations.size())), uses,
              static_cast<unsigned>(2 * number + 1));
  }
  auto reads = llvm::count_if(ends, [](const End &end) { return end.isRead; });
  Value count = callRuntime("allo.sim.batch", builder_.getInt64Ty(),
                            {uses, cycles(reads), cycles(static_cast<int64_t>(ends.size()) - reads), left});
  batch_.clear();
  batchEnds_.clear();
  for (const End &end : ends) {
    Value position = loadWord(builder_, end.queue, end.isRead ? taken : written, builder_.getInt64Ty());
    auto perIteration = static_cast<int64_t>(end.operations.size());
    int64_t bytes = bytesOf(function_.streams[node(end.operations[0]).fifo.stream].width);
    Value first = elementOf(node(end.operations[0]), end.queue, position);
    for (size_t rank = 0; rank < end.operations.size(); ++rank)
      batch_[end.operations[rank]] = {
          builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), first, static_cast<uint64_t>(bytes) * rank),
          bytes * perIteration};
    // Known now, since no other process runs in a batch.
    Value after = builder_.CreateAdd(position, builder_.CreateMul(count, cycles(perIteration)));
    batchEnds_.push_back({end.queue, after, end.isRead ? taken : written});
  }
  return count;
}

void FunctionCompiler::endBatch() {
  for (const BatchEnd &end : batchEnds_)
    storeWord(end.position, end.queue, end.field);
  batch_.clear();
}

} // namespace allo::target::sim
