// Iterative modulo scheduling (Rau, MICRO-27, 1994) with chaining: operations are placed one at a time where their
// scheduled predecessors and a free unit allow; what then no longer fits is taken out again and placed anew.
#include "target/rtl/schedule/Modulo.h"

#include "target/rtl/schedule/PhaseSearch.h"
#include "target/rtl/schedule/Reservations.h"

#include <algorithm>
#include <cmath>
#include <queue>

namespace allo::target::rtl::scheduling {

namespace {

class Attempt {
public:
  Attempt(const Network &network, int64_t interval, const std::vector<Moment> &earliest,
          const std::vector<double> &priority, int64_t budget, const Clusters *together)
      : network_(network), interval_(interval), earliest_(earliest), priority_(priority), budget_(budget),
        together_(together), reservations_(network.problem, interval), start_(network.size(), -1),
        last_(network.size(), -1), arrival_(network.size(), 0), refusals_(network.problem.resources.size(), 0) {}

  bool run() {
    for (unsigned position = 0; position < network_.size(); ++position)
      waiting_.push({priority_[network_.order[position]], -int64_t(position)});
    for (int64_t step = 0; !waiting_.empty(); ++step) {
      unsigned operation = network_.order[-waiting_.top().second];
      waiting_.pop();
      if (start_[operation] >= 0)
        continue;
      if ((steps_ = step) >= budget_)
        return false;
      place(operation);
    }
    return true;
  }
  Placement placement() const { return {start_, reservations_.units()}; }
  int64_t work() const { return reservations_.probes() + steps_; }
  unsigned refusedBy() const {
    return unsigned(std::max_element(refusals_.begin(), refusals_.end()) - refusals_.begin());
  }

private:
  const Network &network_;
  int64_t interval_;
  const std::vector<Moment> &earliest_;
  const std::vector<double> &priority_;
  int64_t budget_, steps_ = 0;
  const Clusters *together_; // null: operations of a group are placed one by one
  Reservations reservations_;
  std::vector<int64_t> start_, last_; // -1: not placed, never placed
  std::vector<double> arrival_;       // of the operands, in the cycle of the start
  std::vector<unsigned> refusals_;
  // Most urgent first, then in the order of the network.
  std::priority_queue<std::pair<double, int64_t>> waiting_;
  std::vector<unsigned> position_; // in the order of the network; filled when something is first taken out

  Moment operands(unsigned operation) const {
    Moment latest{earliest_[operation].cycle, 0};
    for (unsigned edge : network_.in(operation)) {
      unsigned from = network_.problem.edges[edge].from;
      if (from != operation && start_[from] >= 0)
        latest = std::max(latest, network_.along(edge, {start_[from], arrival_[from]}, interval_));
    }
    return latest;
  }

  void evict(unsigned operation) {
    reservations_.remove(operation);
    start_[operation] = -1;
    waiting_.push({priority_[operation], -int64_t(positionOf(operation))});
  }
  unsigned positionOf(unsigned operation) {
    if (position_.empty()) {
      position_.resize(network_.size());
      for (unsigned position = 0; position < network_.size(); ++position)
        position_[network_.order[position]] = position;
    }
    return position_[operation];
  }

  // Members of a cluster go to the first cycle that all of them can have.
  void align(unsigned operation, Moment &begin) {
    const std::vector<unsigned> &members = together_->members[together_->of[operation]];
    for (unsigned member : members) {
      Moment its = start_[member] >= 0 ? Moment{start_[member], 0} : network_.startFor(member, operands(member));
      if (its.cycle > begin.cycle)
        begin = {its.cycle, 0};
    }
    for (unsigned member : members)
      if (start_[member] >= 0 && start_[member] < begin.cycle)
        evict(member);
  }

  void place(unsigned operation) {
    Moment begin = network_.startFor(operation, operands(operation));
    if (together_ && together_->of[operation] != Clusters::noCluster)
      align(operation, begin);
    int64_t time = reservations_.firstFit(operation, begin.cycle, begin.cycle + interval_ - 1);
    if (time < 0) {
      ++refusals_[reservations_.refusedBy()];
      for (int64_t other : reservations_.groupTimes(operation, begin.cycle + interval_))
        if (reservations_.fits(operation, other)) {
          time = other;
          break;
        }
    }
    if (time < 0) {
      time = last_[operation] < begin.cycle ? begin.cycle : last_[operation] + 1;
      for (unsigned other : reservations_.inTheWay(operation, time, priority_))
        evict(other);
    }
    reservations_.place(operation, time);
    start_[operation] = last_[operation] = time;
    arrival_[operation] = time == begin.cycle ? begin.arrival : 0;
    propagate(operation);
  }

  // Takes out what the new place of `operation` forbids, and renews arrivals along chains.
  void propagate(unsigned operation) {
    std::vector<unsigned> work{operation};
    while (!work.empty()) {
      unsigned from = work.back();
      work.pop_back();
      if (start_[from] < 0)
        continue;
      for (unsigned edge : network_.out(from)) {
        unsigned to = network_.problem.edges[edge].to;
        if (start_[to] < 0 || to == from)
          continue;
        Moment asked = network_.along(edge, {start_[from], arrival_[from]}, interval_);
        if (asked.cycle < start_[to] && arrival_[to] == 0)
          continue;
        asked = operands(to);
        Moment begin = network_.startFor(to, asked);
        if (begin.cycle > start_[to]) {
          evict(to);
          continue;
        }
        double arrival = begin.cycle == start_[to] ? begin.arrival : 0;
        if (arrival == arrival_[to])
          continue;
        arrival_[to] = arrival;
        if (network_.operation(to).latency == 0)
          work.push_back(to);
      }
    }
  }
};

// Cycles (and parts of a cycle, by chaining) from the start of each operation to the end.
std::vector<double> heights(const Network &network, int64_t interval) {
  Problem mirror = mirrored(network.problem);
  Network reversed(mirror);
  std::vector<double> heights(network.size(), 0);
  std::optional<std::vector<Moment>> times = reversed.earliest(interval);
  if (!times)
    times.emplace(network.size());
  for (unsigned operation = 0; operation < network.size(); ++operation) {
    Moment end = reversed.resultOf(operation, (*times)[operation]);
    heights[operation] = double(end.cycle) + std::min(0.99, end.arrival / (network.problem.clock * 2));
  }
  return heights;
}

// Another order of urgency for each further try: recurrences first, the least slack first, then heights disturbed.
std::vector<double> variant(const Network &network, const std::vector<Moment> &earliest,
                            const std::vector<double> &heights, unsigned number) {
  std::vector<double> priority = heights;
  double longest = 0;
  for (unsigned operation = 0; operation < network.size(); ++operation)
    longest = std::max(longest, heights[operation] + double(earliest[operation].cycle));
  uint64_t state = 88172645463325252ull + number * 0x9e3779b97f4a7c15ull;
  for (unsigned operation = 0; operation < network.size(); ++operation) {
    double &value = priority[operation];
    double slack = longest - heights[operation] - double(earliest[operation].cycle);
    state ^= state << 13, state ^= state >> 7, state ^= state << 17; // Marsaglia's xorshift: the same every time
    double noise = double(state >> 40) / double(1 << 24);
    if (number == 1)
      value += network.isRecurrent(operation) ? longest * 2 : 0;
    else if (number == 2)
      value = (network.isRecurrent(operation) ? longest * 2 : 0) - slack;
    else if (number > 2)
      value +=
          noise * (1 + longest * 0.1 * (number % 4)) + (number % 2 && network.isRecurrent(operation) ? longest : 0);
  }
  return priority;
}

} // namespace

ResourceBound resourceBound(const Problem &problem, const Clusters &clusters) {
  std::vector<int64_t> demand = clusters.resource, longest(problem.resources.size(), 0);
  for (const Operation &operation : problem.operations)
    for (const Use &use : operation.uses) {
      longest[use.resource] = std::max<int64_t>(longest[use.resource], use.cycles);
      if (use.group < 0)
        demand[use.resource] += use.cycles;
    }
  ResourceBound bound;
  for (unsigned resource = 0; resource < problem.resources.size(); ++resource) {
    int64_t units = problem.resources[resource].units;
    int64_t least = std::max((demand[resource] + units - 1) / units, longest[resource]);
    if (least > bound.interval)
      bound = {least, resource};
  }
  return bound;
}

ModuloAttempt scheduleModulo(const Network &network, const Clusters &clusters, int64_t interval, Effort &effort) {
  ModuloAttempt result;
  std::optional<std::vector<Moment>> earliest = network.earliest(interval);
  if (!earliest)
    return result;
  std::vector<double> height = heights(network, interval);
  constexpr unsigned tries = 12;
  for (unsigned number = 0; number < tries && (number == 0 || effort.probes > 0); ++number) {
    std::vector<double> priority = variant(network, *earliest, height, number);
    int64_t budget = int64_t(network.size()) * (number == 0 ? 4 : 8) + 64;
    // Groups spread out or kept together: both, as either may be what is in the way.
    for (bool together : {false, true}) {
      if (together && clusters.members.empty())
        continue;
      Attempt attempt(network, interval, *earliest, priority, budget, together ? &clusters : nullptr);
      if (attempt.run()) {
        result.placement = attempt.placement();
        return result;
      }
      effort.probes -= attempt.work();
      result.refusedBy = attempt.refusedBy();
    }
  }
  result.placement = searchPhases(network, interval, effort.relaxations);
  return result;
}

} // namespace allo::target::rtl::scheduling
