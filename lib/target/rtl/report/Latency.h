// Cycles of a scheduled graph, by docs/decisions/0014: exact where control follows from constants, known scalars and
// counters, else bounds.
#pragma once

#include "target/rtl/Design.h"

#include <map>
#include <optional>
#include <vector>

namespace allo::target::rtl {

// Of a loop, branch or call: cycles (the n of 0014) and, of a loop, iterations of one execution. Bounds over all its
// executions; empty `most`: unbounded.
struct LoopLatency {
  int64_t least = 0;
  std::optional<int64_t> most;
  int64_t leastTrips = 0;
  std::optional<int64_t> mostTrips;
};

struct LatencyReport {
  Latency total; // of the top
  // [function][child]; nothing for what is never executed.
  std::vector<std::vector<std::optional<LoopLatency>>> children;
};

// `scalars`: the values of the top's scalar arguments where known (by argument number).
LatencyReport latenciesOf(const Graph &graph, const std::map<unsigned, llvm::APInt> &scalars = {});

} // namespace allo::target::rtl
