#include "target/rtl/report/StaticTiming.h"

#include "llvm/ADT/STLExtras.h"

namespace allo::target::rtl {

namespace {
// Which nodes of a function have values that depend on what the design computes with.
class Variation {
public:
  Variation(const Function &function, const std::vector<bool> &arguments)
      : function_(function), arguments_(arguments), varies_(function.nodes.size()) {
    for (bool isChanged = true; isChanged;) { // values go around loops
      isChanged = false;
      for (NodeId id = 0; id < function.nodes.size(); ++id)
        if (!varies_[id] && makesVarying(function.nodes[id]))
          varies_[id] = isChanged = true;
    }
  }
  bool operator[](NodeId id) const { return id != noId && varies_[id]; }
  const std::vector<bool> &nodes() const { return varies_; }

private:
  bool anyVaries(llvm::ArrayRef<NodeId> ids) const {
    return llvm::any_of(ids, [&](NodeId id) { return (*this)[id]; });
  }
  bool resultVaries(const Child &child, unsigned index) const {
    if (child.kind == Child::loop)
      return anyVaries(function_.nodes[child.carried[index]].operands);
    if (child.kind == Child::branch)
      return (*this)[child.decision] || anyVaries({child.results[index].thenValue, child.results[index].elseValue});
    return true;
  }
  bool makesVarying(const Node &node) const {
    switch (node.kind) {
    case NodeKind::constant:
    case NodeKind::counter:
    case NodeKind::child:
      return false;
    case NodeKind::argument:
      return arguments_[node.index];
    case NodeKind::carried:
    case NodeKind::operation:
    case NodeKind::slice:
    case NodeKind::concat:
      return anyVaries(node.operands);
    case NodeKind::load:
      return function_.memories[node.memory].contents.empty() || anyVaries(node.operands);
    case NodeKind::result:
      return resultVaries(function_.children[function_.nodes[node.operands[0]].child], node.index);
    case NodeKind::store:
    case NodeKind::stream:
      break;
    }
    return true;
  }

  const Function &function_;
  const std::vector<bool> &arguments_;
  std::vector<bool> varies_;
};

// What it finds depends on when it happens.
bool asks(const Node &node) {
  return node.kind == NodeKind::stream && !waits(node.action) && node.action != StreamAction::clear;
}

bool isStatic(const Counter &counter, const Variation &varies) {
  for (const auto *bounds : {&counter.lower, &counter.upper})
    for (const LinearBound &bound : *bounds)
      if (llvm::any_of(bound.terms, [&](const auto &term) { return !term.isCounter && varies[term.index]; }))
        return false;
  return true;
}

bool isStatic(const Function &function, const Node &node, const Variation &varies) {
  if (node.kind == NodeKind::stream)
    return !asks(node) && !varies[node.predicate] && !varies[node.fifo.select];
  if (node.kind != NodeKind::child)
    return true;
  const Child &child = function.children[node.child];
  if (varies[node.predicate] || (child.kind == Child::branch && varies[child.decision]))
    return false;
  return child.kind != Child::loop || (!child.counters.empty() && llvm::all_of(child.counters, [&](const Counter &one) {
           return isStatic(one, varies);
         }));
}
} // namespace

std::optional<std::vector<std::vector<bool>>> varyingNodes(const Graph &graph, bool withArguments) {
  std::vector<std::vector<bool>> arguments; // by function: whether each varies in some call
  for (const Function &function : graph.functions)
    arguments.emplace_back(function.arguments.size(), withArguments && function.isTop);
  std::vector<std::vector<bool>> nodes(graph.functions.size());
  for (size_t number = graph.functions.size(); number-- > 0;) { // callers before what they call
    const Function &function = graph.functions[number];
    Variation varies(function, arguments[number]);
    if (llvm::any_of(function.nodes, [&](const Node &node) { return !isStatic(function, node, varies); }))
      return std::nullopt;
    for (const Child &child : function.children)
      if (child.kind == Child::call)
        for (auto [index, scalar] : llvm::enumerate(child.scalars))
          if (varies[scalar])
            arguments[child.callee][index] = true;
    nodes[number] = varies.nodes();
  }
  return nodes;
}

bool hasStaticTiming(const Graph &graph) { return varyingNodes(graph, /*withArguments=*/true).has_value(); }

bool asksStreams(const Graph &graph) {
  return llvm::any_of(graph.functions, [](const Function &function) { return llvm::any_of(function.nodes, asks); });
}

} // namespace allo::target::rtl
