// Exact search for a modulo schedule: only the phases (start modulo the interval) of operations that share resources
// are choices; with the phases fixed the earliest starts follow, and a recurrence that then grows for ever refutes
// them.
#include "target/rtl/schedule/PhaseSearch.h"

#include <algorithm>
#include <numeric>

namespace allo::target::rtl::scheduling {

namespace {

class Search {
public:
  Search(const Network &network, int64_t interval, int64_t &budget)
      : network_(network), interval_(interval), budget_(budget), phase_(network.size(), -1), together_(network.size()) {
    std::vector<unsigned> own(network.problem.resources.size(), 0);
    std::iota(together_.begin(), together_.end(), 0u);
    std::vector<unsigned> demand(network.problem.resources.size(), 0);
    for (const Operation &operation : network.problem.operations)
      for (const Use &use : operation.uses)
        ++demand[use.resource];
    base_.resize(demand.size());
    for (unsigned resource = 0; resource < demand.size(); ++resource) {
      unsigned units = network.problem.resources[resource].units;
      isScarce_.push_back(demand[resource] > units);
      base_[resource] = owner_.size();
      if (isScarce_[resource])
        owner_.resize(owner_.size() + units * interval, none);
    }
    for (const Operation &operation : network.problem.operations) {
      units_.emplace_back();
      for (const Use &use : operation.uses)
        units_.back().push_back(isScarce_[use.resource] ? 0 : own[use.resource]++);
    }
    limit_ = interval;
    for (const Edge &edge : network.problem.edges)
      limit_ += std::max<int64_t>(edge.separation, 0);
    for (const Operation &operation : network.problem.operations)
      limit_ += operation.latency + interval;
  }

  std::optional<Placement> run() {
    for (bool recurrent : {true, false})
      for (unsigned operation : network_.order)
        if (network_.isRecurrent(operation) == recurrent &&
            std::any_of(network_.operation(operation).uses.begin(), network_.operation(operation).uses.end(),
                        [&](const Use &use) { return isScarce_[use.resource]; }))
          choices_.push_back(operation);
    std::vector<Moment> starts(network_.size());
    if (choices_.size() > 96 || !settle(starts) || !choose(0, starts))
      return std::nullopt;
    Placement result{{}, std::move(units_)};
    for (const Moment &start : solution_)
      result.start.push_back(start.cycle);
    return result;
  }

private:
  static constexpr unsigned none = ~0u;
  const Network &network_;
  int64_t interval_, limit_ = 0;
  int64_t &budget_;
  std::vector<int64_t> phase_;     // -1: open
  std::vector<unsigned> together_; // the first operation of those that must start in exactly the same cycle
  std::vector<bool> isScarce_;
  std::vector<size_t> base_;    // of each resource, in owner_
  std::vector<unsigned> owner_; // [unit * interval + row]
  std::vector<unsigned> choices_;
  std::vector<Moment> solution_;
  std::vector<std::vector<unsigned>> units_; // of each operation and use

  // Raises the starts until dependences, phases and equalities hold.
  bool settle(std::vector<Moment> &starts) {
    bool changed = true;
    while (changed) {
      changed = false;
      for (unsigned operation : network_.order) {
        Moment start = starts[operation];
        for (unsigned edge : network_.in(operation)) {
          Moment asked = network_.along(edge, starts[network_.problem.edges[edge].from], interval_);
          start = std::max(start, network_.startFor(operation, asked));
        }
        unsigned first = together_[operation];
        if (starts[first].cycle > start.cycle)
          start = {starts[first].cycle, 0};
        if (phase_[operation] >= 0 && start.cycle % interval_ != phase_[operation])
          start = {start.cycle + (phase_[operation] - start.cycle % interval_ + interval_) % interval_, 0};
        if (start.cycle > starts[first].cycle)
          starts[first] = {start.cycle, 0}, changed = true;
        if (start > starts[operation])
          starts[operation] = start, changed = true;
        budget_ -= int64_t(network_.in(operation).size()) + 1;
        if (start.cycle > limit_ || budget_ < 0)
          return false;
      }
    }
    return true;
  }

  // The unit for a use at the phase; `joined` is the operation that it then shares the unit with.
  unsigned unitFor(const Use &use, int64_t phase, unsigned join, unsigned &joined) const {
    for (unsigned unit = 0; unit < network_.problem.resources[use.resource].units; ++unit) {
      const unsigned *rows = &owner_[base_[use.resource] + unit * interval_];
      unsigned there = rows[phase];
      if (join != none && there == join) {
        for (const Use &other : network_.operation(there).uses)
          if (other.resource == use.resource && other.group == use.group && use.group >= 0 &&
              other.cycles == use.cycles) {
            joined = there;
            return unit;
          }
      }
      bool isFree = use.cycles <= interval_;
      for (int64_t cycle = 0; isFree && cycle < use.cycles; ++cycle)
        isFree = rows[(phase + cycle) % interval_] == none;
      if (isFree)
        return unit;
    }
    return none;
  }

  // Takes units for all uses; what was taken goes to `cells`.
  bool take(unsigned operation, int64_t phase, unsigned join, std::vector<size_t> &cells, bool &joins) {
    for (unsigned number = 0; number < network_.operation(operation).uses.size(); ++number) {
      const Use &use = network_.operation(operation).uses[number];
      if (!isScarce_[use.resource])
        continue;
      unsigned joined = none, unit = unitFor(use, phase, join, joined);
      if (unit == none)
        return false;
      units_[operation][number] = unit;
      if (joined != none) {
        joins = true;
        continue;
      }
      for (int64_t cycle = 0; cycle < use.cycles; ++cycle) {
        cells.push_back(base_[use.resource] + unit * interval_ + (phase + cycle) % interval_);
        owner_[cells.back()] = operation;
      }
    }
    return true;
  }

  // Operations of one of its groups that start a shared unit in the phase.
  std::vector<unsigned> partners(unsigned operation, int64_t phase) const {
    std::vector<unsigned> found;
    for (const Use &use : network_.operation(operation).uses)
      if (use.group >= 0 && isScarce_[use.resource])
        for (unsigned unit = 0; unit < network_.problem.resources[use.resource].units; ++unit) {
          unsigned there = owner_[base_[use.resource] + unit * interval_ + phase];
          if (there != none && phase_[there] == phase && std::find(found.begin(), found.end(), there) == found.end())
            found.push_back(there);
        }
    return found;
  }

  bool choose(size_t depth, const std::vector<Moment> &starts) {
    if (depth == choices_.size()) {
      solution_ = starts;
      return true;
    }
    unsigned operation = choices_[depth];
    for (int64_t delay = 0; delay < interval_; ++delay) {
      int64_t phase = (starts[operation].cycle + delay) % interval_;
      std::vector<unsigned> joins = partners(operation, phase);
      joins.push_back(none);
      for (unsigned join : joins) {
        std::vector<size_t> cells;
        bool joined = false;
        std::vector<Moment> next = starts;
        bool isTaken = take(operation, phase, join, cells, joined) && joined == (join != none);
        phase_[operation] = phase;
        if (joined)
          together_[operation] = together_[join];
        bool isFound = isTaken && settle(next) && choose(depth + 1, next);
        phase_[operation] = -1;
        together_[operation] = operation;
        for (size_t cell : cells)
          owner_[cell] = none;
        if (isFound)
          return true;
        if (budget_ < 0)
          return false;
      }
    }
    return false;
  }
};

} // namespace

std::optional<Placement> searchPhases(const Network &network, int64_t interval, int64_t &budget) {
  if (network.size() > 2000 || interval > 4096 || budget <= 0)
    return std::nullopt;
  return Search(network, interval, budget).run();
}

} // namespace allo::target::rtl::scheduling
