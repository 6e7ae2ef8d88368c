// Accesses that can share ports because they never meet in a bank, and copies of memories that give more ports.
#include "target/rtl/graph/Stages.h"

#include <algorithm>
#include <map>

namespace allo::target::rtl {

void addGroups(Function &function, FunctionRecords &records) {
  struct Member {
    NodeId node;
    unsigned position;
  };
  std::map<std::pair<BlockId, MemoryId>, std::vector<Member>> dynamic;
  for (const AccessRecord &record : records.accesses)
    if (record.node != noId)
      if (const Node &node = function.nodes[record.node]; node.banks.size() > 1)
        dynamic[{node.block, node.memory}].push_back({record.node, records.positions.lookup(record.op)});
  constexpr unsigned latestGroups = 8; // how many groups are tried, from the last
  int groups = 0;
  for (auto &[key, members] : dynamic) {
    analysis::BankChoice *choice = records.arrays[key.second].banks.get();
    size_t bankCount = function.memories[key.second].bankCount();
    std::vector<std::vector<Member>> cliques;
    for (const Member &member : members) {
      auto fits = [&](const std::vector<Member> &clique) {
        return clique.size() < bankCount &&
               llvm::all_of(
                   clique,
                   [&](const Member &other) { return choice->inDifferentBanks(other.position, member.position); });
      };
      size_t first = cliques.size() > latestGroups ? cliques.size() - latestGroups : 0;
      auto found = std::find_if(cliques.begin() + first, cliques.end(), fits);
      if (found == cliques.end())
        cliques.push_back({member});
      else
        found->push_back(member);
    }
    for (const std::vector<Member> &clique : cliques) {
      if (clique.size() > 1)
        for (const Member &member : clique)
          function.nodes[member.node].group = groups;
      ++groups;
    }
  }
}

namespace {
// The most accesses of one kind that a bank gets in an iteration, a group counted once.
unsigned largestLoad(const Function &function, const Block &block, MemoryId memory, NodeKind kind) {
  std::vector<unsigned> count(function.memories[memory].bankCount(), 0);
  std::map<int, std::vector<bool>> seen; // of a group: the banks already counted
  for (NodeId id : block.nodes) {
    const Node &node = function.nodes[id];
    if (node.kind != kind || node.memory != memory)
      continue;
    for (unsigned bank : node.banks) {
      if (node.group >= 0) {
        auto &banks = seen.try_emplace(node.group, count.size(), false).first->second;
        if (banks[bank])
          continue;
        banks[bank] = true;
      }
      ++count[bank];
    }
  }
  return *std::max_element(count.begin(), count.end());
}
} // namespace

void addCopies(Function &function, const Device &device) {
  constexpr unsigned mostCopies = 16;
  for (BlockId id = 0; id < function.blocks.size(); ++id) {
    const Block &block = function.blocks[id];
    if (!isPipelineBody(function, id))
      continue;
    int64_t interval = function.children[block.child].requestedInterval;
    std::vector<bool> isRead(function.memories.size(), false);
    for (NodeId node : block.nodes)
      if (function.nodes[node].kind == NodeKind::load)
        isRead[function.nodes[node].memory] = true;
    for (MemoryId number = 0; number < function.memories.size(); ++number) {
      Memory &memory = function.memories[number];
      if (!isRead[number] || memory.isParameter || memory.style == MemoryStyle::registers)
        continue;
      bool isPassedOn = std::any_of(function.children.begin(), function.children.end(), [&](const Child &child) {
        return std::find(child.memories.begin(), child.memories.end(), number) != child.memories.end();
      });
      if (isPassedOn) // a module drives one memory
        continue;
      int64_t reads = largestLoad(function, block, number, NodeKind::load);
      int64_t writes = largestLoad(function, block, number, NodeKind::store);
      // Every copy gets every write, through a port that does nothing else; one such port must be enough.
      int64_t shared = memory.style == MemoryStyle::lutRam ? 0 : memory.ports * interval; // by reads and writes
      if (writes > interval || reads + writes <= shared)
        continue;
      int64_t copies = (reads + interval - 1) / interval;
      int64_t bits = memory.bankCount() * memory.bankDepth() * memory.width;
      if (copies <= mostCopies && bits * copies <= device.onChipBits() / 4)
        memory.copies = std::max<unsigned>(memory.copies, copies);
    }
  }
}

} // namespace allo::target::rtl
