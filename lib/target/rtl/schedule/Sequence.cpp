// List scheduling of a sequence, step by step: the most urgent ready operations first, chained while the clock allows.
// Children are started as soon as they may and waited for when nothing else is left to do (or when that is expected to
// be quicker), the one that is expected to end first before the others.
#include "target/rtl/schedule/Sequence.h"

#include "target/rtl/schedule/Reservations.h"

#include "allo/error.hpp"

#include <algorithm>
#include <map>
#include <queue>

namespace allo::target::rtl::scheduling {

namespace {

class Lister {
public:
  // `eager`: something that has ended by now and is more urgent than what else is ready is waited for first.
  Lister(const Network &network, const std::vector<double> &urgency, bool eager)
      : network_(network), urgency_(urgency), eager_(eager), reservations_(network.problem, std::nullopt),
        start_(network.size()), isPlaced_(network.size(), false), missing_(network.size(), 0),
        finish_(network.size(), 0), parked_(network.problem.resources.size()) {}

  void run() {
    for (const Edge &edge : network_.problem.edges)
      missing_[edge.to] += edge.distance == 0;
    for (unsigned operation = 0; operation < network_.size(); ++operation)
      if (missing_[operation] == 0)
        release(operation);
    while (left_ > 0) {
      if (mayWait())
        waitStep();
      else
        ordinaryStep();
    }
  }
  double expectedTime() const { return clock_; }
  int64_t steps() const { return step_; }
  Placement placement() const {
    Placement placement{{}, reservations_.units()};
    for (const Moment &start : start_)
      placement.start.push_back(start.cycle);
    return placement;
  }

private:
  using Queue = std::priority_queue<std::pair<double, int64_t>>; // urgency, -operation
  const Network &network_;
  const std::vector<double> &urgency_;
  bool eager_;
  Reservations reservations_;
  std::vector<Moment> start_;
  std::vector<bool> isPlaced_;
  std::vector<unsigned> missing_; // predecessors that are not placed
  std::vector<double> finish_;    // wait: the time at which its child is expected to have ended
  int64_t step_ = 0;
  double clock_ = 0;       // expected time of the step
  int64_t busyUntil_ = -1; // the last step with something ordinary in it
  size_t left_ = network_.size();
  Queue ready_;                                    // may start in this step
  std::map<int64_t, std::vector<unsigned>> later_; // may start from that step on
  std::vector<Queue> parked_;                      // by resource: found no unit
  size_t parkedCount_ = 0;
  std::vector<unsigned> waits_; // ready

  const Operation &operation(unsigned index) const { return network_.operation(index); }

  Moment beginOf(unsigned index) const {
    Moment operands;
    for (unsigned edge : network_.in(index))
      if (network_.problem.edges[edge].distance == 0)
        operands = std::max(operands, network_.along(edge, start_[network_.problem.edges[edge].from], noInterval));
    return network_.startFor(index, operands);
  }

  void release(unsigned index) {
    if (operation(index).role == Operation::wait) {
      waits_.push_back(index);
      return;
    }
    int64_t begin = beginOf(index).cycle;
    if (begin <= step_)
      ready_.push({urgency_[index], -int64_t(index)});
    else
      later_[begin].push_back(index);
  }

  void place(unsigned index, Moment start) {
    start_[index] = start;
    isPlaced_[index] = true;
    --left_;
    const Operation &data = operation(index);
    if (data.role == Operation::ordinary)
      busyUntil_ = std::max(busyUntil_, start.cycle + data.latency);
    for (unsigned edge : network_.out(index)) {
      const Edge &out = network_.problem.edges[edge];
      if (out.distance != 0)
        continue;
      if (data.role == Operation::childStart && operation(out.to).role == Operation::wait)
        finish_[out.to] = std::max(finish_[out.to], clock_ + operation(out.to).estimate);
      if (--missing_[out.to] == 0)
        release(out.to);
    }
  }

  bool hasOrdinaryWork() const { return !ready_.empty() || parkedCount_ || !later_.empty(); }

  // The ready wait that is expected to end first.
  unsigned firstWait() const {
    unsigned best = waits_.front();
    for (unsigned wait : waits_)
      if (std::make_pair(finish_[wait], -urgency_[wait]) < std::make_pair(finish_[best], -urgency_[best]))
        best = wait;
    return best;
  }

  // Whether what has ended is more urgent than all that could be started instead.
  bool isDue() const {
    if (waits_.empty())
      return false;
    unsigned wait = firstWait();
    return beginOf(wait).cycle <= step_ && finish_[wait] <= clock_ &&
           (ready_.empty() || urgency_[wait] > ready_.top().first);
  }

  bool mayWait() {
    for (auto first = later_.begin(); first != later_.end() && first->first <= step_; first = later_.erase(first))
      for (unsigned index : first->second)
        ready_.push({urgency_[index], -int64_t(index)});
    if (waits_.empty() || (hasOrdinaryWork() && !(eager_ && isDue())))
      return false;
    int64_t begin = std::max(step_, busyUntil_ + 1);
    for (unsigned wait : waits_)
      if (!hasOrdinaryWork())
        begin = std::max(begin, beginOf(wait).cycle);
    advance(begin);
    return true;
  }

  void advance(int64_t step) {
    clock_ += double(step - step_);
    step_ = step;
  }

  // Waits for the child that ends first, for those that have ended by then, and for more until something can go on.
  void waitStep() {
    std::vector<unsigned> order;
    for (unsigned wait : waits_)
      if (beginOf(wait).cycle <= step_)
        order.push_back(wait);
    std::sort(order.begin(), order.end(), [&](unsigned left, unsigned right) {
      return std::make_tuple(finish_[left], -urgency_[left], left) <
             std::make_tuple(finish_[right], -urgency_[right], right);
    });
    std::vector<unsigned> released = missing_;
    bool goesOn = false;
    double end = clock_;
    size_t count = 0;
    for (; count < order.size() && (!goesOn || finish_[order[count]] <= end); ++count) {
      end = std::max(end, finish_[order[count]]);
      for (unsigned edge : network_.out(order[count]))
        if (network_.problem.edges[edge].distance == 0)
          goesOn |= --released[network_.problem.edges[edge].to] == 0;
    }
    order.resize(count);
    std::erase_if(waits_, [&](unsigned wait) { return std::find(order.begin(), order.end(), wait) != order.end(); });
    clock_ = end;
    for (unsigned wait : order)
      place(wait, {step_, 0});
    startChildren();
    ++step_;
    ++clock_;
  }

  // Children that are free to go as soon as the wait is over.
  void startChildren() {
    std::vector<std::pair<double, int64_t>> rest;
    while (!ready_.empty()) {
      auto top = ready_.top();
      ready_.pop();
      unsigned index = unsigned(-top.second);
      if (operation(index).role == Operation::childStart && reservations_.fits(index, step_) &&
          beginOf(index) <= Moment{step_, 0}) {
        reservations_.place(index, step_);
        place(index, {step_, 0});
      } else {
        rest.push_back(top);
      }
    }
    for (auto &entry : rest)
      ready_.push(entry);
  }

  void ordinaryStep() {
    unpark();
    while (!ready_.empty()) {
      unsigned index = unsigned(-ready_.top().second);
      ready_.pop();
      Moment begin = beginOf(index);
      if (begin.cycle < step_)
        begin = {step_, 0};
      if (!reservations_.fits(index, step_)) {
        parked_[reservations_.refusedBy()].push({urgency_[index], -int64_t(index)});
        ++parkedCount_;
        continue;
      }
      reservations_.place(index, step_);
      place(index, begin);
    }
    if (left_ == 0)
      return;
    int64_t next = step_ + 1;
    if (!parkedCount_ && ready_.empty() && waits_.empty()) {
      if (later_.empty())
        throw InternalError("scheduling: a wait depends on nothing that is ever started");
      next = std::max(next, later_.begin()->first);
    }
    advance(next);
  }

  // Lets as many operations try again as a resource has units, and the rest of their groups.
  void unpark() {
    for (unsigned resource = 0; parkedCount_ && resource < parked_.size(); ++resource) {
      Queue &queue = parked_[resource];
      bool grouped = false;
      for (unsigned count = 0; !queue.empty() && (grouped || count < network_.problem.resources[resource].units);
           ++count) {
        auto top = queue.top();
        queue.pop();
        --parkedCount_;
        ready_.push(top);
        for (const Use &use : operation(unsigned(-top.second)).uses)
          grouped |= use.resource == resource && use.group >= 0;
      }
    }
  }
};

// Expected time from the start of each operation to the end of the sequence, children as long as they are expected to
// take; a fraction for chaining.
std::vector<double> urgencies(const Network &network) {
  Problem timed = network.problem;
  std::erase_if(timed.edges, [](const Edge &edge) { return edge.distance > 0; });
  for (Edge &edge : timed.edges)
    if (timed.operations[edge.from].role == Operation::childStart && timed.operations[edge.to].role == Operation::wait)
      edge = {edge.from, edge.to, 0, std::max<int64_t>(edge.separation, int64_t(timed.operations[edge.to].estimate)),
              false};
  Problem mirror = mirrored(timed);
  Network reversed(mirror);
  std::vector<Moment> times = *reversed.earliest(noInterval);
  std::vector<double> urgencies;
  for (unsigned operation = 0; operation < network.size(); ++operation) {
    Moment end = reversed.resultOf(operation, times[operation]);
    urgencies.push_back(double(end.cycle) + std::min(0.99, end.arrival / (network.problem.clock * 2)));
  }
  return urgencies;
}

} // namespace

Placement scheduleSequence(const Network &network) {
  std::vector<double> urgency = urgencies(network);
  Lister patient(network, urgency, false);
  patient.run();
  bool hasWaits = std::any_of(network.problem.operations.begin(), network.problem.operations.end(),
                              [](const Operation &operation) { return operation.role == Operation::wait; });
  if (hasWaits) {
    Lister eager(network, urgency, true);
    eager.run();
    if (std::make_pair(eager.expectedTime(), eager.steps()) < std::make_pair(patient.expectedTime(), patient.steps()))
      return eager.placement();
  }
  return patient.placement();
}

} // namespace allo::target::rtl::scheduling
