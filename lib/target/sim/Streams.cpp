// Operations on streams, in sequences and in pipelines.
#include "target/sim/FunctionCompiler.h"

#include "target/rtl/GraphQueries.h"

#include <algorithm>

namespace allo::target::sim {

using namespace rtl;

bool FunctionCompiler::hasStreams(BlockId block) const {
  return llvm::any_of(function_.blocks[block].nodes, [&](NodeId id) { return node(id).kind == NodeKind::stream; });
}

FunctionCompiler::Value FunctionCompiler::callRuntime(const char *name, llvm::Type *result,
                                                      llvm::ArrayRef<llvm::Value *> operands) {
  llvm::SmallVector<llvm::Type *> types;
  for (Value operand : operands)
    types.push_back(operand->getType());
  llvm::FunctionCallee callee =
      context_.module.getOrInsertFunction(name, llvm::FunctionType::get(result, types, false));
  llvm::cast<llvm::Function>(callee.getCallee())->addFnAttr(llvm::Attribute::NoUnwind);
  return builder_.CreateCall(callee, operands);
}

FunctionCompiler::Value FunctionCompiler::stackWords(unsigned words) {
  llvm::BasicBlock &block = code_->function->getEntryBlock();
  llvm::IRBuilder<> entry(&block, block.begin());
  return entry.CreateAlloca(builder_.getInt64Ty(), builder_.getInt32(std::max(1u, words)));
}

// Of what a call is given. Where a part of a function starts a process, the stack of that part is gone when the process
// runs; what is not released is given back after the run.
FunctionCompiler::Value FunctionCompiler::wordsForCall(unsigned words) {
  return code_->isPart ? callRuntime("allo.sim.block", builder_.getPtrTy(), {builder_.getInt64(words)})
                       : stackWords(words);
}

//===-- FIFOs -----------------------------------------------------------------------------------------------------===//

FunctionCompiler::Value FunctionCompiler::fifoOf(const StreamPlace &place) {
  Value number =
      place.select == noId ? cycles(place.elements[0]) : builder_.CreateZExt(bits(place.select), builder_.getInt64Ty());
  return builder_.CreateLoad(builder_.getPtrTy(),
                             builder_.CreateInBoundsGEP(builder_.getPtrTy(), stream(place.stream), number));
}

// What a call passes: the part of the table that holds what it gives, or a table of its own.
FunctionCompiler::Value FunctionCompiler::tableOf(const StreamPlace &place, const Stream &formal) {
  Value table = stream(place.stream), pointer = nullptr;
  if (formal.extents.empty() && place.select != noId)
    return builder_.CreateInBoundsGEP(builder_.getPtrTy(), table,
                                      builder_.CreateZExt(bits(place.select), builder_.getInt64Ty()));
  if (place.elements.back() - place.elements[0] + 1 == place.elements.size())
    return builder_.CreateConstInBoundsGEP1_64(builder_.getPtrTy(), table, place.elements[0]);
  Value own = wordsForCall(static_cast<unsigned>(place.elements.size()));
  for (size_t number = 0; number < place.elements.size(); ++number) {
    pointer = builder_.CreateLoad(
        builder_.getPtrTy(), builder_.CreateConstInBoundsGEP1_64(builder_.getPtrTy(), table, place.elements[number]));
    builder_.CreateStore(pointer, builder_.CreateConstInBoundsGEP1_64(builder_.getPtrTy(), own, number));
  }
  return own;
}

// A place for the element: of a write with it in it.
FunctionCompiler::Value FunctionCompiler::elementPlace(const Node &self) {
  unsigned width = function_.streams[self.fifo.stream].width;
  Value place = stackWords(context_.hasValues ? wordsOf(width) : 0);
  if (context_.hasValues && useOf(self.action).writes)
    storeWord(bits(self.operands[0]), place, 0);
  return place;
}

// What is in the place after a read; after tryRead the bit above says whether there was one.
FunctionCompiler::Value FunctionCompiler::elementIn(const Node &self, Value place, Value found) {
  unsigned width = function_.streams[self.fifo.stream].width;
  if (!context_.hasValues)
    return llvm::ConstantInt::get(integer(self.width), 0);
  Value element = loadWord(builder_, place, 0, integer(width));
  if (self.action != StreamAction::tryRead)
    return element;
  return builder_.CreateOr(builder_.CreateZExt(element, integer(self.width)),
                           builder_.CreateShl(builder_.CreateZExtOrTrunc(found, integer(self.width)), width));
}

// An operation that does not wait, in this cycle.
FunctionCompiler::Value FunctionCompiler::ask(const Node &self, Value cycle) {
  if (self.action == StreamAction::clear) {
    StreamPlace place = self.fifo;
    for (unsigned element : self.fifo.elements) {
      place.elements = {element};
      callRuntime("allo.sim.clear", builder_.getVoidTy(), {fifoOf(place)});
    }
    return nullptr;
  }
  Value place = elementPlace(self);
  if (self.action == StreamAction::tryRead)
    storeWord(llvm::ConstantInt::get(integer(function_.streams[self.fifo.stream].width), 0), place, 0);
  Value found = callRuntime("allo.sim.ask", builder_.getInt64Ty(),
                            {fifoOf(self.fifo), cycle, builder_.getInt32(static_cast<uint32_t>(self.action)), place});
  if (self.action == StreamAction::tryRead)
    return elementIn(self, place, found);
  return builder_.CreateTrunc(found, integer(self.width));
}

// Where the predicate does not hold, `otherwise` and a value of zero.
FunctionCompiler::Value FunctionCompiler::compileGuarded(const Node &self, llvm::function_ref<Value()> operate) {
  if (self.predicate == noId)
    return operate();
  llvm::BasicBlock *before = builder_.GetInsertBlock(), *inside = nullptr;
  Value value = nullptr;
  compileIf(bits(self.predicate), [&] {
    value = operate();
    inside = builder_.GetInsertBlock();
  });
  return value ? choose(inside, value, before, llvm::Constant::getNullValue(value->getType())) : nullptr;
}

// The latest of the reads in the same cycle that an operation depends on.
FunctionCompiler::Value FunctionCompiler::momentOf(NodeId operation) {
  Value latest = cycles(0);
  for (NodeId read : readsOfSameCycle(function_, operation))
    if (auto known = code_->moments.find(read); known != code_->moments.end())
      latest = builder_.CreateBinaryIntrinsic(llvm::Intrinsic::smax, latest, known->second);
  return latest;
}

//===-- In a sequence ---------------------------------------------------------------------------------------------===//

FunctionCompiler::Value FunctionCompiler::compileStream(NodeId id, Steps &steps) {
  const Node &self = node(id);
  if (!context_.hasTimes)
    return compileStreamValue(id);
  if (!waits(self.action)) {
    Value cycle = steps.reach(self.time);
    return compileGuarded(self, [&] { return ask(self, cycle); });
  }
  if (code_->moments.count(id)) // with one before it
    return code_->values[id].bits;
  if (std::vector<NodeId> group = groupOf(id); !group.empty()) {
    compileGroupInStep(group, steps);
    return code_->values[id].bits;
  }
  Value pending = builder_.CreateBinaryIntrinsic(llvm::Intrinsic::smax, steps.arrive(self.time), momentOf(id));
  if (self.action == StreamAction::write) {
    compileGuarded(self, [&]() -> Value {
      callRuntime("allo.sim.offer", builder_.getVoidTy(), {fifoOf(self.fifo), pending, elementPlace(self)});
      return nullptr;
    });
    steps.offer();
    return nullptr;
  }
  Value place = elementPlace(self);
  // The cycle; zero, which holds up nothing, where it does not happen.
  Value happened = compileGuarded(
      self, [&] { return callRuntime("allo.sim.read", builder_.getInt64Ty(), {fifoOf(self.fifo), pending, place}); });
  steps.hold(happened);
  code_->moments[id] = happened;
  return elementIn(self, place, nullptr);
}

//===-- In a pipeline ---------------------------------------------------------------------------------------------===//

// How often a loop iterates whose inner bounds do not depend on outer counters; null: that is not known before it.
FunctionCompiler::Value FunctionCompiler::tripCount(const Child &loop) {
  if (loop.counters.empty())
    return nullptr;
  Value count = nullptr;
  for (size_t d = 0; d < loop.counters.size(); ++d) {
    const Counter &counter = loop.counters[d];
    for (const auto *bounds : {&counter.lower, &counter.upper})
      for (const LinearBound &bound : *bounds)
        if (llvm::any_of(bound.terms, [](const LinearBound::Term &term) { return term.isCounter; }))
          return nullptr;
    Value length = builder_.CreateSub(bound(counter.upper, false, {}), bound(counter.lower, true, {}));
    Value trips = builder_.CreateSDiv(later(length, counter.step - 1), cycles(counter.step));
    trips = builder_.CreateBinaryIntrinsic(llvm::Intrinsic::smax, trips, cycles(d == 0 ? 0 : 1));
    count = count ? builder_.CreateMul(count, trips) : trips;
  }
  return count;
}

FunctionCompiler::Pipeline FunctionCompiler::pipelineOf(const Child &loop) const {
  const Block &body = function_.blocks[loop.body];
  int64_t first = body.depth, last = 0; // of what does not stand at the beginning
  // Whether nothing at the beginning depends on values, and there is nothing but reads.
  bool isSimple = true, readsAtBeginning = false;
  for (NodeId id : body.nodes) {
    const Node &self = node(id);
    if (self.kind != NodeKind::stream)
      continue;
    if (self.isEntry) {
      isSimple &= self.action == StreamAction::read && self.predicate == noId && self.fifo.select == noId;
      readsAtBeginning = true;
    } else if (waits(self.action)) {
      first = std::min(first, self.time);
      last = std::max(last, self.time);
    }
  }
  return {body.interval, stagesOf(function_, loop.body), last > first + body.interval, isSimple && readsAtBeginning};
}

void FunctionCompiler::beginPipeline(const Child &loop, Value start) {
  const Block &body = function_.blocks[loop.body];
  if (!body.isPipelined || !hasStreams(loop.body) || !context_.hasTimes || runsByPlan(loop))
    return;
  auto [interval, stages, overlaps, readsInAdvance] = pipelineOf(loop);
  callRuntime("allo.sim.begin_pipeline", builder_.getVoidTy(),
              {start, cycles(interval), cycles(stages), cycles(overlaps)});
  Value count = readsInAdvance ? tripCount(loop) : nullptr;
  if (!count)
    return;
  std::vector<NodeId> beginning;
  for (NodeId id : inTimeOrder(loop.body))
    if (node(id).kind == NodeKind::stream && node(id).isEntry)
      beginning.push_back(id);
  Value fifos = stackWords(static_cast<unsigned>(beginning.size()));
  for (size_t number = 0; number < beginning.size(); ++number)
    storeWord(fifoOf(node(beginning[number]).fifo), fifos, static_cast<unsigned>(number));
  callRuntime("allo.sim.reads_in_advance", builder_.getVoidTy(),
              {count, fifos, cycles(static_cast<int64_t>(beginning.size()))});
}

// One iteration.
void FunctionCompiler::compilePipelineWithStreams(const Child &loop) {
  if (context_.hasTimes)
    callRuntime("allo.sim.next_iteration", builder_.getVoidTy(), {});
  int64_t reads = 0;
  for (NodeId id : inTimeOrder(loop.body))
    if (node(id).kind == NodeKind::stream)
      set(id, {compileStreamAt(id, reads), nullptr});
    else
      compileNode(id);
}

FunctionCompiler::Value FunctionCompiler::compileStreamAt(NodeId id, int64_t &reads) {
  const Node &self = node(id);
  if (!context_.hasTimes)
    return compileStreamValue(id);
  llvm::Type *nothing = builder_.getVoidTy(), *moment = builder_.getInt64Ty();
  if (!waits(self.action))
    return compileGuarded(self,
                          [&] { return ask(self, callRuntime("allo.sim.cycle_of", moment, {cycles(self.time)})); });
  if (code_->moments.count(id)) // with one before it
    return code_->values[id].bits;
  if (std::vector<NodeId> group = groupOf(id); !group.empty()) {
    compileGroupInPipeline(group, reads);
    return code_->values[id].bits;
  }
  Value earliest = momentOf(id);
  if (self.action == StreamAction::write) {
    compileGuarded(self, [&]() -> Value {
      Value fifo = fifoOf(self.fifo), element = elementPlace(self);
      if (self.isEntry)
        callRuntime("allo.sim.enter_write", nothing, {earliest, fifo, element});
      else
        callRuntime("allo.sim.write_at", nothing, {cycles(self.time), earliest, fifo, element});
      return nullptr;
    });
    return nullptr;
  }
  Value place = elementPlace(self);
  code_->moments[id] = compileGuarded(self, [&] {
    return callRuntime(self.isEntry ? "allo.sim.enter_read" : "allo.sim.read_at", moment,
                       {cycles(self.isEntry ? reads : self.time), earliest, fifoOf(self.fifo), place});
  });
  reads += self.isEntry;
  return elementIn(self, place, nullptr);
}

} // namespace allo::target::sim
