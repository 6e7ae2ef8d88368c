// The scheduling solver on random problems: every schedule passes the check, intervals of small problems are the least
// that an exhaustive search finds, and large problems are quick.
#include "target/rtl/schedule/Problem.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <random>

using namespace allo::target::rtl::scheduling;

namespace {

class Random {
public:
  explicit Random(unsigned seed) : engine_(seed) {}
  unsigned below(unsigned bound) { return unsigned(engine_() % bound); }

private:
  std::mt19937 engine_;
};

struct Shape {
  unsigned operations, latencies = 5, resources = 4;
  bool recurrences = true, groups = false, longUses = false;
};

Problem randomProblem(const Shape &shape, Random &random, std::optional<int64_t> interval) {
  Problem problem;
  problem.interval = interval;
  problem.clock = 3;
  for (unsigned count = 0; count < shape.resources; ++count)
    problem.resources.push_back({1 + random.below(2), "resource"});
  for (unsigned index = 0; index < shape.operations; ++index) {
    Operation operation;
    operation.latency = random.below(shape.latencies);
    operation.delayIn = 0.25 * random.below(14); // sometimes longer than the clock
    operation.delayOut = 0.25 * random.below(5);
    operation.width = 1 + random.below(64);
    if (shape.resources && random.below(2) == 0)
      operation.uses.push_back({random.below(shape.resources), shape.groups ? int(random.below(4)) - 1 : -1,
                                shape.longUses ? 1 + random.below(3) : 1});
    problem.operations.push_back(operation);
    for (unsigned count = random.below(3); index && count--;)
      problem.edges.push_back({index - 1 - random.below(std::min(index, 50u)), index, 0, 0, true});
    if (shape.recurrences && random.below(4) == 0) {
      bool isData = random.below(2);
      problem.edges.push_back({index, index - random.below(std::min(index + 1, 8u)), 1 + random.below(3),
                               isData ? 0 : random.below(4), isData});
    }
  }
  return problem;
}

// Fixes the first operation, and gives it a deadline now and then.
void pinFirst(Problem &problem, Random &random) {
  std::erase_if(problem.edges, [](const Edge &edge) { return edge.to == 0; });
  problem.operations[0].pinned = true;
  problem.operations[0].latency = 0;
  problem.operations[0].uses.clear();
  for (unsigned count = random.below(3); count--;)
    problem.edges.push_back({random.below(unsigned(problem.operations.size())), 0, 1 + random.below(2), 1, false});
}

// Whether any schedule at the interval exists: all starts up to a horizon within which a least solution lies.
class Exhaustive {
public:
  Exhaustive(const Problem &problem, int64_t interval) : problem_(problem), interval_(interval) {
    for (const Operation &operation : problem.operations)
      horizon_ += operation.latency + interval;
    start_.assign(problem.operations.size(), -1);
  }
  bool exists() { return place(0); }

private:
  const Problem &problem_;
  int64_t interval_, horizon_ = 0;
  std::vector<int64_t> start_;

  bool place(unsigned index) {
    if (index == start_.size())
      return chainsFit();
    for (start_[index] = 0; start_[index] < horizon_; ++start_[index])
      if ((start_[index] == 0 || !problem_.operations[index].pinned) && edgesHold(index) && unitsSuffice(index) &&
          place(index + 1))
        return true;
    start_[index] = -1;
    return false;
  }
  bool edgesHold(unsigned index) const {
    for (const Edge &edge : problem_.edges) {
      if ((edge.from != index && edge.to != index) || start_[edge.from] < 0 || start_[edge.to] < 0)
        continue;
      int64_t separation = edge.isData ? int64_t(problem_.operations[edge.from].latency) : edge.separation;
      if (start_[edge.to] + interval_ * edge.distance < start_[edge.from] + separation)
        return false;
    }
    return true;
  }
  // Of uses of one cycle: in each row so many different (group, start) as there are units.
  bool unitsSuffice(unsigned index) const {
    for (const Use &use : problem_.operations[index].uses) {
      unsigned taken = 0;
      std::vector<std::pair<int, int64_t>> groups;
      for (unsigned other = 0; other <= index; ++other)
        for (const Use &its : problem_.operations[other].uses) {
          if (its.resource != use.resource || (start_[other] - start_[index]) % interval_ != 0)
            continue;
          std::pair<int, int64_t> group{its.group, start_[other]};
          if (its.group >= 0 && std::find(groups.begin(), groups.end(), group) != groups.end())
            continue;
          groups.push_back(group);
          ++taken;
        }
      if (taken > problem_.resources[use.resource].units)
        return false;
    }
    return true;
  }
  bool chainsFit() const {
    std::vector<double> operands(start_.size(), 0), arrival(start_.size(), 0);
    for (unsigned round = 0; round <= start_.size(); ++round) {
      for (unsigned index = 0; index < start_.size(); ++index) {
        const Operation &operation = problem_.operations[index];
        operands[index] = 0;
        for (const Edge &edge : problem_.edges)
          if (edge.to == index && edge.isData &&
              start_[edge.from] + problem_.operations[edge.from].latency == start_[index] + interval_ * edge.distance)
            operands[index] = std::max(operands[index], arrival[edge.from]);
        arrival[index] = operation.latency ? operation.delayOut : operands[index] + operation.delayIn;
      }
    }
    for (unsigned index = 0; index < start_.size(); ++index)
      if (operands[index] > 0 && operands[index] + problem_.operations[index].delayIn > problem_.clock + 1e-6)
        return false;
    return true;
  }
};

TEST(SolverRandom, SchedulesPassTheCheck) {
  for (unsigned seed = 0; seed < 600; ++seed) {
    Random random(seed);
    Shape shape{1 + random.below(60)};
    shape.groups = seed % 2;
    shape.longUses = seed % 3 == 0;
    std::optional<int64_t> interval;
    if (seed % 4)
      interval = 1 + random.below(3);
    Problem problem = randomProblem(shape, random, interval);
    if (seed % 5 == 0)
      pinFirst(problem, random);
    ASSERT_EQ(check(problem, solve(problem)), "") << "seed " << seed;
  }
}

TEST(SolverRandom, IntervalsAreTheLeast) {
  unsigned aboveOne = 0;
  for (unsigned seed = 0; seed < 400; ++seed) {
    Random random(seed + 5000);
    Shape shape{2 + random.below(4), 3, 1 + random.below(2)};
    shape.groups = seed % 2;
    Problem problem = randomProblem(shape, random, 1);
    if (seed % 5 == 0)
      pinFirst(problem, random);
    Schedule schedule = solve(problem);
    ASSERT_EQ(check(problem, schedule), "") << "seed " << seed;
    aboveOne += schedule.interval > 1;
    for (int64_t interval = 1; interval < schedule.interval; ++interval)
      ASSERT_FALSE(Exhaustive(problem, interval).exists()) << "seed " << seed << " interval " << interval;
    ASSERT_TRUE(Exhaustive(problem, schedule.interval).exists()) << "seed " << seed;
  }
  EXPECT_GT(aboveOne, 100u);
}

TEST(SolverRandom, SequencesWithChildrenPassTheCheck) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    Random random(seed + 9000);
    Shape shape{4 + random.below(30)};
    shape.recurrences = false;
    Problem problem = randomProblem(shape, random, std::nullopt);
    // Children after some operations and before others, later children further down.
    unsigned middle = 0;
    for (unsigned count = random.below(6); count--;) {
      unsigned start = unsigned(problem.operations.size()), wait = start + 1;
      problem.operations.resize(start + 2);
      problem.operations[start].role = Operation::childStart;
      problem.operations[wait].role = Operation::wait;
      problem.operations[wait].estimate = 1 + random.below(50);
      problem.edges.push_back({start, wait, 0, 1, false});
      middle += random.below(shape.operations - middle);
      if (middle)
        problem.edges.push_back({random.below(middle), start, 0, 0, true});
      problem.edges.push_back({wait, middle + random.below(shape.operations - middle), 0, 1, false});
      if (start > shape.operations && random.below(2))
        problem.edges.push_back({start - 1, start, 0, 0, false});
    }
    Schedule schedule = solve(problem);
    ASSERT_EQ(check(problem, schedule), "") << "seed " << seed;
  }
}

TEST(SolverRandom, LargeProblemsAreQuick) {
  Random random(1);
  Problem problem = randomProblem({16384, 5, 16}, random, 1);
  std::erase_if(problem.edges, [&](const Edge &edge) { return edge.distance && random.below(10); });
  std::clock_t begin = std::clock();
  Schedule schedule = solve(problem);
  double seconds = double(std::clock() - begin) / CLOCKS_PER_SEC;
  EXPECT_LT(seconds, 10); // 0.3 s in a release build; the sanitisers take longer
  EXPECT_GT(schedule.interval, 1);
}

} // namespace
