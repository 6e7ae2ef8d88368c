// The scheduling solver on problems with a known answer: each limiter, chaining at its boundary, groups, pinned
// operations, children of sequences, registers.
#include "target/rtl/schedule/Problem.h"

#include "allo/error.hpp"

#include <gtest/gtest.h>

#include <algorithm>

using namespace allo::target::rtl::scheduling;

namespace {

// Problems in few words.
struct Builder {
  Problem problem;
  explicit Builder(std::optional<int64_t> interval = std::nullopt, double clock = 3) {
    problem.interval = interval;
    problem.clock = clock;
  }
  unsigned operation(unsigned latency, double delayIn = 0, double delayOut = 0, std::vector<Use> uses = {}) {
    Operation one;
    one.latency = latency;
    one.delayIn = delayIn;
    one.delayOut = delayOut;
    one.uses = std::move(uses);
    problem.operations.push_back(one);
    return unsigned(problem.operations.size() - 1);
  }
  unsigned child(Operation::Role role, double estimate = 1) {
    unsigned index = operation(0);
    problem.operations[index].role = role;
    problem.operations[index].estimate = estimate;
    return index;
  }
  // A child as two operations with the step between them.
  std::pair<unsigned, unsigned> child(double estimate) {
    unsigned start = child(Operation::childStart), wait = child(Operation::wait, estimate);
    order(start, wait, 1);
    return {start, wait};
  }
  unsigned resource(unsigned units) {
    problem.resources.push_back({units, "resource"});
    return unsigned(problem.resources.size() - 1);
  }
  unsigned data(unsigned from, unsigned to, int64_t distance = 0) {
    problem.edges.push_back({from, to, distance, 0, true});
    return unsigned(problem.edges.size() - 1);
  }
  unsigned order(unsigned from, unsigned to, int64_t separation, int64_t distance = 0) {
    problem.edges.push_back({from, to, distance, separation, false});
    return unsigned(problem.edges.size() - 1);
  }
  Schedule solved() const {
    Schedule schedule = solve(problem);
    EXPECT_EQ(check(problem, schedule), "");
    return schedule;
  }
};

TEST(Solver, NothingLimits) {
  Builder builder(1);
  unsigned load = builder.operation(1), multiply = builder.operation(3, 1, 1), store = builder.operation(0, 0.5);
  builder.data(load, multiply);
  builder.data(multiply, store);
  Schedule schedule = builder.solved();
  EXPECT_EQ(schedule.interval, 1);
  EXPECT_EQ(schedule.depth, 5);
  EXPECT_EQ(schedule.limiter.kind, Limiter::none);
}

TEST(Solver, EmptyProblem) {
  EXPECT_EQ(Builder(1).solved().depth, 1);
  EXPECT_EQ(Builder().solved().interval, 1);
}

TEST(Solver, RecurrenceOverTwoIterations) {
  Builder builder(1);
  unsigned load = builder.operation(1), add = builder.operation(4, 1, 1), other = builder.operation(9);
  unsigned first = builder.data(load, add), back = builder.order(add, load, 5, 2);
  builder.data(add, other);
  Schedule schedule = builder.solved();
  EXPECT_EQ(schedule.interval, 3); // (1 + 5) / 2
  EXPECT_EQ(schedule.limiter.kind, Limiter::recurrence);
  EXPECT_EQ(schedule.limiter.bound, 3);
  std::vector<unsigned> cycle = schedule.limiter.edges;
  std::sort(cycle.begin(), cycle.end());
  EXPECT_EQ(cycle, (std::vector<unsigned>{first, back}));
}

TEST(Solver, IntervalAskedForIsKept) {
  Builder builder(7);
  unsigned add = builder.operation(4);
  builder.data(add, add, 1);
  Schedule schedule = builder.solved();
  EXPECT_EQ(schedule.interval, 7);
  EXPECT_EQ(schedule.limiter.kind, Limiter::none);
}

TEST(Solver, ResourceLimits) {
  Builder builder(1);
  unsigned port = builder.resource(2);
  for (int count = 0; count < 5; ++count)
    builder.operation(1, 0, 0, {{port}});
  Schedule schedule = builder.solved();
  EXPECT_EQ(schedule.interval, 3);
  EXPECT_EQ(schedule.limiter.kind, Limiter::resources);
  EXPECT_EQ(schedule.limiter.resource, port);
  EXPECT_EQ(schedule.limiter.operations.size(), 5u);
}

TEST(Solver, BusyForSeveralCycles) {
  Builder builder(1);
  unsigned divider = builder.resource(1);
  unsigned one = builder.operation(8, 0, 0, {{divider, -1, 4}}), two = builder.operation(8, 0, 0, {{divider, -1, 4}});
  Schedule schedule = builder.solved();
  EXPECT_EQ(schedule.interval, 8);
  EXPECT_NE(schedule.start[one] % 8, schedule.start[two] % 8);
  // A unit is the same in every iteration, so two units do not make four cycles of work fit into three.
  Builder alone(1);
  divider = alone.resource(2);
  alone.operation(8, 0, 0, {{divider, -1, 4}});
  EXPECT_EQ(alone.solved().interval, 4);
}

TEST(Solver, ChainingLimitsRecurrence) {
  for (auto [delay, interval] : {std::pair{1.5, 1}, {1.51, 2}, {1.0, 1}}) {
    Builder builder(1, 3.0);
    unsigned one = builder.operation(0, delay), two = builder.operation(0, delay);
    builder.data(one, two);
    builder.data(two, one, 1);
    Schedule schedule = builder.solved();
    EXPECT_EQ(schedule.interval, interval) << delay;
    EXPECT_EQ(schedule.limiter.kind, interval == 1 ? Limiter::none : Limiter::chaining);
    if (interval == 2) {
      EXPECT_EQ(schedule.limiter.edges.size(), 2u);
    }
  }
}

TEST(Solver, RegistersBetweenChainsCannotBeSplit) {
  // Three operations of 2 ns in a 3 ns clock: 6 ns would fit in two cycles, but whole operations need three.
  Builder builder(1, 3.0);
  unsigned one = builder.operation(0, 2), two = builder.operation(0, 2), three = builder.operation(0, 2);
  builder.data(one, two);
  builder.data(two, three);
  builder.data(three, one, 1);
  EXPECT_EQ(builder.solved().interval, 3);
}

TEST(Solver, ChainThatFitsExactly) {
  Builder builder(std::nullopt, 3.0);
  unsigned one = builder.operation(0, 1), two = builder.operation(0, 1), three = builder.operation(0, 1);
  builder.data(one, two);
  builder.data(two, three);
  EXPECT_EQ(builder.solved().depth, 1);
  builder.problem.operations[three].delayIn = 1.01;
  Schedule schedule = builder.solved();
  EXPECT_EQ(schedule.depth, 2);
  EXPECT_DOUBLE_EQ(schedule.arrival[three], 1.01);
}

TEST(Solver, LongerThanTheClockStandsAlone) {
  Builder builder(1, 3.0);
  unsigned before = builder.operation(0, 0.5), slow = builder.operation(0, 5), after = builder.operation(0, 0.1);
  builder.data(before, slow);
  builder.data(slow, after);
  Schedule schedule = builder.solved();
  EXPECT_EQ(schedule.interval, 1);
  EXPECT_EQ(schedule.depth, 3);
  EXPECT_DOUBLE_EQ(schedule.arrival[slow], 5);
  EXPECT_LT(schedule.start[before], schedule.start[slow]);
  EXPECT_LT(schedule.start[slow], schedule.start[after]);
}

TEST(Solver, GroupsShareInTheSameCycleOnly) {
  Builder builder(1);
  unsigned port = builder.resource(1);
  unsigned one = builder.operation(1, 0, 0, {{port, 0}}), two = builder.operation(1, 0, 0, {{port, 0}});
  unsigned late = builder.operation(6);
  builder.data(late, two);
  Schedule schedule = builder.solved();
  EXPECT_EQ(schedule.interval, 1);
  EXPECT_EQ(schedule.start[one], schedule.start[two]);
  // Different groups do not share; the same one does not when a dependence keeps the operations apart.
  builder.problem.operations[two].uses[0].group = 1;
  EXPECT_EQ(builder.solved().interval, 2);
  builder.problem.operations[two].uses[0].group = 0;
  builder.order(one, two, 3);
  schedule = builder.solved();
  EXPECT_EQ(schedule.interval, 2);
  EXPECT_EQ(schedule.limiter.kind, Limiter::resources);
}

TEST(Solver, PinnedStaysInCycleZero) {
  Builder builder(1);
  unsigned counter = builder.operation(0), slow = builder.operation(20), use = builder.operation(0, 1);
  builder.problem.operations[counter].pinned = true;
  builder.problem.operations[counter].width = 32;
  builder.data(counter, use);
  builder.data(slow, use);
  EXPECT_EQ(builder.solved().start[counter], 0);
}

TEST(Solver, DeadlinesOfPinnedOperations) {
  // Whether an iteration takes place is known after a load and a comparison of the one before.
  Builder builder(1);
  unsigned issue = builder.operation(0), load = builder.operation(2), compare = builder.operation(0, 1);
  unsigned counter = builder.operation(0), slow = builder.operation(9);
  builder.problem.operations[issue].pinned = builder.problem.operations[counter].pinned = true;
  builder.data(load, compare);
  unsigned known = builder.order(compare, issue, 1, 1);
  builder.data(load, slow);
  builder.data(counter, slow);
  Schedule schedule = builder.solved();
  EXPECT_EQ(schedule.interval, 3);
  EXPECT_EQ(schedule.limiter.kind, Limiter::recurrence);
  EXPECT_NE(std::find(schedule.limiter.edges.begin(), schedule.limiter.edges.end(), known),
            schedule.limiter.edges.end());
  EXPECT_EQ(schedule.start[load], 0);
  EXPECT_EQ(schedule.depth, 12);
}

TEST(Solver, LoadsMoveToTheirUse) {
  // The second load is needed 20 cycles after it could be made; its address is narrow.
  Builder builder(1);
  unsigned counter = builder.operation(0), early = builder.operation(1), late = builder.operation(1);
  unsigned root = builder.operation(20), add = builder.operation(4);
  builder.problem.operations[counter].pinned = true;
  builder.problem.operations[counter].width = 8;
  builder.problem.operations[late].width = 32;
  builder.data(counter, early);
  builder.data(counter, late);
  builder.data(early, root);
  builder.data(root, add);
  builder.data(late, add);
  Schedule schedule = builder.solved();
  EXPECT_EQ(schedule.start[late] + 1, schedule.start[add]);
  EXPECT_EQ(schedule.depth, 26);
  // Were the address wider than the value, the value would wait.
  builder.problem.operations[counter].width = 64;
  EXPECT_EQ(builder.solved().start[late], 0);
}

TEST(Solver, CycleOfDistanceZeroIsRefused) {
  Builder builder(1);
  unsigned one = builder.operation(0), two = builder.operation(0);
  builder.data(one, two);
  builder.data(two, one);
  EXPECT_THROW(solve(builder.problem), allo::InternalError);
}

//===-- Sequences
//---------------------------------------------------------------------------------------------------===//

TEST(SequenceSolver, IndependentChildrenOverlap) {
  Builder builder;
  auto [oneStart, oneWait] = builder.child(100.0);
  auto [twoStart, twoWait] = builder.child(80.0);
  Schedule schedule = builder.solved();
  EXPECT_EQ(schedule.start[oneStart], 0);
  EXPECT_EQ(schedule.start[twoStart], 0);
  EXPECT_EQ(schedule.start[oneWait], 1); // nothing else could go on between the two
  EXPECT_EQ(schedule.start[twoWait], 1);
  EXPECT_EQ(schedule.depth, 2);
}

TEST(SequenceSolver, DependentChildStartsWhenTheWaitIsOver) {
  Builder builder;
  auto [oneStart, oneWait] = builder.child(10.0);
  auto [twoStart, twoWait] = builder.child(10.0);
  builder.order(oneWait, twoStart, 0);
  Schedule schedule = builder.solved();
  EXPECT_EQ(schedule.start[oneWait], 1);
  EXPECT_EQ(schedule.start[twoStart], 1);
  EXPECT_EQ(schedule.start[twoWait], 2);
  EXPECT_EQ(schedule.depth, 3);
}

TEST(SequenceSolver, WhatIsNeededFirstIsWaitedForFirst) {
  // The short child's successor runs beside the long child.
  Builder builder;
  auto [longStart, longWait] = builder.child(100.0);
  auto [shortStart, shortWait] = builder.child(10.0);
  auto [nextStart, nextWait] = builder.child(50.0);
  builder.order(shortWait, nextStart, 0);
  Schedule schedule = builder.solved();
  EXPECT_EQ(schedule.start[shortWait], 1);
  EXPECT_EQ(schedule.start[nextStart], 1);
  EXPECT_EQ(schedule.start[longWait], 2);
  EXPECT_EQ(schedule.start[nextWait], 2);
}

TEST(SequenceSolver, NothingOrdinaryInAWait) {
  Builder builder;
  auto [start, wait] = builder.child(10.0);
  unsigned before = builder.operation(1), beside = builder.operation(3), after = builder.operation(0, 1);
  builder.data(before, start);
  builder.order(wait, after, 1);
  Schedule schedule = builder.solved();
  EXPECT_EQ(schedule.start[start], 1);
  EXPECT_GT(schedule.start[wait], schedule.start[beside] + 3); // done beside the child
  EXPECT_EQ(schedule.start[after], schedule.start[wait] + 1);
  EXPECT_EQ(schedule.depth, 6);
}

TEST(SequenceSolver, ResourcesAndChaining) {
  Builder builder(std::nullopt, 3.0);
  unsigned port = builder.resource(1);
  unsigned sum = builder.operation(0, 1);
  for (int count = 0; count < 4; ++count) {
    unsigned load = builder.operation(1, 0.5, 1.0, {{port}}), add = builder.operation(0, 1);
    builder.data(load, add);
    builder.data(sum, add);
    sum = add;
  }
  Schedule schedule = builder.solved();
  EXPECT_EQ(schedule.depth, 5);
  EXPECT_EQ(schedule.interval, 5);
}

} // namespace
