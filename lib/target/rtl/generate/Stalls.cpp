// Blocks that operations on streams hold up (docs/decisions/0030): an operation is pending from its time on, and
// happens when its stream is ready, each by itself; the block goes on, or the iteration enters, when all have happened.
#include "target/rtl/generate/FunctionGenerator.h"

#include <algorithm>

namespace allo::target::rtl::generation {

using namespace model;
using K = Expression;

// Those that may be pending in one cycle: the entry operations of a pipeline; others at one phase, or in one step.
std::vector<std::vector<NodeId>> FunctionGenerator::stallGroups(BlockId number) const {
  const Block &block = function.blocks[number];
  std::map<std::pair<bool, int64_t>, std::vector<NodeId>> groups;
  for (NodeId id : block.nodes) {
    const Node &node = function.nodes[id];
    if (node.kind == NodeKind::stream && waits(node.action))
      groups[{!node.isEntry, node.isEntry ? 0 : node.time % block.interval}].push_back(id);
  }
  std::vector<std::vector<NodeId>> result;
  for (auto &[key, group] : groups)
    result.push_back(std::move(group));
  return result;
}

// Two on one end of one FIFO at one time are on different sides of a condition: no more than one is pending.
bool FunctionGenerator::mayHappenApart(const std::vector<NodeId> &group) const {
  const Node &first = function.nodes[group[0]];
  return std::any_of(group.begin(), group.end(), [&](NodeId id) {
    const Node &node = function.nodes[id];
    return node.action != first.action || node.fifo.stream != first.fifo.stream ||
           node.fifo.elements != first.fifo.elements || node.fifo.elements.size() != 1 || node.time != first.time;
  });
}

void FunctionGenerator::declareStalls(BlockId number) {
  Control &control = controls[number];
  for (const std::vector<NodeId> &group : stallGroups(number)) {
    std::optional<SignalId> &gate = function.nodes[group[0]].isEntry ? control.enter : control.run;
    if (!gate)
      gate = wire(1, control.name + (function.nodes[group[0]].isEntry ? "_enter" : "_run"));
    if (!mayHappenApart(group))
      continue;
    for (NodeId id : group) {
      const Node &node = function.nodes[id];
      std::string name =
          function.streams[node.fifo.stream].name + (node.action == StreamAction::read ? "_read" : "_written");
      Happened before;
      before.flag = module.add(Signal::reg, 1, name + "_already");
      before.over = wire(1, name + "_over");
      if (node.action == StreamAction::read)
        before.kept = module.add(Signal::reg, node.width, name + "_kept");
      happened[id] = before;
    }
  }
  if (control.enter && function.blocks[number].interval > 1)
    control.entered = module.add(Signal::reg, 1, control.name + "_entered");
}

// A write of what was read in the same cycle, a read under a condition on it.
std::set<NodeId> FunctionGenerator::readsOfSameCycle(NodeId start) const {
  std::set<NodeId> reads, seen;
  std::vector<NodeId> work{start};
  while (!work.empty()) {
    NodeId id = work.back();
    work.pop_back();
    const Node &node = function.nodes[id];
    auto visit = [&](NodeId from, int64_t later) {
      if (from == noId)
        return;
      const Node &source = function.nodes[from];
      bool isOfThisCycle = source.latency == 0 && source.time == node.time + later; // registers are of one before
      if (source.block != node.block || !isOfThisCycle || !seen.insert(from).second)
        return;
      if (source.kind == NodeKind::stream && source.action == StreamAction::read)
        reads.insert(from);
      work.push_back(from);
    };
    const Block &block = function.blocks[node.block];
    if (node.kind == NodeKind::carried) { // its initial value is from outside
      if (block.isPipelined)
        visit(node.operands[1], block.interval);
      continue;
    }
    for (NodeId operand : node.operands)
      visit(operand, 0);
    visit(node.predicate, 0);
  }
  return reads;
}

// That the operation is not pending, happens, or has happened.
Value FunctionGenerator::finishStall(NodeId id, bool isAlone) {
  const Node &node = function.nodes[id];
  const Control &control = controls[node.block];
  Section &section = controlSections[node.block];
  Value pending;
  if (node.isEntry) {
    pending = slice(read(control.stage), 0, 1);
    if (Value phase = phaseAt(node.block, 0))
      pending = binary(K::bitAnd, pending, phase);
  } else {
    pending = presentAt(node.block, node.time);
  }
  if (node.predicate != noId)
    pending = binary(K::bitAnd, pending, valueAt(node.predicate, node.block, node.time));
  // What it depends on must have been read: before that its condition and its element are anything.
  for (NodeId before : readsOfSameCycle(id))
    if (auto known = happened.find(before); known != happened.end())
      pending = binary(K::bitAnd, pending, read(known->second.over));
  const Happened *before = isAlone ? nullptr : &happened.at(id);
  if (before)
    pending = binary(K::bitAnd, pending, unary(K::bitNot, read(before->flag)));
  bool isRead = node.action == StreamAction::read;
  const std::string &stream = function.streams[node.fifo.stream].name;
  SignalId isPending = wire(1, stream + (isRead ? "_read_pending" : "_write_pending"),
                            lineOf(node) + (isRead ? " reads " : " writes to ") + stream);
  assign(section, isPending, pending);
  pending = read(isPending);
  Value ready = readyOf(id), happens = binary(K::bitAnd, pending, ready);
  if (node.isEntry && control.run)
    happens = binary(K::bitAnd, happens, read(*control.run));
  takeAction(id, happens);
  Value over = binary(K::bitOr, unary(K::bitNot, pending), ready);
  if (!before)
    return over;
  Value isOver = read(node.isEntry ? *control.enter : *control.run);
  Value next = binary(K::bitAnd, binary(K::bitOr, read(before->flag), happens), unary(K::bitNot, isOver));
  section.registers.push_back(
      {before->flag, next, node.isEntry ? captureAt(node.block, 0) : nullptr, llvm::APInt(1, 0), ""});
  if (before->kept)
    section.registers.push_back(
        {*before->kept, fifoSignal(node.fifo, &Fifo::dout, chosenFifo(id)), happens, std::nullopt, ""});
  assign(section, before->over, over);
  return read(before->over);
}

void FunctionGenerator::finishStalls(BlockId number) {
  Control &control = controls[number];
  std::vector<Value> running, entering;
  for (const std::vector<NodeId> &group : stallGroups(number))
    for (NodeId id : group)
      (function.nodes[id].isEntry ? entering : running).push_back(finishStall(id, !mayHappenApart(group)));
  if (control.run)
    assign(controlSections[number], *control.run, andOf(running));
  if (control.enter)
    assign(controlSections[number], *control.enter, andOf(entering));
}

} // namespace allo::target::rtl::generation
