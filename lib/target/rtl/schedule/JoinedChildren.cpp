// Children of a sequence that streams join: one may not end before another has begun, so that nobody waits for the end
// of one while the start of another, which may be what it needs, is still to come.
#include "target/rtl/schedule/BlockProblem.h"

#include "target/rtl/GraphQueries.h"

namespace allo::target::rtl {

using namespace scheduling;

namespace {
// The operations that come after `from` in one iteration.
std::vector<bool> operationsAfter(const std::vector<std::vector<unsigned>> &successors, unsigned from) {
  std::vector<bool> after(successors.size(), false);
  std::vector<unsigned> work{from};
  while (!work.empty()) {
    unsigned operation = work.back();
    work.pop_back();
    for (unsigned next : successors[operation])
      if (!after[next]) {
        after[next] = true;
        work.push_back(next);
      }
  }
  return after;
}
} // namespace

void BlockProblem::addStartsBeforeWaits() {
  std::vector<NodeId> joined;
  for (NodeId id : function_.blocks[block_].nodes)
    if (function_.nodes[id].kind == NodeKind::child && !streamsTouched(graph_, function_, function_.nodes[id]).empty())
      joined.push_back(id);
  if (joined.size() < 2)
    return;
  std::vector<std::vector<unsigned>> successors(problem_.operations.size());
  for (const Edge &edge : problem_.edges)
    if (edge.distance == 0)
      successors[edge.from].push_back(edge.to);
  std::vector<bool> isLate(joined.size(), false);
  for (NodeId child : joined) {
    std::vector<bool> after = operationsAfter(successors, waitOf_.at(child));
    for (unsigned other = 0; other < joined.size(); ++other)
      isLate[other] = isLate[other] || after[operationOf_.at(joined[other])];
  }
  auto add = [&](unsigned from, unsigned to, int64_t separation) {
    orderEdge(from, to, separation);
    successors[from].push_back(to);
  };
  // Those that wait for none of the others start one by one, and before anybody is waited for; so few edges say it.
  unsigned last = none;
  for (unsigned number = 0; number < joined.size(); ++number) {
    if (isLate[number])
      continue;
    unsigned start = operationOf_.at(joined[number]);
    if (last != none)
      add(last, start, 0);
    last = start;
  }
  if (last != none)
    for (NodeId child : joined)
      add(last, waitOf_.at(child), 1);
  // The others come after the end of some; before that of the rest, as far as that is possible.
  for (unsigned number = 0; number < joined.size(); ++number) {
    if (!isLate[number])
      continue;
    unsigned start = operationOf_.at(joined[number]);
    for (NodeId other : joined)
      if (other != joined[number] && !operationsAfter(successors, waitOf_.at(other))[start])
        add(start, waitOf_.at(other), 1);
  }
}

} // namespace allo::target::rtl
