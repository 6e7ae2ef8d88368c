// The set of pairs of executions that touch one element is built over integers, once for each loop that can carry the
// dependence; the distance is linear in its columns once the iterations between the two loops' iterations are counted
// for each number of them (triangular nests), and is minimised over the set.
#include "analysis/IterationDistance.h"

#include "analysis/AccessClasses.h"
#include "analysis/ExecutionPair.h"
#include "analysis/TripCount.h"

#include "allo/error.hpp"

using namespace mlir;

namespace allo::analysis {
namespace {

void keepLeast(std::optional<int64_t> &least, std::optional<int64_t> candidate) {
  if (candidate && (!least || *candidate < *least))
    least = candidate;
}

LinearExpression negated(const LinearExpression &expression) { return LinearExpression().plus(expression, -1); }

// The least value of an expression over the integer points of a system with alternatives. Exact.
std::optional<int64_t> leastValue(const LinearSystem &system, ArrayRef<const Instance *> instances,
                                  const LinearExpression &value) {
  std::optional<int64_t> least;
  for (const LinearSystem &alternative : expandAlternatives(system, instances)) {
    if (alternative.isEmpty())
      continue;
    std::optional<int64_t> greatest = alternative.maximum(negated(value));
    if (!greatest)
      throw InternalError("a distance without a lower bound");
    int64_t bound = -*greatest; // of rational points
    auto reaches = [&](int64_t limit) {
      LinearSystem below = alternative;
      below.addNonNegative(LinearExpression(limit).plus(value, -1));
      return !below.isEmpty();
    };
    if (least && bound >= *least)
      continue;
    if (reaches(bound)) {
      least = bound;
      continue;
    }
    int64_t below = bound, width = 1; // no point up to `below`
    while (!reaches(below + width)) {
      below += width;
      width *= 2;
    }
    for (; width > 1; width = (width + 1) / 2)
      if (int64_t middle = below + width / 2; !reaches(middle))
        below = middle;
    keepLeast(least, below + 1);
  }
  return least;
}

// The bounds of a loop in terms of an execution inside of it. Empty when one is not linear.
std::optional<SmallVector<LinearExpression>> boundsOf(LinearSystem &system, SymbolColumns &symbols,
                                                      const Instance &instance, affine::AffineForOp loop,
                                                      bool isUpper) {
  AffineMap map = isUpper ? loop.getUpperBoundMap() : loop.getLowerBoundMap();
  SmallVector<Value> operands(isUpper ? loop.getUpperBoundOperands() : loop.getLowerBoundOperands());
  affine::fullyComposeAffineMapAndOperands(&map, &operands);
  return lineariseMap(system, symbols, instance, map, operands);
}

// A column >= 0 that is also at least ceil(d / step) for one of the differences d.
LinearExpression addCount(LinearSystem &system, std::vector<std::vector<LinearExpression>> &alternatives,
                          ArrayRef<LinearExpression> differences, int64_t step) {
  LinearExpression count = LinearExpression::column(system.addColumn());
  system.addNonNegative(count);
  std::vector<LinearExpression> anyOf;
  for (const LinearExpression &difference : differences)
    anyOf.push_back(negated(difference).add(count, step));
  if (anyOf.size() == 1)
    system.addNonNegative(anyOf.front());
  else if (!anyOf.empty())
    alternatives.push_back(std::move(anyOf));
  return count;
}

// upper - lower for all pairs of bounds.
SmallVector<LinearExpression> differencesOf(ArrayRef<LinearExpression> uppers, ArrayRef<LinearExpression> lowers) {
  SmallVector<LinearExpression> differences;
  for (const LinearExpression &upper : uppers)
    for (const LinearExpression &lower : lowers)
      differences.push_back(upper.plus(lower, -1));
  return differences;
}

int64_t leastTripCount(Operation *op) {
  if (std::optional<int64_t> count = tripCount(op))
    return *count;
  auto loop = dyn_cast<affine::AffineForOp>(op);
  if (!loop)
    return 0;
  LinearSystem system;
  SymbolColumns symbols;
  Instance around = addInstance(system, symbols, op), counts;
  auto lowers = boundsOf(system, symbols, around, loop, false), uppers = boundsOf(system, symbols, around, loop, true);
  if (!lowers || !uppers)
    return 0;
  LinearExpression count = addCount(system, counts.alternatives, differencesOf(*uppers, *lowers), loop.getStepAsInt());
  return leastValue(system, {&around, &counts}, count).value_or(0);
}

struct NestLoop {
  Operation *op;
  affine::AffineForOp affine; // null for others
  int64_t step = 1;           // of the column
  int64_t leastTrips = 0;
  std::optional<int64_t> trips;
  int64_t leastInside = 1; // iterations of the nest in one iteration of this loop
};

std::vector<NestLoop> loopsOf(const Nest &nest) {
  std::vector<NestLoop> loops;
  for (Operation *op : nest) {
    auto affine = dyn_cast<affine::AffineForOp>(op);
    loops.push_back({op, affine, affine ? affine.getStepAsInt() : 1, leastTripCount(op), tripCount(op), 1});
  }
  for (size_t i = loops.size(); i-- > 1;)
    loops[i - 1].leastInside = loops[i].leastInside * loops[i].leastTrips;
  return loops;
}

// Minimises the distance over the meetings of two accesses.
class Minimisation {
public:
  Minimisation(const Access &first, const Access &second, const Nest &nest)
      : meeting_(first, second, nest.front()), loops_(loopsOf(nest)) {
    meeting_.addSameElement();
    for (const NestLoop &loop : loops_) {
      firstColumns_.push_back(LinearExpression::column(meeting_.first.columnOf(loop.op)));
      secondColumns_.push_back(LinearExpression::column(meeting_.second.columnOf(loop.op)));
      if (!loop.affine && loop.trips)
        for (const LinearExpression &column : {firstColumns_.back(), secondColumns_.back()})
          meeting_.system.addNonNegative(LinearExpression(*loop.trips - 1).plus(column, -1));
    }
  }

  std::optional<int64_t> run() {
    std::optional<int64_t> least;
    LinearSystem equal = meeting_.system;
    for (unsigned level = 0; level < loops_.size() && !equal.isEmpty(); ++level) {
      keepLeast(least, leastAt(level, equal));
      equal.addEqual(firstColumns_[level], secondColumns_[level]);
    }
    return least;
  }

private:
  struct Candidate {
    LinearSystem system;
    Instance counts; // alternatives of the counts
    LinearExpression distance;
  };

  std::optional<int64_t> leastOf(const Candidate &candidate) const {
    if (candidate.system.isEmpty())
      return std::nullopt;
    return leastValue(candidate.system, {&meeting_.first, &meeting_.second, &candidate.counts}, candidate.distance);
  }

  // When the loop at `level` is the outermost one in which the two are in different iterations.
  std::optional<int64_t> leastAt(unsigned level, const LinearSystem &equal) {
    Candidate candidate{equal, {}, LinearExpression(1)};
    LinearExpression apart = LinearExpression::column(candidate.system.addColumn()); // in iterations of this loop
    candidate.system.addNonNegative(apart.plus(-1));
    candidate.system.addZero(secondColumns_[level].plus(firstColumns_[level], -1).plus(apart, -loops_[level].step));
    if (candidate.system.isEmpty())
      return std::nullopt;
    for (unsigned inner = level + 1; inner < loops_.size(); ++inner)
      for (const std::optional<LinearExpression> &count : {countAfter(candidate, inner), countBefore(candidate, inner)})
        if (count)
          candidate.distance.add(*count, loops_[inner].leastInside);
    if (std::optional<unsigned> variable = variableInside(level))
      return leastWithCounts(level, *variable, candidate, apart);
    candidate.distance.add(apart.plus(-1), loops_[level].leastInside);
    return leastOf(candidate);
  }

  // Iterations of an inner loop after the first execution's, in its execution of the loop.
  std::optional<LinearExpression> countAfter(Candidate &candidate, unsigned inner) {
    const NestLoop &loop = loops_[inner];
    if (!loop.affine)
      return loop.trips ? std::optional(LinearExpression(*loop.trips - 1).plus(firstColumns_[inner], -1))
                        : std::nullopt;
    auto uppers = boundsOf(candidate.system, meeting_.symbols, meeting_.first, loop.affine, true);
    if (!uppers)
      return std::nullopt;
    for (LinearExpression &upper : *uppers)
      upper.add(firstColumns_[inner], -1).add(LinearExpression(-loop.step));
    if (uppers->size() == 1 && loop.step == 1)
      return uppers->front();
    return addCount(candidate.system, candidate.counts.alternatives, *uppers, loop.step);
  }

  // Iterations of an inner loop before the second execution's, in its execution of the loop.
  std::optional<LinearExpression> countBefore(Candidate &candidate, unsigned inner) {
    const NestLoop &loop = loops_[inner];
    if (!loop.affine)
      return secondColumns_[inner];
    auto lowers = boundsOf(candidate.system, meeting_.symbols, meeting_.second, loop.affine, false);
    if (!lowers)
      return std::nullopt;
    for (LinearExpression &lower : *lowers)
      lower = secondColumns_[inner].plus(lower, -1);
    if (lowers->size() == 1 && loop.step == 1)
      return lowers->front();
    return addCount(candidate.system, candidate.counts.alternatives, *lowers, loop.step);
  }

  // The outermost loop inside `level` whose trip count is not constant.
  std::optional<unsigned> variableInside(unsigned level) const {
    for (unsigned inner = level + 1; inner < loops_.size(); ++inner)
      if (!loops_[inner].trips)
        return loops_[inner].affine ? std::optional(inner) : std::nullopt;
    return std::nullopt;
  }

  // The loop `variable` runs differently often in the iterations of the loop at `level` between the two: they are
  // counted one by one, as far as it matters.
  std::optional<int64_t> leastWithCounts(unsigned level, unsigned variable, Candidate &candidate,
                                         const LinearExpression &apart) {
    constexpr int64_t most = 8;
    int64_t factor = loops_[variable].leastInside;
    for (unsigned inner = level + 1; inner < variable; ++inner)
      factor *= *loops_[inner].trips;
    std::optional<int64_t> least, rest;
    for (int64_t number = 1; number <= most; ++number) {
      Candidate exact = candidate;
      exact.system.addEqual(apart, LinearExpression(number));
      keepLeast(least, leastOf(exact));
      candidate.system.addNonNegative(apart.plus(-number - 1));
      if (candidate.system.isEmpty())
        return least;
      std::optional<LinearExpression> count = tripsIn(candidate, level, variable, number);
      if (count)
        candidate.distance.add(*count, factor);
      else
        candidate.distance.add(LinearExpression(loops_[level].leastInside));
      Candidate further = candidate;
      further.distance.add(apart.plus(-1 - number), loops_[level].leastInside);
      rest = leastOf(further);
      if (!rest || (least && *least <= *rest))
        return least;
    }
    keepLeast(least, rest);
    return least;
  }

  // How often loop `variable` runs in the iteration of the loop at `level` that is `number` after the first
  // execution's.
  std::optional<LinearExpression> tripsIn(Candidate &candidate, unsigned level, unsigned variable, int64_t number) {
    affine::AffineForOp loop = loops_[variable].affine;
    auto lowers = boundsOf(candidate.system, meeting_.symbols, meeting_.first, loop, false);
    auto uppers = boundsOf(candidate.system, meeting_.symbols, meeting_.first, loop, true);
    if (!lowers || !uppers)
      return std::nullopt;
    SmallVector<LinearExpression> differences = differencesOf(*uppers, *lowers);
    unsigned column = meeting_.first.columnOf(loops_[level].op);
    for (LinearExpression &difference : differences) {
      for (unsigned inner = level + 1; inner < variable; ++inner)
        if (difference.coefficient(meeting_.first.columnOf(loops_[inner].op)) != 0)
          return std::nullopt;
      for (const LinearSystem::Division &division : candidate.system.divisions())
        if (difference.coefficient(division.column) != 0)
          return std::nullopt;
      difference.constant += difference.coefficient(column) * number * loops_[level].step;
    }
    return addCount(candidate.system, candidate.counts.alternatives, differences, loop.getStepAsInt());
  }

  ExecutionPair meeting_;
  std::vector<NestLoop> loops_;
  SmallVector<LinearExpression> firstColumns_, secondColumns_;
};

} // namespace

std::optional<int64_t> minimumDistance(const Access &first, const Access &second, const Nest &nest) {
  if (nest.empty())
    return std::nullopt;
  return Minimisation(first, second, nest).run();
}

bool meetInOneIteration(const Access &first, const Access &second) {
  if (areExclusive(first.op, second.op))
    return false;
  ExecutionPair meeting(first, second);
  meeting.addSameElement();
  return meeting.isPossible();
}

} // namespace allo::analysis
