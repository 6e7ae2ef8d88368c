#include "Reduce.h"

#include "Workers.h"

namespace allo::fuzz {

namespace {
std::optional<CaseFailure> failsAlike(const CaseInput &input, const std::string &kind, uint64_t seed) {
  try {
    for (CaseFailure &failure : runIsolated({input}, seed).failures)
      if (failure.failure.kind == kind)
        return failure;
  } catch (const Error &) { // the smaller text is not a program any more
  }
  return std::nullopt;
}

// Every list of nodes in the tree, outermost first, so that large parts go first.
void listsOf(std::vector<Node> &nodes, std::vector<std::vector<Node> *> &lists) {
  lists.push_back(&nodes);
  for (Node &node : nodes)
    listsOf(node.children, lists);
}

// Tries to leave out one node, with or without what is in it.
bool dropOne(Program &program, Reduced &best, const std::string &kind, uint64_t seed) {
  std::vector<std::vector<Node> *> lists;
  listsOf(program.nodes, lists);
  for (size_t at = 0; at < lists.size(); ++at)
    for (size_t i = lists[at]->size(); i-- > 0;)
      for (bool keepsChildren : {false, true}) {
        const std::vector<Node> children = (*lists[at])[i].children;
        if (keepsChildren && children.empty())
          continue;
        Program smaller = program; // pointers into the copy are other ones
        std::vector<std::vector<Node> *> copies;
        listsOf(smaller.nodes, copies);
        std::vector<Node> &list = *copies[at];
        list.erase(list.begin() + long(i));
        if (keepsChildren)
          list.insert(list.begin() + long(i), children.begin(), children.end());
        CaseInput candidate = best.input;
        candidate.text = smaller.text();
        if (auto failure = failsAlike(candidate, kind, seed)) {
          best = {candidate, *failure};
          program = smaller;
          return true;
        }
      }
  return false;
}
} // namespace

Reduced reduce(const Program *program, const CaseInput &input, const CaseFailure &failure, uint64_t seed) {
  Reduced best{input, failure};
  const std::string kind = failure.failure.kind;
  std::string script = failure.script.empty() ? "" : failure.script;
  if (!script.empty() && !input.script) {
    CaseInput candidate = input;
    candidate.script = script;
    if (auto again = failsAlike(candidate, kind, seed))
      best = {candidate, *again};
  }
  if (best.input.script) {
    std::vector<std::string> lines = linesOf(*best.input.script);
    for (size_t i = lines.size(); i-- > 0;) {
      if (lines[i].rfind("kernel ", 0) == 0)
        continue;
      std::string shorter;
      for (size_t j = 0; j < lines.size(); ++j)
        shorter += j == i ? "" : lines[j] + "\n";
      CaseInput candidate = best.input;
      candidate.script = shorter;
      if (auto again = failsAlike(candidate, kind, seed)) {
        best = {candidate, *again};
        lines.erase(lines.begin() + long(i));
      }
    }
  }
  if (program) {
    Program smaller = *program;
    for (int attempts = 0; attempts < 60 && dropOne(smaller, best, kind, seed); ++attempts)
      ;
  }
  return best;
}

} // namespace allo::fuzz
