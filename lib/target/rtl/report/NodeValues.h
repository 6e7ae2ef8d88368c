// Values of nodes where they follow from constants, known scalars and counters alone: what trip counts and decisions
// are evaluated with.
#pragma once

#include "target/rtl/Graph.h"

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace allo::target::rtl {

// What a value may depend on has a slot: scalar arguments, counters, carried values. Empty: not known.
using Environment = std::vector<std::optional<int64_t>>;

class NodeValues {
public:
  explicit NodeValues(const Function &function);

  unsigned slotCount() const { return slots_; }
  unsigned argumentSlot(unsigned argument) const { return argument; }
  unsigned counterSlot(unsigned child, unsigned dimension) const { return firstCounter_[child] + dimension; }
  unsigned carriedSlot(NodeId node) const { return slot_[node]; }

  // The value, signed; nothing when it is not known.
  std::optional<int64_t> evaluate(NodeId node, const Environment &environment);
  // The slots that decide the value, ascending. None also when it can never be known.
  const std::vector<unsigned> &slots(NodeId node) { return expression(node).slots; }
  bool mayBeKnown(NodeId node) { return expression(node).mayBeKnown; }

private:
  struct Expression {
    std::vector<NodeId> order; // operands first, the node last
    std::vector<unsigned> slots;
    bool mayBeKnown = false;
  };
  const Function &function_;
  unsigned slots_ = 0;
  std::vector<unsigned> firstCounter_;                   // by child
  std::vector<unsigned> slot_;                           // by node; noId: it has none
  std::vector<std::unique_ptr<Expression>> expressions_; // by node
  std::vector<std::optional<llvm::APInt>> scratch_;      // by node

  const Expression &expression(NodeId node);
  unsigned findSlot(NodeId node) const;
  // The nodes that a value is made of, as far as it can be evaluated.
  std::vector<NodeId> partsOf(NodeId node) const;
  bool mayBeKnown(NodeId node, const std::map<NodeId, bool> &parts) const;
  std::optional<llvm::APInt> value(NodeId node, const Environment &environment) const;
  std::optional<llvm::APInt> operation(const Node &node) const;
};

} // namespace allo::target::rtl
