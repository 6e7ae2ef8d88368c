// Schedules every block of every function, inner ones first.
#include "target/rtl/Design.h"
#include "target/rtl/GraphQueries.h"
#include "target/rtl/Limits.h"
#include "target/rtl/schedule/BlockProblem.h"

#include <algorithm>

namespace allo::target::rtl {

namespace {
constexpr double unknownTrips = 16; // of a loop with bounds that are not constant; only orders waits

class FunctionScheduler {
public:
  FunctionScheduler(const Graph &graph, Function &function, const Device &device, const Options &options,
                    std::vector<double> &calls)
      : graph(graph), function(function), device(device), options(optionsFor(function.name, options)),
        used(valuesUsedByChildren(function)), estimates(function.children.size(), 1), calls(calls) {}

  void run() { calls.push_back(visit(0)); }

private:
  // Returns the expected cycles of one iteration.
  double visit(BlockId number) {
    double inside = 0;
    bool hasChildren = false;
    for (NodeId id : function.blocks[number].nodes)
      if (function.nodes[id].kind == NodeKind::child) {
        hasChildren = true;
        estimates[function.nodes[id].child] = estimate(function.children[function.nodes[id].child]);
        inside += estimates[function.nodes[id].child];
      }
    Block &block = function.blocks[number];
    choosePipelining(block, hasChildren);
    spreadPorts(graph, function, number);
    BlockProblem problem(graph, function, number, device, options, used, estimates);
    scheduling::Schedule found = scheduling::solve(problem.problem());
    // Linear in the problem: hardware of a wrong schedule would be wrong without a word.
    if (std::string wrong = scheduling::check(problem.problem(), found); !wrong.empty())
      throw InternalError("the schedule of a block of '" + function.name + "' is wrong: " + wrong);
    problem.accept(found);
    assignPorts(function, number);
    return static_cast<double>(block.depth) + inside;
  }

  void choosePipelining(Block &block, bool hasChildren) {
    block.isPipelined = false;
    if (block.child == noId)
      return;
    Child &child = function.children[block.child];
    if (child.kind != Child::loop || child.requestedInterval == 0)
      return;
    block.isPipelined = !hasChildren && child.limiterKind.empty();
    if (hasChildren && child.limiterKind.empty()) {
      child.limiterKind = "control";
      child.limiter = "it holds loops or calls that run as units of their own";
    }
  }

  double estimate(Child &child) {
    if (child.kind == Child::call)
      return calls[child.callee];
    double longest = 0;
    for (BlockId block : blocksOf(child))
      longest = std::max(longest, visit(block));
    if (child.kind == Child::branch)
      return longest;
    double trips = child.counters.empty() ? unknownTrips : 1;
    for (const Counter &counter : child.counters)
      trips *= tripsOf(counter);
    const Block &body = function.blocks[child.body];
    if (body.isPipelined)
      return (trips - 1) * static_cast<double>(body.interval) + static_cast<double>(body.depth);
    return trips * longest;
  }

  static double tripsOf(const Counter &counter) {
    if (counter.lower.size() != 1 || counter.upper.size() != 1 || !counter.lower[0].terms.empty() ||
        !counter.upper[0].terms.empty())
      return unknownTrips;
    return std::max<double>(0, static_cast<double>(counter.upper[0].constant - counter.lower[0].constant) /
                                   static_cast<double>(counter.step));
  }

  const Graph &graph;
  Function &function;
  const Device &device;
  const Options options; // with the limits of this function
  std::vector<std::set<NodeId>> used;
  std::vector<double> estimates;
  std::vector<double> &calls;
};
} // namespace

void schedule(Graph &graph, const Device &device, const Options &options) {
  std::vector<double> calls; // expected cycles of each function; callees come first
  for (Function &function : graph.functions)
    FunctionScheduler(graph, function, device, options, calls).run();
}

} // namespace allo::target::rtl
