// The solver: bounds, then intervals from the bound on until a schedule is found, then fewer registers.
#include "target/rtl/schedule/Lifetimes.h"
#include "target/rtl/schedule/Modulo.h"
#include "target/rtl/schedule/Network.h"
#include "target/rtl/schedule/Sequence.h"

#include "allo/error.hpp"

#include <algorithm>

namespace allo::target::rtl::scheduling {

namespace {

void validate(const Problem &problem) {
  for (const Resource &resource : problem.resources)
    if (resource.units == 0)
      throw InternalError("scheduling: there is no unit of " + resource.name);
  for (const Operation &operation : problem.operations) {
    if (problem.interval && operation.role != Operation::ordinary)
      throw InternalError("scheduling: a pipelined block has a child");
    if (operation.pinned && (!operation.uses.empty() || operation.role != Operation::ordinary))
      throw InternalError("scheduling: an operation that is fixed in cycle 0 uses a resource");
    for (const Use &use : operation.uses)
      if (use.resource >= problem.resources.size() || use.cycles == 0)
        throw InternalError("scheduling: an operation uses no known resource, or for no time");
  }
}

std::vector<unsigned> usersOf(const Problem &problem, unsigned resource) {
  std::vector<unsigned> users;
  for (unsigned operation = 0; operation < problem.operations.size(); ++operation)
    for (const Use &use : problem.operations[operation].uses)
      if (use.resource == resource && (users.empty() || users.back() != operation))
        users.push_back(operation);
  return users;
}

Limiter limiterOf(const Network &network, const Network::RecurrenceBound &recurrence, const ResourceBound &resource,
                  int64_t interval, unsigned refusedBy) {
  const Problem &problem = network.problem;
  Limiter limiter;
  if (interval == *problem.interval)
    return limiter;
  bool byRecurrence = !recurrence.cycle.empty() && recurrence.interval >= resource.interval;
  if (byRecurrence && recurrence.interval == interval) {
    limiter.kind = network.latencyBound(recurrence.cycle) < interval ? Limiter::chaining : Limiter::recurrence;
    limiter.edges = recurrence.cycle;
    limiter.bound = interval;
    return limiter;
  }
  limiter.kind = Limiter::resources;
  // Above every bound a recurrence and a resource act together: the resource that had no unit is named, and the
  // recurrence with it.
  bool isBound = resource.interval == interval;
  limiter.resource = isBound ? resource.resource : refusedBy;
  limiter.operations = usersOf(problem, limiter.resource);
  limiter.bound = isBound ? interval : std::max(recurrence.interval, resource.interval);
  if (!isBound)
    limiter.edges = recurrence.cycle;
  return limiter;
}

// Deadlines (edges into operations that are fixed in cycle 0) become recurrences: all of them go into one operation,
// the anchor, before which nothing starts. The new edges come after those of the problem.
Problem anchored(const Problem &problem, std::optional<unsigned> &anchor) {
  Problem result = problem;
  for (Edge &edge : result.edges)
    if (problem.operations[edge.to].pinned) {
      if (!anchor)
        anchor = edge.to;
      edge.to = *anchor;
    }
  for (unsigned operation = 0; anchor && operation < problem.operations.size(); ++operation)
    if (!problem.operations[operation].pinned)
      result.edges.push_back({*anchor, operation, 0, 0, false});
  return result;
}

// Moves the whole schedule so that the anchor starts in cycle 0.
void shiftTo(unsigned anchor, const Problem &problem, std::vector<int64_t> &start) {
  int64_t shift = start[anchor];
  for (unsigned operation = 0; operation < start.size(); ++operation)
    start[operation] = problem.operations[operation].pinned ? 0 : start[operation] - shift;
}

Schedule solvePipelined(const Network &network, std::optional<unsigned> anchor) {
  const Problem &problem = network.problem;
  Clusters clusters = clustersOf(network);
  ResourceBound resource = resourceBound(problem, clusters);
  Network::RecurrenceBound recurrence = network.recurrenceBound(std::max<int64_t>(*problem.interval, 1));
  int64_t least = std::max(recurrence.interval, resource.interval), failed = least - 1, found = 0;
  unsigned refusedBy = resource.resource;
  std::optional<Placement> placement;
  Effort effort{std::min<int64_t>(2'000'000, 100'000 + 1000 * int64_t(network.size())), 2'000'000};
  auto attempt = [&](int64_t interval) {
    ModuloAttempt result = scheduleModulo(network, clusters, interval, effort);
    if (!result.placement) {
      refusedBy = result.refusedBy;
      failed = interval;
      return false;
    }
    placement = std::move(result.placement);
    found = interval;
    return true;
  };
  // One by one near the bound, faster once it is far off; then back to the least that works.
  for (int64_t interval = least; !attempt(interval); interval += 1 + std::max<int64_t>(0, interval - least - 3) / 2)
    if (interval > problem.largestInterval)
      throw InternalError("scheduling: no interval up to " + std::to_string(problem.largestInterval) + " works");
  while (found - failed > 1)
    attempt(failed + (found - failed) / 2);
  if (anchor)
    shiftTo(*anchor, problem, placement->start);
  Schedule schedule = shortenLifetimes(network, found, *placement);
  schedule.limiter = limiterOf(network, recurrence, resource, found, refusedBy);
  return schedule;
}

} // namespace

Schedule solve(const Problem &problem) {
  validate(problem);
  if (!problem.interval) {
    Network network(problem);
    return shortenLifetimes(network, std::nullopt, scheduleSequence(network));
  }
  std::optional<unsigned> anchor;
  Problem withAnchor = anchored(problem, anchor);
  Network network(withAnchor);
  Schedule schedule = solvePipelined(network, anchor);
  std::erase_if(schedule.limiter.edges, [&](unsigned edge) { return edge >= problem.edges.size(); });
  return schedule;
}

} // namespace allo::target::rtl::scheduling
