#include "target/rtl/GraphQueries.h"

namespace allo::target::rtl {

bool waits(StreamAction action) { return action == StreamAction::read || action == StreamAction::write; }

int64_t Stream::count() const {
  int64_t count = 1;
  for (int64_t extent : extents)
    count *= extent;
  return count;
}

int64_t stagesOf(const Function &function, BlockId number) {
  const Block &block = function.blocks[number];
  int64_t stages = (block.depth + block.interval - 1) / block.interval;
  bool hasEntry = llvm::any_of(block.nodes, [&](NodeId id) { return function.nodes[id].isEntry; });
  // Where slots may be empty, a carried value asks whether the one an interval ahead is: it must still be known then.
  if (hasEntry)
    for (NodeId id : function.children[block.child].carried)
      stages = std::max(stages, function.nodes[id].time / block.interval + 2);
  return stages;
}

TopParameter::MemberArray wholeArray(int memory, const InterfaceParameter &parameter) {
  TopParameter::MemberArray whole{
      memory, 0, parameter.type.bytes, parameter.type.kind == ElementType::signed_integer, {}};
  int64_t stride = parameter.type.bytes;
  for (size_t d = parameter.shape.size(); d-- > 0; stride *= parameter.shape[d])
    whole.strides.insert(whole.strides.begin(), stride);
  return whole;
}

MemoryStyle styleOf(const Stream &stream) {
  constexpr int64_t mostLutBits = 2048, leastBlockDepth = 65; // below them a block RAM would be nearly empty
  if (stream.depth <= 2)
    return MemoryStyle::registers;
  bool isLarge = stream.depth >= leastBlockDepth && stream.depth * stream.width > mostLutBits;
  return isLarge ? MemoryStyle::blockRam : MemoryStyle::lutRam;
}

bool hasEffect(const Node &node) {
  if (node.kind == NodeKind::stream)
    return node.action != StreamAction::empty && node.action != StreamAction::full && node.action != StreamAction::size;
  return node.kind == NodeKind::store || node.kind == NodeKind::child;
}

bool usesStreams(const Graph &graph) {
  return llvm::any_of(graph.functions, [](const Function &function) { return !function.streams.empty(); });
}

StreamUse useOf(StreamAction action) {
  StreamUse use;
  use.reads = action == StreamAction::read || action == StreamAction::tryRead;
  use.writes = action == StreamAction::write || action == StreamAction::tryWrite;
  use.waits = waits(action);
  use.clears = action == StreamAction::clear;
  use.asks = !use.waits && !use.clears;
  return use;
}

std::set<NodeId> readsOfSameCycle(const Function &function, NodeId operation) {
  std::set<NodeId> reads, seen;
  std::vector<NodeId> work{operation};
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

bool isAccess(const Node &node) { return node.kind == NodeKind::load || node.kind == NodeKind::store; }

llvm::SmallVector<BlockId, 2> blocksOf(const Child &child) {
  llvm::SmallVector<BlockId, 2> blocks;
  for (BlockId block : {child.body, child.thenBlock, child.elseBlock})
    if (block != noId)
      blocks.push_back(block);
  return blocks;
}

unsigned childTowards(const Function &function, BlockId ancestor, BlockId block, bool &found) {
  unsigned child = noId;
  found = true;
  while (block != ancestor) {
    child = function.blocks[block].child;
    if (child == noId) {
      found = false;
      return noId;
    }
    block = function.blocks[block].parent;
  }
  return child;
}

namespace {
class UseCollector {
public:
  explicit UseCollector(const Function &function) : function(function), used(function.children.size()) {}

  // `user` lies in the blocks of some child, or is read by the child itself at `block`.
  void note(NodeId value, BlockId user) {
    if (value == noId)
      return;
    BlockId home = function.nodes[value].block;
    if (home == user || function.nodes[value].kind == NodeKind::constant ||
        function.nodes[value].kind == NodeKind::argument)
      return;
    bool found;
    unsigned child = childTowards(function, home, user, found);
    if (found && child != noId)
      used[child].insert(value);
  }

  // What the child `number` itself reads in the block that holds it.
  void noteOwn(NodeId value, unsigned number) {
    if (value == noId)
      return;
    const Node &node = function.nodes[value];
    if (node.kind == NodeKind::constant || node.kind == NodeKind::argument)
      return;
    BlockId holder = function.nodes[function.children[number].node].block;
    if (node.block == holder)
      used[number].insert(value);
    else
      note(value, holder);
  }

  std::vector<std::set<NodeId>> take() { return std::move(used); }

private:
  const Function &function;
  std::vector<std::set<NodeId>> used;
};
} // namespace

std::vector<std::set<NodeId>> valuesUsedByChildren(const Function &function) {
  UseCollector collector(function);
  for (const Node &node : function.nodes) {
    if (node.kind == NodeKind::child)
      continue;
    // A carried's first operand is read by the loop itself, its second inside.
    for (NodeId operand : node.operands)
      collector.note(operand, node.block);
    collector.note(node.predicate, node.block);
  }
  for (unsigned number = 0; number < function.children.size(); ++number) {
    const Child &child = function.children[number];
    collector.noteOwn(function.nodes[child.node].predicate, number);
    for (const Counter &counter : child.counters)
      for (const auto *bounds : {&counter.lower, &counter.upper})
        for (const LinearBound &bound : *bounds)
          for (const LinearBound::Term &term : bound.terms)
            if (!term.isCounter)
              collector.noteOwn(term.index, number);
    for (NodeId carried : child.carried)
      collector.noteOwn(function.nodes[carried].operands[0], number);
    collector.noteOwn(child.decision, number);
    for (NodeId scalar : child.scalars)
      collector.noteOwn(scalar, number);
    for (const StreamPlace &place : child.streams)
      collector.noteOwn(place.select, number);
    if (child.condition != noId)
      collector.note(child.condition, child.body);
    for (const Result &result : child.results) {
      collector.note(result.thenValue, child.thenBlock);
      collector.note(result.elseValue, child.elseBlock == noId ? child.thenBlock : child.elseBlock);
    }
  }
  return collector.take();
}

std::map<BankId, PortUse> banksTouched(const Graph &graph, const Function &function, const Node &node) {
  std::map<BankId, PortUse> touched;
  auto add = [&](BankId bank, const PortUse &use) {
    touched[bank].isWritten |= use.isWritten;
    touched[bank].ports.insert(use.ports.begin(), use.ports.end());
  };
  if (isAccess(node))
    for (unsigned i = 0; i < node.banks.size(); ++i) {
      PortUse &use = touched[{node.memory, node.banks[i]}];
      use.isWritten = node.kind == NodeKind::store;
      if (i < node.ports.size())
        use.ports.insert(node.ports[i]);
    }
  if (node.kind != NodeKind::child)
    return touched;
  const Child &child = function.children[node.child];
  for (BlockId block : blocksOf(child))
    for (NodeId inner : function.blocks[block].nodes)
      for (const auto &[bank, use] : banksTouched(graph, function, function.nodes[inner]))
        add(bank, use);
  if (child.kind != Child::call)
    return touched;
  const Function &callee = graph.functions[child.callee];
  for (NodeId inner : callee.blocks.front().nodes)
    for (const auto &[bank, use] : banksTouched(graph, callee, callee.nodes[inner]))
      if (bank.first < child.memories.size()) {
        PortUse mapped{use.isWritten, {}};
        for (unsigned port : use.ports)
          mapped.ports.insert(child.portOf(bank.first, port));
        add({child.memories[bank.first], child.bankOf(bank.first, bank.second)}, mapped);
      }
  return touched;
}

std::map<FifoId, StreamUse> streamsTouched(const Graph &graph, const Function &function, const Node &node) {
  std::map<FifoId, StreamUse> touched;
  auto add = [&](FifoId fifo, const StreamUse &use) {
    StreamUse &sum = touched[fifo];
    sum.reads |= use.reads;
    sum.writes |= use.writes;
    sum.asks |= use.asks;
    sum.clears |= use.clears;
    sum.waits |= use.waits;
  };
  if (node.kind == NodeKind::stream)
    for (unsigned element : node.fifo.elements)
      add({node.fifo.stream, element}, useOf(node.action));
  if (node.kind != NodeKind::child)
    return touched;
  const Child &child = function.children[node.child];
  for (BlockId block : blocksOf(child))
    for (NodeId inner : function.blocks[block].nodes)
      for (const auto &[fifo, use] : streamsTouched(graph, function, function.nodes[inner]))
        add(fifo, use);
  if (child.kind != Child::call || child.streams.empty())
    return touched;
  const Function &callee = graph.functions[child.callee];
  for (NodeId inner : callee.blocks.front().nodes)
    for (const auto &[fifo, use] : streamsTouched(graph, callee, callee.nodes[inner])) {
      if (!callee.streams[fifo.first].isParameter)
        continue;
      const StreamPlace &given = child.streams[fifo.first];
      if (callee.streams[fifo.first].extents.empty())
        for (unsigned element : given.elements)
          add({given.stream, element}, use);
      else
        add({given.stream, given.elements[fifo.second]}, use);
    }
  return touched;
}

std::set<unsigned> resultsUsed(const Function &function, const Child &child) {
  std::set<unsigned> used;
  for (NodeId id : function.blocks[function.nodes[child.node].block].nodes) {
    const Node &node = function.nodes[id];
    if (node.kind == NodeKind::result && node.operands[0] == child.node)
      used.insert(node.index);
  }
  return used;
}

std::string lineOf(const Node &node) { return "line " + std::to_string(node.place.line); }

} // namespace allo::target::rtl
