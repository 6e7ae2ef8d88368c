// Coordinate descent on the cost in registers: one operation at a time goes to the best cycle that its neighbours leave
// it, from two beginnings (as found, and everything as late as possible), and the cheaper end is kept.
#include "target/rtl/schedule/Lifetimes.h"

#include "target/rtl/schedule/Reservations.h"

#include "allo/error.hpp"

#include <algorithm>

namespace allo::target::rtl::scheduling {

namespace {

class Mover {
public:
  Mover(const Network &network, std::optional<int64_t> interval, const Placement &placement)
      : network_(network), isPipelined_(interval.has_value()), reservations_(network.problem, interval),
        start_(placement.start), arrival_(network.size(), 0), lastUse_(network.size(), -1) {
    for (unsigned operation = 0; operation < network.size(); ++operation)
      if (network.operation(operation).role == Operation::wait)
        waits_.push_back(start_[operation]);
    std::sort(waits_.begin(), waits_.end());
    for (unsigned operation = 0; operation < network.size(); ++operation)
      reservations_.place(operation, start_[operation], placement.units[operation]);
    measure();
    interval_ = interval.value_or(depth_);
    renewArrivals();
    for (unsigned operation = 0; operation < network.size(); ++operation)
      lastUse_[operation] = lastUse(operation, ~0u);
  }

  // Everything as early as it can be; the depth follows.
  void compact() {
    for (unsigned operation : network_.order)
      if (isMovable(operation)) {
        auto [low, high] = window(operation);
        tryTimes(operation, low, start_[operation] - 1, 1);
      }
    measure();
  }

  void delay() {
    for (auto operation = network_.order.rbegin(); operation != network_.order.rend(); ++operation)
      if (isMovable(*operation)) {
        auto [low, high] = window(*operation);
        tryTimes(*operation, high, start_[*operation] + 1, -1);
      }
  }

  void descend() {
    for (int sweep = 0; sweep < 6; ++sweep) {
      bool changed = false;
      for (auto operation = network_.order.rbegin(); operation != network_.order.rend(); ++operation)
        changed |= improve(*operation);
      for (unsigned operation : network_.order)
        changed |= improve(operation);
      if (!changed)
        break;
    }
  }

  double cost() const {
    double sum = 0;
    for (unsigned operation = 0; operation < network_.size(); ++operation)
      sum += costOf(operation, start_[operation], lastUse_[operation]);
    return sum;
  }

  Schedule result() const {
    Schedule schedule;
    schedule.start = start_;
    schedule.depth = depth_;
    schedule.interval = isPipelined_ ? interval_ : depth_;
    schedule.units = reservations_.units();
    for (unsigned operation = 0; operation < network_.size(); ++operation)
      schedule.arrival.push_back(network_.resultOf(operation, {start_[operation], arrival_[operation]}).arrival);
    return schedule;
  }

private:
  const Network &network_;
  bool isPipelined_;
  Reservations reservations_;
  std::vector<int64_t> start_;
  std::vector<double> arrival_;  // of the operands
  std::vector<int64_t> lastUse_; // of the value, in cycles of its own iteration; -1: never
  std::vector<int64_t> waits_;
  int64_t depth_ = 1, interval_ = 1;
  std::vector<std::pair<unsigned, double>> undo_;

  const Problem &problem() const { return network_.problem; }

  void measure() {
    depth_ = 1;
    for (unsigned operation = 0; operation < network_.size(); ++operation) {
      const Operation &data = network_.operation(operation);
      depth_ = std::max(depth_, start_[operation] + data.latency + 1);
      if (!isPipelined_)
        for (const Use &use : data.uses)
          depth_ = std::max<int64_t>(depth_, start_[operation] + use.cycles);
    }
    if (isPipelined_)
      return;
    for (const Edge &edge : problem().edges)
      if (edge.distance > 0 && !edge.isData) {
        int64_t missing = start_[edge.from] + edge.separation - start_[edge.to];
        depth_ = std::max(depth_, (missing + edge.distance - 1) / edge.distance);
      }
    interval_ = depth_;
  }

  Moment operands(unsigned operation) const {
    Moment latest;
    for (unsigned edge : network_.in(operation)) {
      unsigned from = problem().edges[edge].from;
      latest = std::max(latest, network_.along(edge, {start_[from], arrival_[from]}, interval_));
    }
    return latest;
  }

  // Chains may go through edges of distance > 0, so until nothing changes.
  void renewArrivals() {
    for (bool changed = true; changed;) {
      changed = false;
      for (unsigned operation : network_.order) {
        Moment begin = network_.startFor(operation, operands(operation));
        if (begin.cycle > start_[operation])
          throw InternalError("scheduling: a start time comes before its operands");
        double arrival = begin.cycle == start_[operation] ? begin.arrival : 0;
        changed |= arrival != arrival_[operation];
        arrival_[operation] = arrival;
      }
    }
  }

  bool isMovable(unsigned operation) const {
    const Operation &data = network_.operation(operation);
    return data.role == Operation::ordinary && !data.pinned;
  }

  // Cycles between which the neighbours leave room, before chaining.
  std::pair<int64_t, int64_t> window(unsigned operation) const {
    int64_t latency = network_.operation(operation).latency;
    int64_t low = 0, high = depth_ - 1 - latency;
    for (unsigned edge : network_.in(operation)) {
      const Edge &data = problem().edges[edge];
      int64_t separation = data.isData ? int64_t(network_.operation(data.from).latency) : data.separation;
      if (data.from != operation)
        low = std::max(low, start_[data.from] + separation - interval_ * data.distance);
    }
    for (unsigned edge : network_.out(operation)) {
      const Edge &data = problem().edges[edge];
      int64_t separation = data.isData ? latency : data.separation;
      if (data.to != operation)
        high = std::min(high, start_[data.to] + interval_ * data.distance - separation);
    }
    return {low, high};
  }

  bool meetsWait(unsigned operation, int64_t time) const {
    auto wait = std::lower_bound(waits_.begin(), waits_.end(), time);
    return wait != waits_.end() && *wait <= time + network_.operation(operation).latency;
  }

  // Renews arrivals after a move of `operation`; false when a chain then is too long.
  bool renewFrom(unsigned operation) {
    // Also its own once more, where a chain of an earlier iteration leads back to it: somewhere on the way it begins at
    // a register.
    std::vector<unsigned> work{operation};
    for (bool hasMoved = true; !work.empty(); hasMoved = false) {
      unsigned at = work.back();
      work.pop_back();
      Moment begin = network_.startFor(at, operands(at));
      if (begin.cycle > start_[at])
        return false;
      double arrival = begin.cycle == start_[at] ? begin.arrival : 0;
      if (arrival == arrival_[at] && !hasMoved)
        continue;
      undo_.push_back({at, arrival_[at]});
      arrival_[at] = arrival;
      if (network_.operation(at).latency == 0 || hasMoved)
        for (unsigned edge : network_.out(at))
          if (problem().edges[edge].isData)
            work.push_back(problem().edges[edge].to);
    }
    return true;
  }

  bool move(unsigned operation, int64_t time) {
    if (meetsWait(operation, time))
      return false;
    int64_t before = start_[operation];
    bool isScarce = reservations_.usesScarce(operation);
    std::vector<unsigned> units;
    if (isScarce) {
      units = reservations_.units()[operation];
      reservations_.remove(operation);
      if (!reservations_.fits(operation, time)) {
        reservations_.place(operation, before, units);
        return false;
      }
      reservations_.place(operation, time);
    }
    undo_.clear();
    start_[operation] = time;
    if (renewFrom(operation)) {
      renewUses(operation, before);
      return true;
    }
    for (auto entry = undo_.rbegin(); entry != undo_.rend(); ++entry)
      arrival_[entry->first] = entry->second;
    start_[operation] = before;
    if (isScarce) {
      reservations_.remove(operation);
      reservations_.place(operation, before, units);
    }
    return false;
  }

  // The first time from `from` to `to` (by `step`) that works; not more than a few, windows may be long.
  void tryTimes(unsigned operation, int64_t from, int64_t to, int step) {
    unsigned tries = reservations_.usesScarce(operation) ? 32 : 3;
    for (int64_t time = from; (to - time) * step >= 0 && tries-- > 0; time += step)
      if (move(operation, time))
        return;
  }

  //===-- Cost ----------------------------------------------------------------------------------------------------===//

  // The last use of a value, leaving out what `without` uses; not later than the last that was known.
  int64_t lastUse(unsigned value, unsigned without) const {
    int64_t last = -1;
    for (unsigned edge : network_.out(value)) {
      const Edge &data = problem().edges[edge];
      if (!data.isData || data.to == without)
        continue;
      last = std::max(last, start_[data.to] + interval_ * data.distance);
      if (last == lastUse_[value])
        return last;
    }
    return last;
  }

  // After a move. Some values have thousands of uses: they are looked through only where the last one moved forward.
  void renewUses(unsigned operation, int64_t before) {
    for (unsigned edge : network_.in(operation)) {
      const Edge &data = problem().edges[edge];
      if (!data.isData)
        continue;
      int64_t &last = lastUse_[data.from], carried = interval_ * data.distance;
      if (start_[operation] + carried >= last)
        last = start_[operation] + carried;
      else if (before + carried >= last)
        last = lastUse(data.from, ~0u);
    }
  }

  double costOf(unsigned operation, int64_t start, int64_t last) const {
    const Operation &data = network_.operation(operation);
    int64_t life = last - start - data.latency;
    if (last < 0 || life <= 0)
      return 0;
    // Between equal numbers of registers the shorter life, for the next moves.
    return data.width * (double(isPipelined_ ? (life + interval_ - 1) / interval_ : 1) + 1e-6 * double(life));
  }

  struct Operand {
    unsigned value;
    int64_t distance; // greatest of the edges
    int64_t others;   // last use by others
  };
  std::vector<Operand> operandsOf(unsigned operation) const {
    std::vector<Operand> list;
    for (unsigned edge : network_.in(operation)) {
      const Edge &data = problem().edges[edge];
      if (!data.isData || data.from == operation)
        continue;
      auto found = std::find_if(list.begin(), list.end(), [&](const Operand &one) { return one.value == data.from; });
      if (found == list.end())
        list.push_back({data.from, data.distance, lastUse(data.from, operation)});
      else
        found->distance = std::max(found->distance, data.distance);
    }
    return list;
  }

  double costAt(unsigned operation, int64_t time, int64_t last, const std::vector<Operand> &list) const {
    double sum = costOf(operation, time, last);
    for (const Operand &operand : list)
      sum +=
          costOf(operand.value, start_[operand.value], std::max(operand.others, time + interval_ * operand.distance));
    return sum;
  }

  bool improve(unsigned operation) {
    if (!isMovable(operation))
      return false;
    auto [low, high] = window(operation);
    if (low >= high)
      return false;
    std::vector<Operand> list = operandsOf(operation);
    int64_t last = lastUse_[operation];
    std::vector<int64_t> times{low, low + 1, high - 1, high};
    if (reservations_.usesScarce(operation) || high - low <= 8)
      for (int64_t time = low + 2; time <= std::min(high, low + 24); ++time)
        times.push_back(time);
    for (const Operand &operand : list) {
      times.push_back(operand.others - interval_ * operand.distance);
      times.push_back(start_[operation] + (lastUse_[operand.value] - start_[operation]) % interval_);
    }
    double now = costAt(operation, start_[operation], last, list);
    std::vector<std::pair<double, int64_t>> choices;
    for (int64_t time : times)
      if (time >= low && time <= high && time != start_[operation])
        if (double cost = costAt(operation, time, last, list); cost < now - 1e-7)
          choices.push_back({cost, -time});
    std::sort(choices.begin(), choices.end());
    choices.erase(std::unique(choices.begin(), choices.end()), choices.end());
    for (auto &[cost, time] : choices)
      if (move(operation, -time))
        return true;
    return false;
  }
};

} // namespace

Schedule shortenLifetimes(const Network &network, std::optional<int64_t> interval, const Placement &placement) {
  Mover early(network, interval, placement);
  early.compact();
  Mover late = early;
  early.descend();
  late.delay();
  late.descend();
  return late.cost() < early.cost() ? late.result() : early.result();
}

} // namespace allo::target::rtl::scheduling
