// The way back from a schedule to the graph: times, depth, interval, and in words what limits the interval.
#include "target/rtl/schedule/BlockProblem.h"

#include "target/rtl/GraphQueries.h"

#include <algorithm>

namespace allo::target::rtl {

using namespace scheduling;

namespace {
// The predicate is a conjunction with the condition in it.
bool implies(const Function &function, NodeId predicate, NodeId condition) {
  if (predicate == noId || predicate == condition)
    return predicate != noId;
  const Node &node = function.nodes[predicate];
  if (node.kind != NodeKind::operation || node.operatorKey.kind != OperatorKind::bitAnd)
    return false;
  return llvm::any_of(node.operands, [&](NodeId part) { return implies(function, part, condition); });
}
} // namespace

void BlockProblem::accept(const Schedule &schedule) {
  // Everything of a while loop comes after the issue of its iteration, which is cycle 0.
  int64_t zero = issue_ == none ? 0 : schedule.start[issue_];
  Block &block = function_.blocks[block_];
  block.depth = std::max<int64_t>(schedule.depth - zero, 1);
  block.interval = isPipelined_ ? schedule.interval : block.depth;
  for (auto [id, number] : operationOf_) {
    Node &node = function_.nodes[id];
    node.time = schedule.start[number] - zero;
    node.latency = problem_.operations[number].latency;
    node.arrival = schedule.arrival[number];
    node.isEntry = isPipelined_ && node.kind == NodeKind::stream && waits(node.action) && node.time == 0;
  }
  for (auto [id, number] : waitOf_)
    function_.nodes[id].waitTime = schedule.start[number];
  if (block.child == noId)
    return;
  Child &child = function_.children[block.child];
  for (NodeId value : exitValues_)
    if (isLocal(value))
      child.exitStep = std::max(child.exitStep, function_.nodes[value].time + function_.nodes[value].latency);
  // What acts whatever the condition is (before it, in the source) acts in the last iteration too.
  if (child.kind == Child::loop && child.condition != noId)
    for (NodeId id : block.nodes) {
      const Node &node = function_.nodes[id];
      bool acts = hasEffect(node);
      if (acts && !implies(function_, node.predicate, child.condition))
        child.exitStep = std::max(child.exitStep, node.kind == NodeKind::child ? node.waitTime : node.time);
    }
  if (isPipelined_ && schedule.interval > child.requestedInterval)
    child.limiter = explain(schedule.limiter, child.limiterKind);
}

std::string BlockProblem::describe(NodeId id) const {
  const Node &node = function_.nodes[id];
  std::string line = " (" + lineOf(node) + ")";
  switch (node.kind) {
  case NodeKind::load:
    return "load of " + function_.memories[node.memory].name + line;
  case NodeKind::store:
    return "store to " + function_.memories[node.memory].name + line;
  case NodeKind::stream:
    return (useOf(node.action).writes ? "write to " : "read of ") + function_.streams[node.fifo.stream].name + line;
  case NodeKind::operation:
    return nameOf(node.operatorKey.kind) + line;
  case NodeKind::carried:
    return node.name.empty() ? "" : node.name + line;
  default:
    return "";
  }
}

std::string BlockProblem::explainRecurrence(const Limiter &limiter) const {
  int64_t distance = 0;
  std::string chain, through;
  for (unsigned number : limiter.edges) {
    const Edge &edge = problem_.edges[number];
    distance += edge.distance;
    NodeId from = ownerOf_[edge.from];
    if (from == noId)
      continue;
    std::string what = describe(from);
    // Address arithmetic and wires say nothing; latencies, memories and variables do.
    if (!what.empty() &&
        (problem_.operations[edge.from].latency != 0 || function_.nodes[from].kind != NodeKind::operation))
      chain += (chain.empty() ? "" : " -> ") + what;
    const Node &node = function_.nodes[from];
    if (through.empty() && isAccess(node))
      through = function_.memories[node.memory].name;
    if (through.empty() && node.kind == NodeKind::stream)
      through = function_.streams[node.fifo.stream].name;
    if (through.empty() && node.kind == NodeKind::carried && !node.name.empty())
      through = node.name;
  }
  if (limiter.edges.empty())
    return "a recurrence";
  bool isControl = issue_ != none && std::any_of(limiter.edges.begin(), limiter.edges.end(), [&](unsigned number) {
                     return problem_.edges[number].from == issue_;
                   });
  if (isControl)
    return "the next iteration waits for the condition: " + chain;
  return "recurrence " + (through.empty() ? std::string() : "through " + through + " ") + "at distance " +
         std::to_string(distance) + ": " + chain;
}

std::string BlockProblem::explain(const Limiter &limiter, std::string &kind) const {
  std::string bound = "II " + std::to_string(limiter.bound) + " needed: ";
  switch (limiter.kind) {
  case Limiter::recurrence: {
    std::string text = explainRecurrence(limiter);
    kind = text.starts_with("the next iteration") ? "control" : "recurrence";
    return bound + text;
  }
  case Limiter::chaining:
    kind = "recurrence";
    return bound + "delays within one cycle: " + explainRecurrence(limiter);
  case Limiter::resources: {
    const Resource &resource = problem_.resources[limiter.resource];
    auto port = isPort_.find(limiter.resource);
    kind = port != isPort_.end() ? "ports" : "operators";
    std::set<unsigned> lines;
    for (unsigned operation : limiter.operations)
      if (ownerOf_[operation] != noId)
        lines.insert(function_.nodes[ownerOf_[operation]].place.line);
    std::string where;
    for (unsigned line : lines)
      where += (where.empty() ? "" : ", ") + std::to_string(line);
    return bound + resource.name + " for " + std::to_string(limiter.operations.size()) +
           (kind == "ports" ? " accesses" : " operations") + " (line" + (lines.size() == 1 ? " " : "s ") + where + ")";
  }
  case Limiter::none:
    break;
  }
  kind = "recurrence";
  return "no schedule found at a smaller interval";
}

} // namespace allo::target::rtl
