// Operations that may share a unit because they are of one group: which of them can start in the same cycle.
#pragma once

#include "target/rtl/schedule/Network.h"

namespace allo::target::rtl::scheduling {

// Members of one group of one resource that no dependence of the iteration keeps apart.
struct Clusters {
  std::vector<std::vector<unsigned>> members;
  std::vector<unsigned> of;      // of each operation; noCluster: it has no group
  std::vector<int64_t> resource; // of each resource: cells that groups take at least
  static constexpr unsigned noCluster = ~0u;
};
Clusters clustersOf(const Network &network);

} // namespace allo::target::rtl::scheduling
