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

Schedule solvePipelined(const Network &network) {
  const Problem &problem = network.problem;
  ResourceBound resource = resourceBound(problem);
  Network::RecurrenceBound recurrence = network.recurrenceBound(std::max<int64_t>(*problem.interval, 1));
  int64_t least = std::max(recurrence.interval, resource.interval);
  unsigned refusedBy = resource.resource;
  for (int64_t interval = least; interval <= problem.largestInterval;) {
    for (unsigned effort : {0u, 1u}) {
      ModuloAttempt attempt = scheduleModulo(network, interval, effort);
      if (attempt.placement) {
        Schedule schedule = shortenLifetimes(network, interval, *attempt.placement);
        schedule.limiter = limiterOf(network, recurrence, resource, interval, refusedBy);
        return schedule;
      }
      if (effort == 0)
        refusedBy = attempt.refusedBy;
    }
    // One by one near the bound; faster once it is far off.
    interval += std::max<int64_t>(1, (interval - least) / 8);
  }
  throw InternalError("scheduling: no interval up to " + std::to_string(problem.largestInterval) + " works");
}

} // namespace

Schedule solve(const Problem &problem) {
  validate(problem);
  Network network(problem);
  return problem.interval ? solvePipelined(network)
                          : shortenLifetimes(network, std::nullopt, scheduleSequence(network));
}

} // namespace allo::target::rtl::scheduling
