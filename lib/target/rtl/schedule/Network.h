// A scheduling problem with its edges by operation, its strongly connected components, and the earliest time of each
// operation under dependences and chaining alone. Shared by the schedulers.
#pragma once

#include "target/rtl/schedule/Problem.h"

#include <compare>
#include <optional>
#include <vector>

namespace allo::target::rtl::scheduling {

// A moment: a cycle and the nanoseconds after its clock edge. Ordered lexicographically.
struct Moment {
  int64_t cycle = 0;
  double arrival = 0;
  auto operator<=>(const Moment &) const = default;
};

constexpr double timingTolerance = 1e-9;
// Stands for "never two iterations at once": no edge of distance > 0 binds.
constexpr int64_t noInterval = int64_t(1) << 40;

// Start times with the unit of each use.
struct Placement {
  std::vector<int64_t> start;
  std::vector<std::vector<unsigned>> units;
};

class Network {
public:
  explicit Network(const Problem &problem);

  const Problem &problem;
  // Operations such that edges of distance 0 go forward; components of the whole graph one after the other.
  std::vector<unsigned> order;

  unsigned size() const { return unsigned(problem.operations.size()); }
  const Operation &operation(unsigned index) const { return problem.operations[index]; }

  struct Range {
    const unsigned *first, *last;
    const unsigned *begin() const { return first; }
    const unsigned *end() const { return last; }
    size_t size() const { return last - first; }
  };
  // Numbers of edges.
  Range in(unsigned operation) const { return range(inBegin_, in_, operation); }
  Range out(unsigned operation) const { return range(outBegin_, out_, operation); }

  // Components with a recurrence (several operations, or an edge from an operation to itself).
  const std::vector<std::vector<unsigned>> &recurrences() const { return recurrences_; }
  bool isRecurrent(unsigned operation) const { return recurrent_[operation]; }

  // When operands that come at `operands` let the operation start, and when its result is there then. Monotone, and a
  // shift by whole cycles shifts both: the least solution by iteration is therefore exact, chaining included.
  Moment startFor(unsigned operation, Moment operands) const;
  Moment resultOf(unsigned operation, Moment start) const {
    const Operation &data = problem.operations[operation];
    return data.latency ? Moment{start.cycle + data.latency, data.delayOut}
                        : Moment{start.cycle, start.arrival + data.delayIn};
  }
  // What `edge` asks of the operands of its target, given the start of its source.
  Moment along(unsigned edge, Moment start, int64_t interval) const {
    const Edge &data = problem.edges[edge];
    if (!data.isData)
      return {start.cycle + data.separation - interval * data.distance, 0};
    Moment result = resultOf(data.from, start);
    result.cycle -= interval * data.distance;
    return result;
  }

  // The earliest start of every operation without resources; nothing when a recurrence forbids the interval.
  std::optional<std::vector<Moment>> earliest(int64_t interval) const;

  // The least interval at which every recurrence fits, from `interval` on, and the cycle of edges that forces it.
  struct RecurrenceBound {
    int64_t interval = 1;
    std::vector<unsigned> cycle; // empty: nothing forces more than was asked for
  };
  RecurrenceBound recurrenceBound(int64_t interval) const;
  // Of one cycle of edges: by latencies and separations alone, and with chaining.
  int64_t latencyBound(const std::vector<unsigned> &cycle) const;
  int64_t cycleBound(const std::vector<unsigned> &cycle) const;

private:
  std::vector<unsigned> inBegin_, in_, outBegin_, out_;
  std::vector<std::vector<unsigned>> recurrences_;
  std::vector<unsigned> component_; // of each operation
  std::vector<bool> recurrent_;

  static Range range(const std::vector<unsigned> &begin, const std::vector<unsigned> &list, unsigned operation) {
    return {list.data() + begin[operation], list.data() + begin[operation + 1]};
  }
  void index();
  void orderComponents();
  std::vector<unsigned> componentsInOrder();
  // Raises `starts` of one component until its edges hold; the cycle of edges that never does, otherwise.
  std::vector<unsigned> settle(const std::vector<unsigned> &operations, int64_t interval, std::vector<Moment> &starts,
                               bool alone) const;
};

// The same problem with time running backwards: earliest times in it are distances to the end.
Problem mirrored(const Problem &problem);

} // namespace allo::target::rtl::scheduling
