// The latency evaluation on graphs made by hand: what each rule of docs/decisions/0014 gives, and random nests against
// an enumeration of every iteration.
#include "target/rtl/report/Latency.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <functional>
#include <random>

using namespace allo::target::rtl;
using llvm::APInt;

namespace {

// A function in few words.
struct Builder {
  Function function;
  Builder() { function.blocks.emplace_back(); }

  NodeId node(NodeKind kind, unsigned width, BlockId block, llvm::ArrayRef<NodeId> operands = {}, unsigned index = 0) {
    Node one;
    one.kind = kind;
    one.width = width;
    one.block = block;
    one.operands.assign(operands.begin(), operands.end());
    one.index = index;
    function.nodes.push_back(one);
    return NodeId(function.nodes.size() - 1);
  }
  NodeId constant(int64_t value, unsigned width = 32) {
    NodeId id = node(NodeKind::constant, width, 0);
    function.nodes[id].bits = APInt(width, uint64_t(value), true, true);
    return id;
  }
  NodeId operation(OperatorKind kind, unsigned width, BlockId block, llvm::ArrayRef<NodeId> operands) {
    NodeId id = node(NodeKind::operation, width, block, operands);
    function.nodes[id].operatorKey.kind = kind;
    return id;
  }
  NodeId argument(const std::string &name) {
    function.arguments.push_back({name, 32});
    return node(NodeKind::argument, 32, 0, {}, unsigned(function.arguments.size() - 1));
  }
  NodeId unknown(BlockId block) { return node(NodeKind::load, 32, block); }
  BlockId block(BlockId parent, unsigned child, int64_t depth, int64_t interval = 0) {
    Block one;
    one.parent = parent;
    one.child = child;
    one.depth = depth;
    one.isPipelined = interval > 0;
    one.interval = interval ? interval : depth;
    function.blocks.push_back(one);
    return BlockId(function.blocks.size() - 1);
  }
  unsigned child(Child::Kind kind, BlockId parent, int64_t start, int64_t wait) {
    NodeId id = node(NodeKind::child, 0, parent);
    function.nodes[id].time = start;
    function.nodes[id].waitTime = wait;
    function.nodes[id].child = unsigned(function.children.size());
    Child one;
    one.kind = kind;
    one.node = id;
    function.children.push_back(one);
    function.blocks[parent].depth = std::max(function.blocks[parent].depth, wait + 1);
    return unsigned(function.children.size() - 1);
  }
  // interval 0: a sequence of `depth` steps.
  unsigned loop(BlockId parent, int64_t start, int64_t wait, std::vector<Counter> counters, int64_t depth,
                int64_t interval = 0) {
    unsigned index = child(Child::loop, parent, start, wait);
    function.children[index].counters = std::move(counters);
    function.children[index].body = block(parent, index, depth, interval);
    return index;
  }
  BlockId body(unsigned loop) const { return function.children[loop].body; }
  NodeId counter(unsigned loop, unsigned dimension = 0) {
    return node(NodeKind::counter, 32, body(loop), {}, dimension);
  }
  LatencyReport report(std::map<unsigned, APInt> scalars = {}) const {
    Graph graph;
    graph.functions.push_back(function);
    return latenciesOf(graph, scalars);
  }
  Latency latency(std::map<unsigned, APInt> scalars = {}) const { return report(std::move(scalars)).total; }
};

LinearBound bound(int64_t constant, std::vector<LinearBound::Term> terms = {}, int64_t divisor = 1) {
  return {constant, std::move(terms), divisor};
}
LinearBound::Term ofCounter(unsigned dimension, int64_t coefficient = 1) { return {true, dimension, coefficient}; }
LinearBound::Term ofNode(NodeId node, int64_t coefficient = 1) { return {false, node, coefficient}; }
Counter counter(LinearBound lower, LinearBound upper, int64_t step = 1) {
  return {"i", 32, {std::move(lower)}, {std::move(upper)}, step};
}
Counter counter(int64_t upper) { return counter(bound(0), bound(upper)); }

void expectExact(const Latency &latency, int64_t cycles) {
  ASSERT_TRUE(latency.most.has_value());
  EXPECT_EQ(latency.least, cycles);
  EXPECT_EQ(*latency.most, cycles);
}

TEST(Latency, StraightSequence) {
  Builder builder;
  builder.function.blocks[0].depth = 5;
  expectExact(builder.latency(), 5);
}

TEST(Latency, PipelinedNest) {
  Builder builder;
  builder.loop(0, 2, 4, {counter(3), counter(4)}, 7, 2);
  builder.function.blocks[0].depth = 6;
  // Started in cycle 3, runs 11 * 2 + 7 = 29 cycles: 4 to 32; one step after the wait.
  expectExact(builder.latency(), 33);
  LatencyReport report = builder.report();
  EXPECT_EQ(report.children[0][0]->least, 29);
  EXPECT_EQ(report.children[0][0]->mostTrips, 12);
}

TEST(Latency, ShortChildIsWaitedForNotBefore) {
  Builder builder;
  builder.loop(0, 0, 9, {counter(1)}, 2, 1);
  expectExact(builder.latency(), 10);
}

TEST(Latency, NoIterationTakesACycle) {
  Builder builder;
  NodeId size = builder.argument("n");
  builder.loop(0, 0, 1, {counter(bound(0), bound(0, {ofNode(size)}))}, 4, 1);
  expectExact(builder.latency({{0, APInt(32, 0)}}), 2);
  expectExact(builder.latency({{0, APInt(32, 10)}}), 14);
  Latency unknown = builder.latency();
  EXPECT_EQ(unknown.least, 2);
  EXPECT_FALSE(unknown.most.has_value());
}

TEST(Latency, UnknownSizeUnderAKnownBound) {
  Builder builder;
  NodeId size = builder.argument("n");
  Counter limited = counter(8);
  limited.upper.push_back(bound(0, {ofNode(size)}));
  builder.loop(0, 0, 1, {limited}, 4, 1);
  Latency latency = builder.latency();
  EXPECT_EQ(latency.least, 2);
  EXPECT_EQ(latency.most, 12); // (8 - 1) + 4, and the cycle of the start
}

TEST(Latency, TriangleInOneLoop) {
  Builder builder;
  builder.loop(0, 0, 1, {counter(10), counter(bound(0), bound(1, {ofCounter(0)}))}, 3, 1);
  expectExact(builder.latency(), 54 + 3 + 1);
}

TEST(Latency, OverlappingChildren) {
  Builder builder;
  builder.loop(0, 0, 1, {counter(10)}, 1, 1);  // 10 cycles: 2 to 11
  builder.loop(0, 0, 2, {counter(100)}, 1, 1); // 2 to 101
  builder.loop(0, 1, 3, {counter(95)}, 1, 1);  // starts when the first ends: 12 to 106
  expectExact(builder.latency(), 106);
}

TEST(Latency, SequenceOfIterations) {
  Builder builder;
  unsigned outer = builder.loop(0, 0, 1, {counter(5)}, 3);
  unsigned inner = builder.loop(builder.body(outer), 1, 2, {counter(bound(0), bound(1))}, 4, 1);
  NodeId row = builder.counter(outer);
  builder.function.children[inner].counters[0].upper = {bound(1, {ofNode(row)})};
  // Iteration i: the child is started in its cycle 2 and runs i + 4 cycles, the wait ends in cycle 6 + i.
  expectExact(builder.latency(), 1 + 6 + 7 + 8 + 9 + 10);
  LatencyReport report = builder.report();
  EXPECT_EQ(report.children[0][inner]->least, 4);
  EXPECT_EQ(report.children[0][inner]->most, 8);
  EXPECT_EQ(report.children[0][inner]->leastTrips, 1);
  EXPECT_EQ(report.children[0][inner]->mostTrips, 5);
}

TEST(Latency, Branches) {
  Builder builder;
  unsigned loop = builder.loop(0, 0, 1, {counter(10)}, 2);
  BlockId body = builder.body(loop);
  unsigned branch = builder.child(Child::branch, body, 0, 1);
  NodeId row = builder.counter(loop);
  NodeId limit = builder.constant(4);
  builder.function.children[branch].decision = builder.operation(OperatorKind::lessSigned, 1, body, {row, limit});
  builder.function.children[branch].thenBlock = builder.block(body, branch, 6);
  // Four iterations of 7 cycles, six without a side: 2.
  expectExact(builder.latency(), 1 + 4 * 7 + 6 * 2);
  NodeId data = builder.unknown(body);
  builder.function.children[branch].decision = builder.operation(OperatorKind::lessSigned, 1, body, {row, data});
  Latency latency = builder.latency();
  EXPECT_EQ(latency.least, 1 + 10 * 2);
  EXPECT_EQ(latency.most, 1 + 10 * 7);
}

TEST(Latency, PredicatesOfChildren) {
  Builder builder;
  NodeId flag = builder.argument("flag");
  unsigned loop = builder.loop(0, 0, 1, {counter(10)}, 5, 1);
  builder.function.nodes[builder.function.children[loop].node].predicate = flag;
  expectExact(builder.latency({{0, APInt(32, 1)}}), 15);
  expectExact(builder.latency({{0, APInt(32, 0)}}), 2);
  EXPECT_EQ(builder.latency().least, 2);
  EXPECT_EQ(builder.latency().most, 15);
}

// while (i < n) i += 3
struct WhileBuilder : Builder {
  explicit WhileBuilder(int64_t interval) {
    NodeId size = argument("n"), zero = constant(0), three = constant(3);
    unsigned loop = this->loop(0, 0, 1, {}, 4, interval);
    NodeId index = node(NodeKind::carried, 32, body(loop), {zero, zero});
    function.nodes[index].operands[1] = operation(OperatorKind::add, 32, body(loop), {index, three});
    function.children[loop].condition = operation(OperatorKind::lessSigned, 1, body(loop), {index, size});
    function.children[loop].carried = {index};
    function.children[loop].exitStep = 1;
  }
};

TEST(Latency, WhileLoops) {
  WhileBuilder sequence(0), pipelined(2);
  expectExact(sequence.latency({{0, APInt(32, 10)}}), 1 + 4 * 4 + 2);
  expectExact(pipelined.latency({{0, APInt(32, 10)}}), 1 + 4 * 2 + 4);
  expectExact(sequence.latency({{0, APInt(32, 0)}}), 3);
  EXPECT_EQ(sequence.latency().least, 3);
  EXPECT_FALSE(sequence.latency().most.has_value());
  EXPECT_EQ(pipelined.report({{0, APInt(32, 10)}}).children[0][0]->mostTrips, 4);
}

TEST(Latency, CallsWithDifferentSizes) {
  Builder callee;
  NodeId size = callee.argument("n");
  callee.argument("unused");
  callee.loop(0, 0, 1, {counter(bound(0), bound(0, {ofNode(size)}))}, 3, 1); // n + 2, and the cycle of the start
  Builder caller;
  NodeId four = caller.constant(4), data = caller.unknown(0);
  unsigned first = caller.child(Child::call, 0, 0, 1);
  unsigned loop = caller.loop(0, 1, 2, {counter(3)}, 2);
  unsigned second = caller.child(Child::call, caller.body(loop), 0, 1);
  NodeId row = caller.counter(loop);
  NodeId shifted = caller.operation(OperatorKind::add, 32, caller.body(loop), {row, four});
  for (auto [call, scalar] : {std::pair{first, four}, {second, shifted}}) {
    caller.function.children[call].callee = 0;
    caller.function.children[call].scalars = {scalar, data};
  }
  Graph graph;
  graph.functions = {callee.function, caller.function};
  // 4 + 3 cycles after the start; then iterations of (i + 4) + 3 + 1.
  expectExact(latencyOf(graph), 1 + 7 + 8 + 9 + 10);
  EXPECT_EQ(latenciesOf(graph).children[0][0]->mostTrips, 6);
  EXPECT_EQ(latenciesOf(graph).children[1][second]->most, 9);
}

TEST(Latency, BranchNeverTakenIsNotReported) {
  Builder builder;
  NodeId never = builder.constant(0, 1);
  unsigned branch = builder.child(Child::branch, 0, 0, 1);
  builder.function.children[branch].decision = never;
  BlockId side = builder.block(0, branch, 2);
  builder.function.children[branch].thenBlock = side;
  unsigned loop = builder.loop(side, 0, 1, {counter(100)}, 5, 1);
  expectExact(builder.latency(), 2);
  EXPECT_FALSE(builder.report().children[0][loop].has_value());
}

TEST(Latency, LargeNestsAreQuick) {
  // Three sequential levels that depend on nothing, and two triangular ones.
  Builder builder;
  unsigned first = builder.loop(0, 0, 1, {counter(20000)}, 2);
  unsigned second = builder.loop(builder.body(first), 0, 1, {counter(20000)}, 2);
  builder.loop(builder.body(second), 0, 1, {counter(20000)}, 3);
  unsigned row = builder.loop(0, 1, 2, {counter(1000)}, 2);
  unsigned column = builder.loop(builder.body(row), 0, 1, {counter(1)}, 2);
  builder.function.children[column].counters[0].upper = {bound(1, {ofNode(builder.counter(row))})};
  unsigned inner = builder.loop(builder.body(column), 0, 1, {counter(1)}, 3, 1);
  builder.function.children[inner].counters[0].upper = {bound(1, {ofNode(builder.counter(column))})};
  std::clock_t begin = std::clock();
  Latency latency = builder.latency();
  EXPECT_LT(double(std::clock() - begin) / CLOCKS_PER_SEC, 10);
  int64_t rectangle = int64_t(20000) * (1 + int64_t(20000) * (1 + int64_t(20000) * 3)), triangle = 0;
  for (int64_t i = 0; i < 1000; ++i) {
    triangle += 1;
    for (int64_t j = 0; j <= i; ++j)
      triangle += 1 + j + 3;
  }
  expectExact(latency, 1 + rectangle + triangle);
}

//===-- Random nests against every iteration
//------------------------------------------------------------------------===//

struct Nest {
  Builder builder;
  std::mt19937 random;
  explicit Nest(unsigned seed) : random(seed) {}
  unsigned below(unsigned limit) { return unsigned(random() % limit); }

  // Bounds use the counters of the same loop or of sequences around (as nodes).
  std::vector<Counter> counters(unsigned dimensions, const std::vector<NodeId> &around) {
    std::vector<Counter> all;
    for (unsigned dimension = 0; dimension < dimensions; ++dimension) {
      auto terms = [&](int64_t coefficient) {
        std::vector<LinearBound::Term> terms;
        if (dimension > 0 && below(2))
          terms.push_back(ofCounter(below(dimension), coefficient));
        else if (!around.empty() && below(2))
          terms.push_back(ofNode(around[below(unsigned(around.size()))], coefficient));
        return terms;
      };
      Counter one = counter(bound(below(3), terms(1)), bound(8 + below(20), terms(1), 1 + below(2)), 1 + below(3));
      if (below(3) == 0)
        one.upper.push_back(bound(4 + below(20), terms(below(2) ? 1 : -1)));
      all.push_back(one);
    }
    return all;
  }
  void fill(BlockId block, unsigned level, std::vector<NodeId> around) {
    int64_t step = 0;
    for (unsigned count = 1 + below(2); count--;) {
      int64_t start = step, wait = start + 1 + below(2);
      step = wait + (below(2) ? 0 : 1);
      if (level == 0 || below(3) == 0) {
        builder.loop(block, start, wait, counters(1 + below(3), around), 2 + below(5), 1 + below(3));
        continue;
      }
      unsigned loop = builder.loop(block, start, wait, counters(1, around), 1);
      std::vector<NodeId> inside = around;
      inside.push_back(builder.counter(loop));
      fill(builder.body(loop), level - 1, inside);
    }
    builder.function.blocks[block].depth += below(2);
  }
};

// Every iteration one by one.
class Enumeration {
public:
  explicit Enumeration(const Function &function) : function_(function), counters_(function.children.size()) {}
  int64_t block(BlockId id) {
    std::vector<int64_t> finish(function_.children.size(), 0);
    int64_t cycle = 0;
    for (int64_t step = 0; step < function_.blocks[id].depth; ++step) {
      ++cycle;
      auto children = [&](auto visit) {
        for (unsigned index = 0; index < function_.children.size(); ++index)
          if (const Node &node = function_.nodes[function_.children[index].node]; node.block == id)
            visit(index, node);
      };
      children([&](unsigned index, const Node &node) {
        if (node.waitTime == step)
          cycle = std::max(cycle, finish[index]);
      });
      children([&](unsigned index, const Node &node) {
        if (node.time == step)
          finish[index] = cycle + loop(index);
      });
    }
    return cycle;
  }

private:
  const Function &function_;
  std::vector<std::vector<int64_t>> counters_;

  int64_t value(unsigned loop, const LinearBound &bound) const {
    int64_t sum = bound.constant;
    for (const LinearBound::Term &term : bound.terms) {
      unsigned owner = loop, dimension = term.index;
      if (!term.isCounter) {
        owner = function_.blocks[function_.nodes[term.index].block].child;
        dimension = function_.nodes[term.index].index;
      }
      sum += term.coefficient * counters_[owner][dimension];
    }
    return int64_t(std::floor(double(sum) / double(bound.divisor)));
  }
  int64_t loop(unsigned index) {
    const Child &one = function_.children[index];
    const Block &body = function_.blocks[one.body];
    int64_t cycles = 0, iterations = 0;
    std::function<void(unsigned)> dimension = [&](unsigned number) {
      if (number == one.counters.size()) {
        ++iterations;
        cycles += body.isPipelined ? 0 : block(one.body);
        return;
      }
      const Counter &counter = one.counters[number];
      int64_t lower = INT64_MIN, upper = INT64_MAX;
      for (const LinearBound &bound : counter.lower)
        lower = std::max(lower, value(index, bound));
      for (const LinearBound &bound : counter.upper)
        upper = std::min(upper, value(index, bound));
      for (int64_t at = lower; at < upper || (number > 0 && at == lower); at += counter.step) {
        counters_[index].resize(number + 1);
        counters_[index][number] = at;
        dimension(number + 1);
      }
    };
    dimension(0);
    if (iterations == 0)
      return 1;
    return body.isPipelined ? (iterations - 1) * body.interval + body.depth : cycles;
  }
};

TEST(Latency, RandomNestsAreExact) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    Nest nest(seed);
    nest.fill(0, seed % 3, {});
    Latency latency = nest.builder.latency();
    ASSERT_TRUE(latency.isExact()) << seed;
    ASSERT_EQ(latency.least, Enumeration(nest.builder.function).block(0)) << "seed " << seed;
  }
}

} // namespace
