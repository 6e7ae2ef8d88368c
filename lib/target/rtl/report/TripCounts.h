// How often counted loops iterate: all dimensions of a flattened nest together, triangular ones counted exactly.
#pragma once

#include "target/rtl/report/NodeValues.h"

#include <algorithm>
#include <functional>
#include <limits>

namespace allo::target::rtl {

// Bounds of a number that is not negative.
struct Span {
  static constexpr int64_t unbounded = std::numeric_limits<int64_t>::max();
  int64_t least = 0, most = 0;

  bool isExact() const { return least == most; }
  Span operator+(Span other) const {
    bool isBounded = most != unbounded && other.most != unbounded;
    return {least + other.least, isBounded ? most + other.most : unbounded};
  }
  Span operator*(Span other) const {
    bool isBounded = (most != unbounded && other.most != unbounded) || most == 0 || other.most == 0;
    return {least * other.least, isBounded ? most * other.most : unbounded};
  }
};
inline Span greater(Span left, Span right) {
  return {std::max(left.least, right.least), std::max(left.most, right.most)};
}

class TripCounts {
public:
  TripCounts(const Function &function, NodeValues &values) : function_(function), values_(values) {}

  // The slots that the number of iterations depends on, the loop's own counters apart.
  std::vector<unsigned> slots(const Child &loop);
  // Iterations of one execution.
  Span count(const Child &loop, Environment &environment) { return points(loop, 0, environment); }
  // Calls `visit` for groups of iterations in which the counters among `needed` (slots) have one value each, set in the
  // environment where it is known, with the number of iterations of the group.
  void forEach(const Child &loop, Environment &environment, const std::vector<unsigned> &needed,
               const std::function<void(Span)> &visit) {
    walk(loop, 0, {1, 1}, environment, needed, visit);
  }

private:
  struct Trips {
    std::optional<int64_t> first; // value of the counter
    Span count;
    bool isExact() const { return first && count.isExact(); }
  };
  const Function &function_;
  NodeValues &values_;

  unsigned slot(const Child &loop, unsigned dimension) const {
    return values_.counterSlot(unsigned(&loop - function_.children.data()), dimension);
  }
  std::optional<int64_t> evaluate(const Child &loop, const LinearBound &bound, const Environment &environment);
  Trips tripsOf(const Child &loop, unsigned dimension, const Environment &environment);
  // Points of the dimensions from `dimension` on.
  Span points(const Child &loop, unsigned dimension, Environment &environment);
  std::optional<Span> triangle(const Child &loop, unsigned dimension, const Trips &trips, Environment &environment);
  void walk(const Child &loop, unsigned dimension, Span times, Environment &environment,
            const std::vector<unsigned> &needed, const std::function<void(Span)> &visit);
};

} // namespace allo::target::rtl
