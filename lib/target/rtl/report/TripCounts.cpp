// Counting the points of nests whose bounds are linear in the counters around.
#include "target/rtl/report/TripCounts.h"

namespace allo::target::rtl {

namespace {

int64_t floorDivide(int64_t value, int64_t divisor) {
  int64_t quotient = value / divisor;
  return quotient - (value % divisor != 0 && (value < 0) != (divisor < 0));
}

// Whether the bounds of a dimension further inside use the counter of `dimension`.
bool isUsedInside(const Child &loop, unsigned dimension) {
  for (unsigned inner = dimension + 1; inner < loop.counters.size(); ++inner)
    for (const std::vector<LinearBound> *bounds : {&loop.counters[inner].lower, &loop.counters[inner].upper})
      for (const LinearBound &bound : *bounds)
        for (const LinearBound::Term &term : bound.terms)
          if (term.isCounter && term.index == dimension)
            return true;
  return false;
}

} // namespace

std::vector<unsigned> TripCounts::slots(const Child &loop) {
  std::vector<unsigned> all;
  for (const Counter &counter : loop.counters)
    for (const std::vector<LinearBound> *bounds : {&counter.lower, &counter.upper})
      for (const LinearBound &bound : *bounds)
        for (const LinearBound::Term &term : bound.terms)
          if (!term.isCounter) {
            const std::vector<unsigned> &slots = values_.slots(term.index);
            all.insert(all.end(), slots.begin(), slots.end());
          }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::optional<int64_t> TripCounts::evaluate(const Child &loop, const LinearBound &bound,
                                            const Environment &environment) {
  int64_t sum = bound.constant;
  for (const LinearBound::Term &term : bound.terms) {
    std::optional<int64_t> value =
        term.isCounter ? environment[slot(loop, term.index)] : values_.evaluate(term.index, environment);
    if (!value)
      return std::nullopt;
    sum += term.coefficient * *value;
  }
  return floorDivide(sum, bound.divisor);
}

TripCounts::Trips TripCounts::tripsOf(const Child &loop, unsigned dimension, const Environment &environment) {
  const Counter &counter = loop.counters[dimension];
  // One known bound of several limits the count from above, all of them give it exactly.
  std::optional<int64_t> lower, upper;
  bool isLowerExact = true, isUpperExact = true;
  for (const LinearBound &bound : counter.lower)
    if (auto value = evaluate(loop, bound, environment))
      lower = lower ? std::max(*lower, *value) : *value;
    else
      isLowerExact = false;
  for (const LinearBound &bound : counter.upper)
    if (auto value = evaluate(loop, bound, environment))
      upper = upper ? std::min(*upper, *value) : *value;
    else
      isUpperExact = false;
  // Dimensions inside run at least once (Graph.h).
  int64_t floor = dimension > 0 ? 1 : 0;
  Trips trips{std::nullopt, {floor, Span::unbounded}};
  if (lower && isLowerExact)
    trips.first = lower;
  if (lower && upper) {
    int64_t most = *upper <= *lower ? 0 : (*upper - *lower + counter.step - 1) / counter.step;
    trips.count.most = std::max(most, floor);
    if (isLowerExact && isUpperExact)
      trips.count.least = trips.count.most;
  }
  return trips;
}

Span TripCounts::points(const Child &loop, unsigned dimension, Environment &environment) {
  Trips trips = tripsOf(loop, dimension, environment);
  if (dimension + 1 == loop.counters.size())
    return trips.count;
  if (trips.count.most == 0)
    return {0, 0};
  if (!isUsedInside(loop, dimension) || !trips.isExact())
    return trips.count * points(loop, dimension + 1, environment);
  if (auto sum = triangle(loop, dimension, trips, environment))
    return *sum;
  Span sum;
  auto &value = environment[slot(loop, dimension)];
  for (int64_t trip = 0; trip < trips.count.least; ++trip) {
    value = *trips.first + trip * loop.counters[dimension].step;
    sum = sum + points(loop, dimension + 1, environment);
  }
  value.reset();
  return sum;
}

// The two innermost dimensions, when the length of the inner one is linear in the outer counter and never clamped: an
// arithmetic series.
std::optional<Span> TripCounts::triangle(const Child &loop, unsigned dimension, const Trips &trips,
                                         Environment &environment) {
  const Counter &inner = loop.counters.back();
  if (dimension + 2 != loop.counters.size() || inner.step != 1 || inner.lower.size() != 1 || inner.upper.size() != 1 ||
      inner.lower[0].divisor != 1 || inner.upper[0].divisor != 1)
    return std::nullopt;
  auto &value = environment[slot(loop, dimension)];
  int64_t lengths[2];
  for (int end : {0, 1}) {
    value = *trips.first + (end ? (trips.count.least - 1) * loop.counters[dimension].step : 0);
    std::optional<int64_t> lower = evaluate(loop, inner.lower[0], environment),
                           upper = evaluate(loop, inner.upper[0], environment);
    lengths[end] = lower && upper ? *upper - *lower : 0;
  }
  value.reset();
  if (lengths[0] < 1 || lengths[1] < 1)
    return std::nullopt;
  int64_t sum = trips.count.least * (lengths[0] + lengths[1]) / 2;
  return Span{sum, sum};
}

void TripCounts::walk(const Child &loop, unsigned dimension, Span times, Environment &environment,
                      const std::vector<unsigned> &needed, const std::function<void(Span)> &visit) {
  auto isNeeded = [&](unsigned own) { return std::binary_search(needed.begin(), needed.end(), slot(loop, own)); };
  bool isAnyNeeded = false;
  for (unsigned own = dimension; own < loop.counters.size(); ++own)
    isAnyNeeded |= isNeeded(own);
  if (!isAnyNeeded) {
    if (dimension < loop.counters.size())
      times = times * points(loop, dimension, environment);
    if (times.most > 0)
      visit(times);
    return;
  }
  Trips trips = tripsOf(loop, dimension, environment);
  if (trips.count.most == 0)
    return;
  if ((!isNeeded(dimension) && !isUsedInside(loop, dimension)) || !trips.isExact())
    return walk(loop, dimension + 1, times * trips.count, environment, needed, visit);
  for (int64_t trip = 0; trip < trips.count.least; ++trip) {
    environment[slot(loop, dimension)] = *trips.first + trip * loop.counters[dimension].step;
    walk(loop, dimension + 1, times, environment, needed, visit);
  }
  environment[slot(loop, dimension)].reset();
}

} // namespace allo::target::rtl
