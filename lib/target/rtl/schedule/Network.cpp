// Edges by operation, components and a topological order, and the least solution under dependences with chaining.
#include "target/rtl/schedule/Network.h"

#include "allo/error.hpp"

#include <algorithm>
#include <numeric>

namespace allo::target::rtl::scheduling {

Network::Network(const Problem &problem) : problem(problem) {
  index();
  orderComponents();
}

void Network::index() {
  unsigned count = size();
  inBegin_.assign(count + 1, 0);
  outBegin_.assign(count + 1, 0);
  for (const Edge &edge : problem.edges) {
    if (edge.from >= count || edge.to >= count || edge.distance < 0)
      throw InternalError("scheduling: an edge names no operation or has a negative distance");
    if (problem.operations[edge.to].pinned && edge.distance == 0)
      throw InternalError("scheduling: an operation that is fixed in cycle 0 depends on another");
    ++inBegin_[edge.to + 1];
    ++outBegin_[edge.from + 1];
  }
  std::partial_sum(inBegin_.begin(), inBegin_.end(), inBegin_.begin());
  std::partial_sum(outBegin_.begin(), outBegin_.end(), outBegin_.begin());
  in_.resize(problem.edges.size());
  out_.resize(problem.edges.size());
  std::vector<unsigned> nextIn = inBegin_, nextOut = outBegin_;
  for (unsigned edge = 0; edge < problem.edges.size(); ++edge) {
    in_[nextIn[problem.edges[edge].to]++] = edge;
    out_[nextOut[problem.edges[edge].from]++] = edge;
  }
}

// Tarjan's algorithm (SIAM J. Computing 1972), without recursion. Components come out in reverse topological order; the
// answer is the operations, components in topological order.
std::vector<unsigned> Network::componentsInOrder() {
  constexpr unsigned none = ~0u;
  unsigned count = size(), next = 0, components = 0;
  std::vector<unsigned> number(count, none), low(count), stack, all;
  component_.assign(count, none);
  std::vector<std::pair<unsigned, const unsigned *>> path;
  for (unsigned root = 0; root < count; ++root) {
    if (number[root] != none)
      continue;
    auto enter = [&](unsigned operation) {
      number[operation] = low[operation] = next++;
      stack.push_back(operation);
      path.push_back({operation, out(operation).begin()});
    };
    enter(root);
    while (!path.empty()) {
      auto &[operation, edge] = path.back();
      if (edge != out(operation).end()) {
        unsigned to = problem.edges[*edge++].to;
        if (number[to] == none)
          enter(to);
        else if (component_[to] == none)
          low[operation] = std::min(low[operation], number[to]);
        continue;
      }
      unsigned done = operation;
      path.pop_back();
      if (!path.empty())
        low[path.back().first] = std::min(low[path.back().first], low[done]);
      if (low[done] != number[done])
        continue;
      unsigned member;
      do {
        member = stack.back();
        stack.pop_back();
        component_[member] = components;
        all.push_back(member);
      } while (member != done);
      ++components;
    }
  }
  std::reverse(all.begin(), all.end());
  for (unsigned &component : component_)
    component = components - 1 - component;
  return all;
}

// Orders each component by its edges of distance 0 (Kahn), least number first.
void Network::orderComponents() {
  std::vector<unsigned> all = componentsInOrder(), missing(size(), 0);
  recurrent_.assign(size(), false);
  for (const Edge &edge : problem.edges)
    if (component_[edge.from] == component_[edge.to] && edge.distance == 0)
      ++missing[edge.to];
  for (size_t begin = 0, end; begin < all.size(); begin = end) {
    for (end = begin + 1; end < all.size() && component_[all[end]] == component_[all[begin]];)
      ++end;
    std::vector<unsigned> members(all.begin() + begin, all.begin() + end), ready;
    std::sort(members.begin(), members.end());
    for (unsigned member : members)
      if (missing[member] == 0)
        ready.push_back(member);
    size_t placed = order.size();
    for (size_t position = 0; position < ready.size(); ++position) {
      order.push_back(ready[position]);
      for (unsigned edge : out(ready[position])) {
        const Edge &data = problem.edges[edge];
        if (component_[data.to] == component_[data.from] && data.distance == 0 && --missing[data.to] == 0)
          ready.push_back(data.to);
      }
    }
    if (order.size() - placed != members.size())
      throw InternalError("scheduling: operations of one iteration depend on each other in a cycle");
    bool hasLoop = members.size() > 1;
    for (unsigned edge : out(members.front()))
      hasLoop |= problem.edges[edge].to == members.front();
    if (hasLoop) {
      recurrences_.emplace_back(order.begin() + placed, order.end());
      for (unsigned member : members)
        recurrent_[member] = true;
    }
  }
}

Moment Network::startFor(unsigned operation, Moment operands) const {
  // An operation that is longer than the clock stands alone in its cycle: it takes operands from registers only.
  if (operands.arrival > 0 &&
      operands.arrival + problem.operations[operation].delayIn > problem.clock + timingTolerance)
    return {operands.cycle + 1, 0};
  return operands;
}

std::vector<unsigned> Network::settle(const std::vector<unsigned> &operations, int64_t interval,
                                      std::vector<Moment> &starts, bool alone) const {
  constexpr unsigned none = ~0u;
  std::vector<unsigned> parent(size() <= operations.size() * 8 ? size() : 0, none);
  std::vector<std::pair<unsigned, unsigned>> local; // used instead of `parent` for small components: (operation, edge)
  unsigned component = component_[operations.front()];
  int64_t limit = starts[operations.front()].cycle;
  for (unsigned operation : operations) {
    limit = std::max(limit, starts[operation].cycle);
    if (parent.empty())
      local.push_back({operation, none});
  }
  std::sort(local.begin(), local.end());
  auto parentOf = [&](unsigned operation) -> unsigned & {
    if (!parent.empty())
      return parent[operation];
    return std::lower_bound(local.begin(), local.end(), std::make_pair(operation, 0u))->second;
  };
  // The cycle of parents through `operation`, if there is one, its edges in order.
  std::vector<unsigned> cycle;
  auto findCycle = [&](unsigned operation, unsigned length) {
    unsigned at = operation;
    for (unsigned step = 0; step < length && parentOf(at) != none; ++step)
      at = problem.edges[parentOf(at)].from;
    if (parentOf(at) == none)
      return false;
    cycle.clear();
    unsigned first = at;
    do {
      cycle.push_back(parentOf(at));
      at = problem.edges[cycle.back()].from;
    } while (at != first);
    std::reverse(cycle.begin(), cycle.end());
    return true;
  };
  for (unsigned sweep = 0;; ++sweep) {
    unsigned changed = none;
    for (unsigned operation : operations) {
      Moment operands = starts[operation];
      unsigned cause = none;
      for (unsigned edge : in(operation)) {
        unsigned from = problem.edges[edge].from;
        if (alone && component_[from] != component)
          continue;
        Moment asked = startFor(operation, along(edge, starts[from], interval));
        if (asked > operands) {
          operands = asked;
          cause = component_[from] == component ? edge : none;
        }
      }
      if (operands > starts[operation]) {
        starts[operation] = operands;
        parentOf(operation) = cause;
        changed = operation;
      }
    }
    if (changed == none)
      return {};
    if (sweep > 0 && findCycle(changed, operations.size()) && cycleBound(cycle) > interval)
      return cycle;
  }
}

std::optional<std::vector<Moment>> Network::earliest(int64_t interval) const {
  std::vector<Moment> starts(size());
  size_t recurrence = 0;
  for (size_t position = 0; position < order.size();) {
    unsigned operation = order[position];
    if (recurrent_[operation]) {
      const std::vector<unsigned> &members = recurrences_[recurrence++];
      if (!settle(members, interval, starts, false).empty())
        return std::nullopt;
      position += members.size();
      continue;
    }
    for (unsigned edge : in(operation))
      starts[operation] =
          std::max(starts[operation], startFor(operation, along(edge, starts[problem.edges[edge].from], interval)));
    ++position;
  }
  return starts;
}

int64_t Network::latencyBound(const std::vector<unsigned> &cycle) const {
  int64_t length = 0, distance = 0;
  for (unsigned edge : cycle) {
    const Edge &data = problem.edges[edge];
    length += data.isData ? int64_t(problem.operations[data.from].latency) : data.separation;
    distance += data.distance;
  }
  return length <= 0 ? 0 : (length + distance - 1) / distance;
}

// Going round the cycle again and again moves the start by a number of cycles that becomes periodic as soon as an
// arrival repeats: after at most one turn for each operation, as arrivals are sums that begin at a register.
int64_t Network::cycleBound(const std::vector<unsigned> &cycle) const {
  int64_t distance = 0;
  for (unsigned edge : cycle)
    distance += problem.edges[edge].distance;
  std::vector<Moment> seen{Moment{}};
  while (true) {
    Moment at = seen.back();
    for (unsigned edge : cycle)
      at = startFor(problem.edges[edge].to, along(edge, at, 0));
    for (size_t turn = seen.size(); turn-- > 0;) {
      if (std::abs(seen[turn].arrival - at.arrival) > timingTolerance)
        continue;
      int64_t cycles = at.cycle - seen[turn].cycle, iterations = distance * int64_t(seen.size() - turn);
      return cycles <= 0 ? 0 : (cycles + iterations - 1) / iterations;
    }
    seen.push_back(at);
  }
}

// Each infeasible cycle that is found raises the interval to what it needs (Howard's policy iteration in spirit;
// Dasdan, ACM TODAES 2004, compares such algorithms).
Network::RecurrenceBound Network::recurrenceBound(int64_t interval) const {
  RecurrenceBound bound{interval, {}};
  std::vector<Moment> starts(size());
  for (const std::vector<unsigned> &members : recurrences_)
    while (true) {
      for (unsigned member : members)
        starts[member] = {};
      std::vector<unsigned> cycle = settle(members, bound.interval, starts, true);
      if (cycle.empty())
        break;
      bound = {cycleBound(cycle), std::move(cycle)};
    }
  return bound;
}

Problem mirrored(const Problem &problem) {
  Problem mirror;
  mirror.clock = problem.clock;
  mirror.operations = problem.operations;
  for (Operation &operation : mirror.operations) {
    operation.pinned = false;
    if (operation.latency)
      std::swap(operation.delayIn, operation.delayOut);
  }
  // In reversed time an operation starts when its result is there, so separations between starts change by latencies.
  for (Edge edge : problem.edges) {
    edge.separation += int64_t(problem.operations[edge.to].latency) - problem.operations[edge.from].latency;
    std::swap(edge.from, edge.to);
    mirror.edges.push_back(edge);
  }
  return mirror;
}

} // namespace allo::target::rtl::scheduling
