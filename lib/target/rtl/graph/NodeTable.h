// Makes the nodes of a function. Equal operations of a block are one node, constants are folded, widths are cut to what
// the value needs, and cheap operations on values from outside a block are placed outside.
#pragma once

#include "target/rtl/Graph.h"
#include "target/rtl/graph/IntegerRange.h"

#include <unordered_map>

namespace allo::target::rtl {

class NodeTable {
public:
  explicit NodeTable(Function &function) : function_(function) {}

  // Where and for which line nodes are made from now on.
  BlockId block = 0;
  SourcePlace place;
  bool isIndex = false; // every operation is placed as far outside as its operands allow

  Function &function() { return function_; }
  const Node &operator[](NodeId node) const { return function_.nodes[node]; }
  Node &at(NodeId node) { return function_.nodes[node]; }
  const IntegerRange &range(NodeId node) const { return ranges_[node]; }
  void narrow(NodeId node, const IntegerRange &range); // what else is known of the value
  bool isConstant(NodeId node) const { return function_.nodes[node].kind == NodeKind::constant; }
  std::optional<int64_t> constantOf(NodeId node) const; // signed, up to 64 bits

  BlockId addBlock(BlockId parent, unsigned child);
  bool isVisible(BlockId of, BlockId from) const; // from a block, nodes of itself and of those around it
  // Appends a node to the block, as it is.
  NodeId append(Node node, const IntegerRange &range);
  NodeId append(Node node) { return append(std::move(node), IntegerRange::ofWidth(node.width)); }

  NodeId constant(llvm::APInt bits);
  NodeId constant(unsigned width, int64_t value) { return constant(llvm::APInt(width, value, true, true)); }
  NodeId integer(int64_t value); // of the least signed width

  // Wires.
  NodeId slice(NodeId value, unsigned low, unsigned width);
  NodeId concat(llvm::ArrayRef<NodeId> parts); // most significant first
  NodeId zeroExtend(NodeId value, unsigned width);
  NodeId resize(NodeId value, unsigned width); // of a signed value: extended or cut
  // The bits as a number without sign, as a signed value: one bit wider, but at most `limit` bits.
  NodeId fromUnsigned(NodeId bits, unsigned limit);
  NodeId minimal(NodeId value); // cut to the least signed width

  // Operations. Signed values of any widths in; the exact result modulo 2^width out.
  NodeId operation(OperatorKind kind, unsigned width, llvm::ArrayRef<NodeId> operands, unsigned operandWidth = 0);
  NodeId multiplication(unsigned width, NodeId a, NodeId b); // of signed values; modulo 2^width
  NodeId operation(OperatorKey key, llvm::ArrayRef<NodeId> operands);
  NodeId addition(NodeId a, NodeId b, unsigned width);
  NodeId subtraction(NodeId a, NodeId b, unsigned width);
  NodeId product(NodeId a, NodeId b, unsigned width);
  NodeId scaled(NodeId value, int64_t factor, unsigned width); // shifts and additions for few digits
  NodeId compare(OperatorKind kind, NodeId a, NodeId b);       // equal … lessEqualSigned; decided when ranges tell
  NodeId select(NodeId condition, NodeId thenValue, NodeId elseValue); // equal widths
  NodeId conjunction(NodeId a, NodeId b);                              // 1 bit; noId is true
  NodeId negation(NodeId condition);                                   // 1 bit
  // Of a number without sign (`bits` wide, at most `greatest`): without a divider when the range is small.
  NodeId quotientUnsigned(NodeId bits, uint64_t greatest, uint64_t divisor, unsigned width);

private:
  NodeId unique(Node node, const IntegerRange &range, bool isCheap);
  BlockId outermostBlock(const Node &node) const;
  std::optional<NodeId> folded(const OperatorKey &key, llvm::ArrayRef<NodeId> operands);

  Function &function_;
  std::vector<IntegerRange> ranges_;
  std::vector<unsigned> depths_{0}; // of blocks
  std::unordered_multimap<size_t, NodeId> known_;
};

} // namespace allo::target::rtl
