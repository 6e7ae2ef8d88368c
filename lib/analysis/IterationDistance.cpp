// The set of pairs of executions that touch one element is built over integers, once for each loop that can carry the
// dependence; the distance is linear in its columns once the iterations between the two loops' iterations are counted
// for each number of them (triangular nests), and is minimised over the set.
#include "analysis/IterationDistance.h"

#include "analysis/AccessClasses.h"
#include "analysis/ExecutionPair.h"
#include "analysis/NestLoops.h"

using namespace mlir;

namespace allo::analysis {
namespace {

// Minimises the distance over the meetings of two accesses.
class Minimisation {
public:
  Minimisation(const Access &first, const Access &second, const std::vector<NestLoop> &nest)
      : meeting_(first, second, nest.front().op), loops_(nest) {
    meeting_.addSameElement();
    for (const NestLoop &loop : loops_) {
      firstColumns_.push_back(LinearExpression::column(meeting_.first.columnOf(loop.op)));
      secondColumns_.push_back(LinearExpression::column(meeting_.second.columnOf(loop.op)));
      if (!loop.affine && loop.trips)
        for (const LinearExpression &column : {firstColumns_.back(), secondColumns_.back()})
          meeting_.system.addNonNegative(LinearExpression(*loop.trips - 1).plus(column, -1));
    }
  }

  // The innermost loops carry the least distances, so they come first: what is not below the least so far is not
  // looked for.
  std::optional<int64_t> run() {
    if (meeting_.system.isEmpty())
      return std::nullopt;
    std::vector<LinearSystem> equal = {meeting_.system};
    for (unsigned level = 0; level + 1 < loops_.size(); ++level) {
      equal.push_back(equal.back());
      equal.back().addEqual(firstColumns_[level], secondColumns_[level]);
    }
    for (unsigned level = loops_.size(); level-- > 0;)
      leastAt(level, equal[level], LinearExpression());
    return least_;
  }

private:
  struct Candidate {
    LinearSystem system;
    Instance counts; // alternatives of the counts
    LinearExpression distance;
  };

  // True when the distance of the candidate was below the least so far.
  bool keepLeastOf(const Candidate &candidate) {
    std::optional<int64_t> value = leastValue(candidate.system, {&meeting_.first, &meeting_.second, &candidate.counts},
                                              candidate.distance, least_);
    if (value)
      least_ = value;
    return value.has_value();
  }

  // Judged by rational points, which is quick: false when no distance of the candidate is below the least so far.
  bool mayBeBelow(const Candidate &candidate) const {
    LinearExpression opposite = LinearExpression().plus(candidate.distance, -1);
    for (const LinearSystem &system :
         expandAlternatives(candidate.system, {&meeting_.first, &meeting_.second, &candidate.counts})) {
      if (system.hasNoRationalPoint())
        continue;
      std::optional<int64_t> greatest = system.maximum(opposite);
      if (!greatest || !least_ || -*greatest < *least_)
        return true;
    }
    return false;
  }

  // When the loop at `level` is the outermost one in which the two are in different iterations; `base` is added.
  void leastAt(unsigned level, const LinearSystem &equal, const LinearExpression &base) {
    if (least_ == 1)
      return;
    Candidate candidate{equal, {}, base.plus(1)};
    LinearExpression apart = LinearExpression::column(candidate.system.addColumn()); // in iterations of this loop
    candidate.system.addNonNegative(apart.plus(-1));
    candidate.system.addZero(secondColumns_[level].plus(firstColumns_[level], -1).plus(apart, -loops_[level].step));
    if (candidate.system.isEmpty())
      return;
    if (variableInside(level) && loops_[level].inside)
      leastOfRepeated(level, candidate, apart);
    else
      leastInGeneral(level, std::move(candidate), apart);
  }

  // What is inside the loop runs alike in each of its iterations: the distance is that of the iterations' starts and
  // that of the places within an iteration, where the second is not the earlier place.
  void leastOfRepeated(unsigned level, const Candidate &candidate, const LinearExpression &apart) {
    LinearExpression whole = candidate.distance.plus(-1).plus(apart, *loops_[level].inside);
    LinearSystem equal = candidate.system;
    for (unsigned inner = level + 1; inner < loops_.size() && !equal.isEmpty(); ++inner) {
      leastAt(inner, equal, whole);
      Candidate earlier{equal, candidate.counts, candidate.distance};
      earlier.system.addLess(secondColumns_[inner], firstColumns_[inner]);
      leastInGeneral(level, std::move(earlier), apart);
      equal.addEqual(firstColumns_[inner], secondColumns_[inner]);
    }
    keepLeastOf({equal, candidate.counts, whole});
  }

  void leastInGeneral(unsigned level, Candidate candidate, const LinearExpression &apart) {
    if (candidate.system.isEmpty())
      return;
    for (unsigned inner = level + 1; inner < loops_.size(); ++inner)
      for (const std::optional<LinearExpression> &count : {countAfter(candidate, inner), countBefore(candidate, inner)})
        if (count)
          candidate.distance.add(*count, loops_[inner].leastInside);
    if (std::optional<unsigned> variable = variableInside(level)) {
      leastWithCounts(level, *variable, candidate, apart);
      return;
    }
    candidate.distance.add(apart.plus(-1), loops_[level].leastInside);
    keepLeastOf(candidate);
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
  void leastWithCounts(unsigned level, unsigned variable, Candidate &candidate, const LinearExpression &apart) {
    constexpr int64_t most = 8;
    int64_t factor = loops_[variable].leastInside;
    for (unsigned inner = level + 1; inner < variable; ++inner)
      factor *= *loops_[inner].trips;
    for (int64_t number = 1;; ++number) {
      Candidate exact = candidate;
      exact.system.addEqual(apart, LinearExpression(number));
      keepLeastOf(exact);
      candidate.system.addNonNegative(apart.plus(-number - 1));
      std::optional<LinearExpression> count = tripsIn(candidate, level, variable, number);
      if (count)
        candidate.distance.add(*count, factor);
      else
        candidate.distance.add(LinearExpression(loops_[level].leastInside));
      Candidate further = candidate;
      further.distance.add(apart.plus(-1 - number), loops_[level].leastInside);
      if (number == most) {
        keepLeastOf(further);
        return;
      }
      if (!mayBeBelow(further))
        return;
    }
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
  const std::vector<NestLoop> &loops_;
  SmallVector<LinearExpression> firstColumns_, secondColumns_;
  std::optional<int64_t> least_; // so far
};

} // namespace

std::optional<int64_t> minimumDistance(const Access &first, const Access &second, const Nest &nest) {
  return minimumDistance(first, second, nestLoopsOf(nest));
}

std::optional<int64_t> minimumDistance(const Access &first, const Access &second, const std::vector<NestLoop> &nest) {
  return nest.empty() ? std::nullopt : Minimisation(first, second, nest).run();
}

bool meetInOneIteration(const Access &first, const Access &second) {
  return !areExclusive(first.op, second.op) && mayMeetInOneIteration(first, second);
}

bool mayMeetInOneIteration(const Access &first, const Access &second) {
  ExecutionPair meeting(first, second);
  meeting.addSameElement();
  return meeting.isPossible();
}

} // namespace allo::analysis
