// Which operations share a unit, and which calls an instance of their callee. Two operations may share when they never
// start in the same cycle: in one block at different phases of the interval; in different blocks when the children that
// hold them never run at the same time, or lie on different sides of a branch.
#include "target/rtl/Design.h"
#include "target/rtl/GraphQueries.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace allo::target::rtl {

namespace {
// Where something happens in the tree of blocks.
struct Place {
  BlockId block;
  int64_t from, to; // first and last cycle of the block's iteration; of a child: its first running cycle and its wait
};

class Overlaps {
public:
  explicit Overlaps(const Function &function) : function(function) {
    for (const Block &block : function.blocks)
      depth.push_back(block.parent == noId ? 0 : depth[block.parent] + 1);
  }

  // Of operations in different blocks, or calls.
  bool atTheSameTime(Place first, Place second) const {
    while (first.block != second.block) {
      if (depth[first.block] < depth[second.block])
        std::swap(first, second);
      const Block &block = function.blocks[first.block];
      BlockId other = second.block;
      const Child &child = function.children[block.child];
      if (child.kind == Child::branch && isInside(other, child, first.block))
        return false;
      const Node &node = function.nodes[child.node];
      first = {block.parent, node.time + 1, node.waitTime};
    }
    return first.from <= second.to && second.from <= first.to;
  }

private:
  // Whether `block` lies on the other side of the branch than `side`.
  bool isInside(BlockId block, const Child &branch, BlockId side) const {
    BlockId other = side == branch.thenBlock ? branch.elseBlock : branch.thenBlock;
    for (; other != noId && block != noId; block = function.blocks[block].parent)
      if (block == other)
        return true;
    return false;
  }

  const Function &function;
  std::vector<unsigned> depth;
};

class Binder {
public:
  Binder(Function &function, const Device &device, const Options &options)
      : function(function), device(device), options(options), overlaps(function),
        clock(options.clockNs * (1 - device.clockMargin())) {}

  void run() {
    for (BlockId block = 0; block < function.blocks.size(); ++block)
      for (NodeId id : function.blocks[block].nodes)
        if (function.nodes[id].kind == NodeKind::operation)
          bindOperation(function.nodes[id], id);
    bindCalls();
  }

private:
  struct Busy { // of a unit, in one block
    std::set<int64_t> phases;
  };
  struct UnitState {
    std::map<BlockId, Busy> busy; // by block
  };

  bool isFree(const UnitState &unit, const Node &node, unsigned interval) const {
    for (const auto &[block, busy] : unit.busy) {
      if (block == node.block) {
        for (unsigned cycle = 0; cycle < interval; ++cycle)
          if (busy.phases.contains((node.time + cycle) % function.blocks[block].interval))
            return false;
        continue;
      }
      int64_t first = *busy.phases.begin(), last = *busy.phases.rbegin();
      // Cycles count only in a block that holds the other one, and such a block is a sequence.
      Place mine{node.block, node.time, node.time + interval - 1};
      Place theirs{block, first, last};
      if (overlaps.atTheSameTime(mine, theirs))
        return false;
    }
    return true;
  }

  void bindOperation(Node &node, NodeId id) {
    OperatorData data = device.operatorFor(node.operatorKey, clock);
    if (data.module.empty())
      return;
    std::vector<unsigned> &candidates = unitsOf[node.operatorKey];
    // Operations of one block and phase each need their own: start behind those that it has taken already. A unit
    // without registers is never shared: two of them that feed each other in different cycles would close a loop of
    // wires.
    unsigned &next = taken[{node.operatorKey, node.block, node.time % function.blocks[node.block].interval}];
    unsigned chosen = data.latency == 0 ? candidates.size() : next;
    while (chosen < candidates.size() && !isFree(states[candidates[chosen]], node, data.interval))
      ++chosen;
    if (chosen == candidates.size()) {
      candidates.push_back(function.units.size());
      function.units.push_back({node.operatorKey, data, {}});
      states.emplace_back();
    }
    next = chosen + 1;
    unsigned unit = candidates[chosen];
    for (unsigned cycle = 0; cycle < data.interval; ++cycle)
      states[unit].busy[node.block].phases.insert((node.time + cycle) % function.blocks[node.block].interval);
    function.units[unit].users.push_back(id);
    node.unit = static_cast<int>(unit);
  }

  void bindCalls() {
    std::map<unsigned, std::vector<std::vector<unsigned>>> instances; // callee -> instance -> calls
    int unit = 0;
    std::map<std::pair<unsigned, unsigned>, int> numbers;
    for (unsigned number = 0; number < function.children.size(); ++number) {
      Child &child = function.children[number];
      if (child.kind != Child::call)
        continue;
      auto &list = instances[child.callee];
      unsigned chosen = 0;
      while (chosen < list.size() && !canShare(list[chosen], child))
        ++chosen;
      if (chosen == list.size()) {
        list.emplace_back();
        numbers[{child.callee, chosen}] = unit++;
      }
      list[chosen].push_back(number);
      child.unit = numbers[{child.callee, chosen}];
    }
  }

  bool canShare(const std::vector<unsigned> &calls, const Child &child) const {
    if (!options.shareCalls)
      return false;
    const Node &node = function.nodes[child.node];
    return std::none_of(calls.begin(), calls.end(), [&](unsigned other) {
      const Node &otherNode = function.nodes[function.children[other].node];
      return overlaps.atTheSameTime({node.block, node.time + 1, node.waitTime},
                                    {otherNode.block, otherNode.time + 1, otherNode.waitTime});
    });
  }

  Function &function;
  const Device &device;
  const Options &options;
  Overlaps overlaps;
  double clock;
  std::map<OperatorKey, std::vector<unsigned>> unitsOf;
  std::map<std::tuple<OperatorKey, BlockId, int64_t>, unsigned> taken;
  std::vector<UnitState> states;
};
} // namespace

void bind(Graph &graph, const Device &device, const Options &options) {
  for (Function &function : graph.functions)
    Binder(function, device, options).run();
}

} // namespace allo::target::rtl
