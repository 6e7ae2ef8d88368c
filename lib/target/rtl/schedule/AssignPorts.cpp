// Ports of banks for the accesses of a scheduled block: per bank and slot of the interval the first free one. Writes
// prefer port 0 and reads of a memory that is written prefer port 1, so that a simple dual port memory does where it
// can.
#include "target/rtl/schedule/BlockProblem.h"

#include "target/rtl/GraphQueries.h"

#include <algorithm>
#include <tuple>

namespace allo::target::rtl {

namespace {
class PortTable {
public:
  PortTable(const Function &function, const Block &block) : function(function), block(block) {
    for (const Node &node : function.nodes)
      if (node.kind == NodeKind::store)
        written.insert(node.memory);
    for (const Child &child : function.children)
      if (child.kind == Child::call)
        written.insert(child.memories.begin(), child.memories.end());
  }

  unsigned take(const Node &node, unsigned bank) {
    int64_t slot = node.time % block.interval;
    // Where only one port writes, a load cannot have that of a store.
    auto sharers = std::tuple(node.memory, bank, node.group, node.time, hasWritePort(node) && isStore(node));
    if (node.group >= 0) {
      auto shared = groups.find(sharers);
      if (shared != groups.end())
        return shared->second;
    }
    std::set<unsigned> &taken = used[{node.memory, bank, slot}];
    for (unsigned port : order(node))
      if (taken.insert(port).second) {
        if (node.group >= 0)
          groups[sharers] = port;
        return port;
      }
    throw InternalError("no port left for an access to '" + function.memories[node.memory].name + "' on " +
                        lineOf(node));
  }

private:
  static bool isStore(const Node &node) { return node.kind == NodeKind::store; }
  bool hasWritePort(const Node &node) const {
    const Memory &memory = function.memories[node.memory];
    return memory.style == MemoryStyle::lutRam || memory.copies > 1;
  }

  // With copies, port c * ports + p is port p of copy c; writes go to port 0 of all copies.
  std::vector<unsigned> order(const Node &node) const {
    const Memory &memory = function.memories[node.memory];
    if (hasWritePort(node)) {
      if (isStore(node))
        return {0};
      std::vector<unsigned> ports;
      bool keepFirst = written.contains(node.memory) || memory.style == MemoryStyle::lutRam;
      for (unsigned copy = 0; copy < memory.copies; ++copy)
        for (unsigned port = keepFirst ? 1 : 0; port < memory.ports; ++port)
          ports.push_back(copy * memory.ports + port);
      return ports;
    }
    std::vector<unsigned> ports;
    for (unsigned port = 0; port < memory.ports; ++port)
      ports.push_back(port);
    if (!isStore(node) && written.contains(node.memory))
      std::reverse(ports.begin(), ports.end());
    return ports;
  }

  const Function &function;
  const Block &block;
  std::set<MemoryId> written;
  std::map<std::tuple<MemoryId, unsigned, int64_t>, std::set<unsigned>> used;
  std::map<std::tuple<MemoryId, unsigned, int, int64_t, bool>, unsigned> groups;
};
} // namespace

void assignPorts(Function &function, BlockId number) {
  const Block &block = function.blocks[number];
  PortTable table(function, block);
  for (NodeId id : block.nodes) {
    Node &node = function.nodes[id];
    if (!isAccess(node))
      continue;
    node.ports.clear();
    const Memory &memory = function.memories[node.memory];
    for (unsigned bank : node.banks)
      node.ports.push_back(memory.isScalarBanks() ? 0 : table.take(node, bank));
  }
}

} // namespace allo::target::rtl
