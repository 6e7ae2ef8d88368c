// Two loops or calls that only read a memory, each through one port, run at the same time when they are on different
// ports: of those that follow one another in a block, every second one moves to the other port.
#include "target/rtl/schedule/BlockProblem.h"

#include "target/rtl/GraphQueries.h"

namespace allo::target::rtl {

namespace {
void swapPorts(Function &function, Child &child, MemoryId memory) {
  for (BlockId block : blocksOf(child))
    for (NodeId id : function.blocks[block].nodes) {
      Node &node = function.nodes[id];
      if (isAccess(node) && node.memory == memory)
        for (unsigned &port : node.ports)
          port = 1 - port;
      if (node.kind == NodeKind::child)
        swapPorts(function, function.children[node.child], memory);
    }
  for (MemoryId parameter = 0; parameter < child.memories.size(); ++parameter)
    if (child.memories[parameter] == memory && !child.swapped.erase(parameter))
      child.swapped.insert(parameter);
}
} // namespace

void spreadPorts(const Graph &graph, Function &function, BlockId number) {
  std::map<MemoryId, unsigned> lastPort; // of the readers since the memory was last written
  for (NodeId id : function.blocks[number].nodes) {
    const Node &node = function.nodes[id];
    if (node.kind != NodeKind::child)
      continue;
    std::map<MemoryId, PortUse> touched; // all banks on one port or the other
    for (const auto &[bank, use] : banksTouched(graph, function, node)) {
      touched[bank.first].isWritten |= use.isWritten;
      touched[bank.first].ports.insert(use.ports.begin(), use.ports.end());
    }
    for (const auto &[memory, use] : touched) {
      if (use.isWritten || use.ports.size() != 1 || !function.memories[memory].hasEqualPorts()) {
        lastPort.erase(memory);
        continue;
      }
      unsigned port = *use.ports.begin();
      auto last = lastPort.find(memory);
      if (last != lastPort.end() && last->second == port) {
        swapPorts(function, function.children[node.child], memory);
        port = 1 - port;
      }
      lastPort[memory] = port;
    }
  }
}

} // namespace allo::target::rtl
