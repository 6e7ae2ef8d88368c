// The best designs of a space: every combination of array shapes, lanes, orders of operators, resident layers and
// placements is evaluated by the refined model under all constraints. The result does not depend on the threads.
#pragma once

#include "llm/Resources.h"

#include <optional>

namespace allo::llm {

enum class Objective { Latency, Throughput, Energy };
const char *objectiveName(Objective objective);
Objective objectiveOf(const std::string &name); // throws UserError

struct SearchOptions {
  Phase phase = Phase::Decode;
  double tokens = 128, generated = 128; // a prompt, and what follows
  Objective objective = Objective::Latency;
  double batch = 1;
  double devices = 1; // shared by tensor and pipeline parallelism in all ways that multiply to it
  std::optional<Style> style;
  unsigned threads = 1;
};

// One feasible design and its figures, for the whole batch.
struct Candidate {
  Design design;
  uint64_t index = 0;  // in the space; decides between equals
  units::Seconds time; // of the prompt, or of one token
  double tokensPerSecond = 0;
  units::Watts power;    // of all devices
  units::Joules energy;  // a token
  double logicShare = 0; // of the usable LUTs
  Limit limit = Limit::Compute;
};

struct SearchResult {
  uint64_t points = 0, feasible = 0;
  std::optional<Candidate> best;
  std::vector<Candidate> pareto; // time against logic, by time
  // Resources for which faster designs than the best were refused, with the time of the fastest of them.
  std::vector<std::pair<Resource, units::Seconds>> binding;
  std::optional<Candidate> closest; // where nothing fits: the design that misses by least
  DemandList closestDemands;
};

SearchResult search(const Setting &setting, const SearchOptions &options);
// The figures of one design.
Candidate evaluate(const Setting &setting, const Design &design, double tokens, double generated);
const char *resourceName(Resource resource);

} // namespace allo::llm
