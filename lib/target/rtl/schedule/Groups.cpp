// A group is cut by the longest chain: a member is in the cluster of the number of different cycles in which members
// before it have to start.
#include "target/rtl/schedule/Groups.h"

#include <algorithm>
#include <map>

namespace allo::target::rtl::scheduling {

namespace {

// Different cycles of members so far, and whether time has passed since the last of them.
struct Level {
  unsigned count = 0;
  bool isPast = true;
  auto operator<=>(const Level &) const = default;
};

} // namespace

Clusters clustersOf(const Network &network) {
  const Problem &problem = network.problem;
  Clusters clusters;
  clusters.of.assign(network.size(), Clusters::noCluster);
  clusters.resource.assign(problem.resources.size(), 0);
  std::map<std::pair<unsigned, int>, std::vector<unsigned>> groups; // (resource, group)
  for (unsigned operation = 0; operation < network.size(); ++operation)
    for (const Use &use : network.operation(operation).uses)
      if (use.group >= 0)
        groups[{use.resource, use.group}].push_back(operation);
  std::map<std::vector<unsigned>, std::vector<unsigned>> known; // levels by members: many banks have the same groups
  std::vector<Level> levels(network.size());
  std::vector<bool> isMember(network.size(), false);
  constexpr size_t largestWork = 20'000'000;
  for (auto &[key, members] : groups) {
    members.erase(std::unique(members.begin(), members.end()), members.end());
    unsigned cycles = 0;
    for (const Use &use : network.operation(members.front()).uses)
      if (use.resource == key.first)
        cycles = std::max(cycles, use.cycles);
    auto [entry, isNew] = known.try_emplace(members);
    if (isNew && known.size() * problem.edges.size() > largestWork) {
      entry->second = {1};
    } else if (isNew) {
      for (unsigned member : members)
        isMember[member] = true;
      for (unsigned operation : network.order) {
        Level level;
        for (unsigned edge : network.in(operation)) {
          const Edge &data = problem.edges[edge];
          if (data.distance > 0)
            continue;
          Level before = levels[data.from];
          before.isPast |= (data.isData ? int64_t(network.operation(data.from).latency) : data.separation) > 0;
          level = std::max(level, before);
        }
        if (isMember[operation])
          level = {level.count + level.isPast, false};
        levels[operation] = level;
      }
      unsigned first = unsigned(clusters.members.size());
      for (unsigned member : members) {
        isMember[member] = false;
        entry->second.push_back(levels[member].count);
        unsigned number = first + levels[member].count - 1;
        if (clusters.of[member] != Clusters::noCluster)
          continue;
        if (clusters.members.size() <= number)
          clusters.members.resize(number + 1);
        clusters.of[member] = number;
        clusters.members[number].push_back(member);
      }
    }
    clusters.resource[key.first] += int64_t(cycles) * *std::max_element(entry->second.begin(), entry->second.end());
  }
  return clusters;
}

} // namespace allo::target::rtl::scheduling
