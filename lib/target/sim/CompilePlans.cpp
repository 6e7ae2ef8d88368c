// Pipelined loops with streams where only times are wanted (docs/decisions/0033): generated code says what happens in
// each iteration, then the runtime runs them all (PipelinePlan.h).
#include "target/sim/FunctionCompiler.h"

#include "target/rtl/GraphQueries.h"

#include <algorithm>

namespace allo::target::sim {

using namespace rtl;

bool FunctionCompiler::runsByPlan(const Child &loop) const {
  const Block &body = function_.blocks[loop.body];
  return !context_.hasValues && body.isPipelined && hasStreams(loop.body) && llvm::all_of(body.nodes, [&](NodeId id) {
    return node(id).kind != NodeKind::stream || waits(node(id).action);
  });
}

// The operations in the order in which they are executed, those that happen each by itself side by side.
std::vector<FunctionCompiler::NodeId> FunctionCompiler::plannedOperations(const Child &loop) const {
  std::vector<NodeId> operations;
  for (NodeId id : inTimeOrder(loop.body)) {
    if (node(id).kind != NodeKind::stream || llvm::is_contained(operations, id))
      continue;
    std::vector<NodeId> group = groupOf(id);
    if (group.empty())
      operations.push_back(id);
    else
      operations.insert(operations.end(), group.begin(), group.end());
  }
  return operations;
}

const PipelinePlan &FunctionCompiler::planOf(const Child &loop) {
  auto [known, isNew] = plans_.try_emplace(&loop, nullptr);
  if (!isNew)
    return *known->second;
  const Block &body = function_.blocks[loop.body];
  auto [interval, stages, overlaps, readsInAdvance] = pipelineOf(loop);
  PipelinePlan plan{interval, stages, body.depth, overlaps, readsInAdvance, 0, {}};
  std::vector<NodeId> operations = plannedOperations(loop);
  unsigned predicates = 0, selects = 0, reads = 0;
  for (NodeId id : operations) {
    const Node &self = node(id);
    PipelineOperation its;
    its.isRead = self.action == StreamAction::read;
    its.isEntry = self.isEntry;
    its.time = self.time;
    its.elements.assign({0});
    if (self.predicate != noId)
      its.predicate = predicates++;
    if (self.fifo.select != noId) {
      its.select = selects++;
      its.elements = self.fifo.elements;
    }
    if (its.isRead && its.isEntry)
      its.readNumber = reads++;
    for (NodeId read : readsOfSameCycle(function_, id))
      if (auto before = llvm::find(operations, read); before != operations.end())
        its.after.push_back(static_cast<unsigned>(before - operations.begin()));
    plan.operations.push_back(std::move(its));
  }
  for (size_t number = 0; number < operations.size();) {
    size_t together = groupOf(operations[number]).size();
    plan.operations[number].inGroup = static_cast<unsigned>(together);
    number += std::max<size_t>(together, 1);
  }
  unsigned predicateWords = (predicates + 63) / 64;
  for (PipelineOperation &its : plan.operations)
    if (its.select)
      *its.select += predicateWords;
  plan.words = predicateWords + selects;
  return *(known->second = &context_.plans.emplace_back(std::move(plan)));
}

// Before the iterations: a place for the address of the entry that is counted up.
FunctionCompiler::Value FunctionCompiler::beginDecisions(const Child &loop) {
  unsigned words = planOf(loop).words;
  Value entry = callRuntime("allo.sim.decisions", builder_.getPtrTy(), {cycles(words)});
  if (words == 0)
    return nullptr;
  Value place = stackWords(1);
  storeWord(entry, place, 0);
  return place;
}

// Of one iteration.
void FunctionCompiler::recordDecisions(const Child &loop, Value entryPlace) {
  for (NodeId id : inTimeOrder(loop.body))
    if (node(id).kind == NodeKind::stream)
      setNothing(id);
    else
      compileNode(id);
  const PipelinePlan &plan = planOf(loop);
  if (plan.words == 0)
    return;
  std::vector<NodeId> operations = plannedOperations(loop);
  Values words(plan.words, cycles(0));
  for (size_t number = 0; number < operations.size(); ++number) {
    const Node &self = node(operations[number]);
    const PipelineOperation &its = plan.operations[number];
    if (its.predicate) {
      Value &word = words[*its.predicate / 64];
      Value bit = builder_.CreateZExt(bits(self.predicate), builder_.getInt64Ty());
      word = builder_.CreateOr(word, builder_.CreateShl(bit, *its.predicate % 64));
    }
    if (its.select)
      words[*its.select] = builder_.CreateZExtOrTrunc(bits(self.fifo.select), builder_.getInt64Ty());
  }
  auto entry = [&] { return loadWord(builder_, entryPlace, 0, builder_.getPtrTy()); };
  Value isSame = builder_.getTrue(), last = entry();
  for (unsigned word = 0; word < plan.words; ++word)
    isSame = builder_.CreateAnd(
        isSame, builder_.CreateICmpEQ(loadWord(builder_, last, 1 + word, builder_.getInt64Ty()), words[word]));
  compileIf(builder_.CreateNot(isSame), [&] {
    Value next = callRuntime("allo.sim.decide", builder_.getPtrTy(), {cycles(plan.words)});
    for (unsigned word = 0; word < plan.words; ++word)
      storeWord(words[word], next, 1 + word);
    storeWord(next, entryPlace, 0);
  });
  Value now = entry();
  storeWord(later(loadWord(builder_, now, 0, builder_.getInt64Ty()), 1), now, 0);
}

// The last cycle.
FunctionCompiler::Value FunctionCompiler::runByPlan(const Child &loop, Value start, Value trips) {
  std::vector<NodeId> operations = plannedOperations(loop);
  Value tables = stackWords(static_cast<unsigned>(operations.size()));
  for (size_t number = 0; number < operations.size(); ++number) {
    const StreamPlace &place = node(operations[number]).fifo;
    Value table = stream(place.stream);
    if (place.select == noId)
      table = builder_.CreateConstInBoundsGEP1_64(builder_.getPtrTy(), table, place.elements[0]);
    storeWord(table, tables, static_cast<unsigned>(number));
  }
  return callRuntime("allo.sim.run_pipeline", builder_.getInt64Ty(),
                     {builder_.getInt64(reinterpret_cast<uint64_t>(&planOf(loop))), start, tables, trips});
}

} // namespace allo::target::sim
