// Operations on streams that wait in one step, or in one cycle of a pipeline: each happens by itself, as soon as its
// stream is ready and what it depends on has been read (docs/decisions/0030).
//
//   pass:  for each that has not happened:  if what it depends on has been read, try it
//          if some have not happened:       wait for one of their streams; again
//
// What lies between a read and an operation that depends on it is computed where the latter is tried, and once more
// after all.
#include "target/sim/FunctionCompiler.h"

#include "target/rtl/GraphQueries.h"

#include <algorithm>

namespace allo::target::sim {

using namespace rtl;

// Those of the cycle of an operation, in the order in which they are executed; none where one after the other is the
// same: where each that comes after a read depends on it. Writes do not keep what comes after them from happening.
std::vector<FunctionCompiler::NodeId> FunctionCompiler::groupOf(NodeId operation) const {
  std::vector<NodeId> group;
  std::set<NodeId> reads;
  bool isApart = false;
  for (NodeId id : function_.blocks[node(operation).block].nodes) {
    const Node &self = node(id);
    if (self.kind != NodeKind::stream || !waits(self.action) || self.time != node(operation).time)
      continue;
    std::set<NodeId> before = readsOfSameCycle(function_, id);
    isApart |= !std::includes(before.begin(), before.end(), reads.begin(), reads.end());
    group.push_back(id);
    if (self.action == StreamAction::read)
      reads.insert(id);
  }
  return isApart ? group : std::vector<NodeId>();
}

// What a node needs that has no value yet.
void FunctionCompiler::compileNeeded(NodeId id, std::vector<NodeId> &compiled) {
  auto need = [&](NodeId operand) {
    if (operand == noId || code_->values[operand].bits || node(operand).block != node(id).block)
      return;
    NodeKind kind = node(operand).kind;
    if (kind == NodeKind::stream || kind == NodeKind::child || kind == NodeKind::constant || kind == NodeKind::argument)
      return;
    compileNeeded(operand, compiled);
    compileNode(operand);
    compiled.push_back(operand);
  };
  if (node(id).kind == NodeKind::result)
    return;
  for (NodeId operand : node(id).operands)
    need(operand);
  need(node(id).predicate);
}

void FunctionCompiler::compilePredicate(NodeId id, std::vector<NodeId> &compiled) {
  NodeId predicate = node(id).predicate;
  if (predicate == noId || code_->values[predicate].bits || node(predicate).block != node(id).block)
    return;
  compileNeeded(predicate, compiled);
  if (node(predicate).kind != NodeKind::constant) {
    compileNode(predicate);
    compiled.push_back(predicate);
  }
}

// `attempt` gives the moment in which one happens, -1 where it cannot yet; of its arguments the last is the latest
// moment of what it depends on.
void FunctionCompiler::compileGroup(llvm::ArrayRef<NodeId> group,
                                    llvm::function_ref<Value(NodeId, Value place, Value earliest)> attempt,
                                    llvm::function_ref<void()> wait) {
  std::map<NodeId, Value> moments, places;
  for (NodeId id : group) {
    moments[id] = stackWords(1);
    storeWord(cycles(-1), moments[id], 0);
    if (node(id).action == StreamAction::read)
      places[id] = elementPlace(node(id));
  }
  auto momentIn = [&](NodeId id) { return loadWord(builder_, moments.at(id), 0, builder_.getInt64Ty()); };
  auto hasHappened = [&](NodeId id) { return builder_.CreateICmpSGE(momentIn(id), cycles(0)); };
  auto setRead = [&](NodeId id) { set(id, {elementIn(node(id), places.at(id), nullptr), nullptr}); };

  llvm::BasicBlock *pass = newBlock("pass"), *waiting = newBlock("waiting"), *after = newBlock("happened");
  builder_.CreateBr(pass);
  builder_.SetInsertPoint(pass);
  for (NodeId id : group) {
    std::vector<NodeId> before;
    Value mayHappen = builder_.CreateNot(hasHappened(id));
    for (NodeId read : readsOfSameCycle(function_, id))
      if (moments.count(read)) {
        before.push_back(read);
        mayHappen = builder_.CreateAnd(mayHappen, hasHappened(read));
      }
    compileIf(mayHappen, [&] {
      Value earliest = momentOf(id);
      for (NodeId read : before) {
        earliest = builder_.CreateBinaryIntrinsic(llvm::Intrinsic::smax, earliest, momentIn(read));
        setRead(read);
      }
      std::vector<NodeId> compiled;
      compileNeeded(id, compiled);
      Value moment = compileGuarded(node(id), [&] {
        Value place = places.count(id) ? places.at(id) : elementPlace(node(id));
        return attempt(id, place, earliest);
      });
      storeWord(moment, moments.at(id), 0);
      compiled.insert(compiled.end(), before.begin(), before.end());
      for (NodeId other : compiled) // they are not computed where this is not tried
        set(other, {});
    });
  }
  Value haveAll = hasHappened(group[0]);
  for (NodeId id : group.drop_front())
    haveAll = builder_.CreateAnd(haveAll, hasHappened(id));
  builder_.CreateCondBr(haveAll, after, waiting);
  builder_.SetInsertPoint(waiting);
  wait();
  builder_.CreateBr(pass);
  builder_.SetInsertPoint(after);
  for (NodeId id : group) {
    code_->moments[id] = momentIn(id);
    if (places.count(id))
      setRead(id);
  }
}

// The step lasts until the last one has happened.
void FunctionCompiler::compileGroupInStep(llvm::ArrayRef<NodeId> group, Steps &steps) {
  Value arrived = steps.arrive(node(group[0]).time);
  compileGroup(
      group,
      [&](NodeId id, Value place, Value earliest) {
        Value pending = builder_.CreateBinaryIntrinsic(llvm::Intrinsic::smax, arrived, earliest);
        Value isRead = cycles(node(id).action == StreamAction::read);
        return callRuntime("allo.sim.try", builder_.getInt64Ty(), {fifoOf(node(id).fifo), isRead, pending, place});
      },
      [&] { callRuntime("allo.sim.wait", builder_.getVoidTy(), {}); });
  for (NodeId id : group)
    steps.hold(code_->moments.at(id));
}

// `reads`: at the beginnings of iterations, so many before these.
void FunctionCompiler::compileGroupInPipeline(llvm::ArrayRef<NodeId> group, int64_t &reads) {
  bool isEntry = node(group[0]).isEntry;
  Value time = cycles(node(group[0]).time);
  compileGroup(
      group,
      [&](NodeId id, Value place, Value earliest) {
        bool isRead = node(id).action == StreamAction::read;
        Value where = isEntry ? cycles(isRead ? reads++ : 0) : time;
        return callRuntime(isEntry ? "allo.sim.try_enter" : "allo.sim.try_at", builder_.getInt64Ty(),
                           {where, earliest, fifoOf(node(id).fifo), cycles(isRead), place});
      },
      [&] {
        if (isEntry)
          callRuntime("allo.sim.wait_to_enter", builder_.getVoidTy(), {});
        else
          callRuntime("allo.sim.wait_at", builder_.getVoidTy(), {time});
      });
}

} // namespace allo::target::sim
