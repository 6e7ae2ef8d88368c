#include "target/rtl/GraphQueries.h"
#include "target/rtl/graph/Stages.h"

#include <algorithm>

namespace allo::target::rtl {

namespace {
// Every value that a child names besides the operands of its node.
template <typename Visit> void forEachInput(Child &child, Visit visit) {
  for (Counter &counter : child.counters)
    for (std::vector<LinearBound> *bounds : {&counter.lower, &counter.upper})
      for (LinearBound &bound : *bounds)
        for (LinearBound::Term &term : bound.terms)
          if (!term.isCounter)
            visit(term.index);
  if (child.decision != noId)
    visit(child.decision);
  for (NodeId &scalar : child.scalars)
    visit(scalar);
  for (StreamPlace &place : child.streams)
    if (place.select != noId)
      visit(place.select);
}

template <typename Visit> void forEachInside(Child &child, Visit visit) {
  if (child.condition != noId)
    visit(child.condition);
  for (NodeId &carried : child.carried)
    visit(carried);
  for (Result &result : child.results) {
    visit(result.thenValue);
    visit(result.elseValue);
  }
}

class Cleaner {
public:
  Cleaner(Function &function, FunctionRecords &records)
      : function_(function), records_(records), isLive_(function.nodes.size(), false) {}

  void run() {
    for (NodeId node = 0; node < function_.nodes.size(); ++node)
      if (hasEffect(function_.nodes[node]))
        mark(node);
    for (const Function::Output &output : function_.outputs)
      mark(output.value);
    while (!pending_.empty()) {
      NodeId node = pending_.back();
      pending_.pop_back();
      expand(node);
    }
    number();
    giveOperandsToChildren();
  }

private:
  void mark(NodeId node) {
    if (node == noId || isLive_[node])
      return;
    isLive_[node] = true;
    pending_.push_back(node);
  }

  void expand(NodeId id) {
    const Node &node = function_.nodes[id];
    for (NodeId operand : node.operands)
      mark(operand);
    mark(node.predicate);
    if (node.kind == NodeKind::child) {
      forEachInput(function_.children[node.child], [&](NodeId input) { mark(input); });
      forEachInside(function_.children[node.child], [&](NodeId input) { mark(input); });
    }
  }

  void number() {
    std::vector<NodeId> newIds(function_.nodes.size(), noId);
    std::vector<Node> nodes;
    for (Block &block : function_.blocks) {
      std::erase_if(block.nodes, [&](NodeId node) { return !isLive_[node]; });
      for (NodeId &node : block.nodes) {
        newIds[node] = nodes.size();
        nodes.push_back(std::move(function_.nodes[node]));
        node = newIds[node];
      }
    }
    auto renumber = [&](NodeId &node) {
      if (node != noId)
        node = newIds[node];
    };
    for (Node &node : nodes) {
      for (NodeId &operand : node.operands)
        renumber(operand);
      renumber(node.predicate);
      renumber(node.fifo.select);
    }
    for (Child &child : function_.children) {
      renumber(child.node);
      forEachInput(child, renumber);
      forEachInside(child, renumber);
    }
    for (Function::Output &output : function_.outputs)
      renumber(output.value);
    for (AccessRecord &access : records_.accesses)
      renumber(access.node);
    for (StreamRecord &stream : records_.streams)
      renumber(stream.node);
    function_.nodes = std::move(nodes);
  }

  // A child depends on what it and everything in it uses of the block that it is in.
  void use(NodeId value, BlockId user) {
    if (value == noId || function_.nodes[value].kind == NodeKind::constant)
      return;
    BlockId home = function_.nodes[value].block;
    if (home == user)
      return;
    while (function_.blocks[user].parent != home)
      user = function_.blocks[user].parent;
    function_.nodes[function_.children[function_.blocks[user].child].node].operands.push_back(value);
  }

  void giveOperandsToChildren() {
    std::vector<Node> &nodes = function_.nodes;
    for (NodeId id = 0; id < nodes.size(); ++id) {
      if (nodes[id].kind == NodeKind::child)
        continue;
      for (NodeId operand : llvm::SmallVector<NodeId, 3>(nodes[id].operands))
        use(operand, nodes[id].block);
      use(nodes[id].predicate, nodes[id].block);
    }
    for (Child &child : function_.children) {
      Node &node = nodes[child.node];
      use(node.predicate, node.block);
      forEachInput(child, [&](NodeId input) {
        if (nodes[input].block == node.block && nodes[input].kind != NodeKind::constant)
          node.operands.push_back(input);
        else
          use(input, node.block);
      });
      forEachInside(child, [&](NodeId input) { // from outside: used by the block that would compute it
        if (BlockId block = child.kind == Child::loop ? child.body : child.thenBlock; block != noId)
          use(input, nodes[input].block == child.elseBlock ? child.elseBlock : block);
      });
    }
    for (Child &child : function_.children) {
      auto &operands = nodes[child.node].operands;
      std::sort(operands.begin(), operands.end());
      operands.erase(std::unique(operands.begin(), operands.end()), operands.end());
    }
  }

  Function &function_;
  FunctionRecords &records_;
  std::vector<bool> isLive_;
  std::vector<NodeId> pending_;
};
} // namespace

void cleanUp(Function &function, FunctionRecords &records) { Cleaner(function, records).run(); }

} // namespace allo::target::rtl
