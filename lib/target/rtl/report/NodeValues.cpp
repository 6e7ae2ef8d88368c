// Evaluation of integer nodes with parts that are not known.
#include "target/rtl/report/NodeValues.h"

#include <algorithm>

namespace allo::target::rtl {

using llvm::APInt;

NodeValues::NodeValues(const Function &function)
    : function_(function), expressions_(function.nodes.size()), scratch_(function.nodes.size()) {
  slots_ = unsigned(function.arguments.size());
  for (const Child &child : function.children) {
    firstCounter_.push_back(slots_);
    slots_ += unsigned(child.counters.size());
  }
  for (NodeId node = 0; node < function.nodes.size(); ++node)
    slot_.push_back(function.nodes[node].kind == NodeKind::carried ? slots_++ : findSlot(node));
}

unsigned NodeValues::findSlot(NodeId id) const {
  const Node &node = function_.nodes[id];
  if (node.kind == NodeKind::argument)
    return argumentSlot(node.index);
  if (node.kind != NodeKind::counter)
    return noId;
  // Of the loop around: branches in between have blocks of their own.
  for (BlockId block = node.block; block != noId; block = function_.blocks[block].parent) {
    unsigned child = function_.blocks[block].child;
    if (child != noId && function_.children[child].kind == Child::loop)
      return counterSlot(child, node.index);
  }
  return noId;
}

std::vector<NodeId> NodeValues::partsOf(NodeId id) const {
  const Node &node = function_.nodes[id];
  if (node.kind == NodeKind::operation || node.kind == NodeKind::slice || node.kind == NodeKind::concat)
    return {node.operands.begin(), node.operands.end()};
  if (node.kind == NodeKind::result && !node.operands.empty()) {
    const Node &owner = function_.nodes[node.operands[0]];
    if (owner.kind == NodeKind::child && owner.child != noId && function_.children[owner.child].kind == Child::branch) {
      const Child &branch = function_.children[owner.child];
      const Result &result = branch.results[node.index];
      if (result.thenValue != noId && result.elseValue != noId)
        return {branch.decision, result.thenValue, result.elseValue};
    }
  }
  return {};
}

bool NodeValues::mayBeKnown(NodeId id, const std::map<NodeId, bool> &parts) const {
  const Node &node = function_.nodes[id];
  if (node.width > 64)
    return false;
  if (node.kind == NodeKind::constant || slot_[id] != noId)
    return true;
  std::vector<NodeId> operands = partsOf(id);
  if (operands.empty())
    return false;
  auto isKnown = [&](NodeId operand) { return parts.at(operand); };
  bool selects = node.kind == NodeKind::result ||
                 (node.kind == NodeKind::operation && node.operatorKey.kind == OperatorKind::select);
  if (selects)
    return isKnown(operands[0]) && (isKnown(operands[1]) || isKnown(operands[2]));
  if (node.kind == NodeKind::operation)
    switch (node.operatorKey.kind) {
    case OperatorKind::bitAnd:
    case OperatorKind::bitOr:
    case OperatorKind::mul:
      return std::any_of(operands.begin(), operands.end(), isKnown);
    default:
      if (node.operatorKey.kind >= OperatorKind::fadd)
        return false;
    }
  return std::all_of(operands.begin(), operands.end(), isKnown);
}

const NodeValues::Expression &NodeValues::expression(NodeId root) {
  if (expressions_[root])
    return *expressions_[root];
  expressions_[root] = std::make_unique<Expression>();
  Expression &expression = *expressions_[root];
  std::map<NodeId, bool> known; // of what is in the order
  std::vector<std::pair<NodeId, bool>> work{{root, false}};
  while (!work.empty()) {
    auto [node, partsAreDone] = work.back();
    work.pop_back();
    if (known.count(node))
      continue;
    if (!partsAreDone) {
      work.push_back({node, true});
      for (NodeId part : partsOf(node))
        work.push_back({part, false});
      continue;
    }
    known[node] = mayBeKnown(node, known);
    expression.order.push_back(node);
  }
  expression.mayBeKnown = known.at(root);
  if (expression.mayBeKnown)
    for (NodeId node : expression.order)
      if (slot_[node] != noId)
        expression.slots.push_back(slot_[node]);
  std::sort(expression.slots.begin(), expression.slots.end());
  expression.slots.erase(std::unique(expression.slots.begin(), expression.slots.end()), expression.slots.end());
  return expression;
}

std::optional<int64_t> NodeValues::evaluate(NodeId node, const Environment &environment) {
  const Expression &parts = expression(node);
  if (!parts.mayBeKnown)
    return std::nullopt;
  for (NodeId part : parts.order)
    scratch_[part] = value(part, environment);
  if (!scratch_[node])
    return std::nullopt;
  return scratch_[node]->getSExtValue();
}

std::optional<APInt> NodeValues::value(NodeId id, const Environment &environment) const {
  const Node &node = function_.nodes[id];
  if (node.width == 0 || node.width > 64)
    return std::nullopt;
  if (node.kind == NodeKind::constant)
    return node.bits;
  if (unsigned slot = slot_[id]; slot != noId) {
    if (!environment[slot])
      return std::nullopt;
    return APInt(node.width, uint64_t(*environment[slot]), /*isSigned=*/true, /*implicitTrunc=*/true);
  }
  std::vector<NodeId> parts = partsOf(id);
  if (parts.empty())
    return std::nullopt;
  if (node.kind == NodeKind::result) {
    if (!scratch_[parts[0]])
      return std::nullopt;
    return scratch_[scratch_[parts[0]]->isZero() ? parts[2] : parts[1]];
  }
  if (node.kind == NodeKind::slice) {
    if (!scratch_[parts[0]])
      return std::nullopt;
    return scratch_[parts[0]]->extractBits(node.width, node.index);
  }
  if (node.kind == NodeKind::operation)
    return operation(node);
  APInt all(node.width, 0);
  for (NodeId part : parts) {
    if (!scratch_[part])
      return std::nullopt;
    unsigned width = scratch_[part]->getBitWidth();
    all = (width < node.width ? all.shl(width) : APInt(node.width, 0)) | scratch_[part]->zext(node.width);
  }
  return all;
}

std::optional<APInt> NodeValues::operation(const Node &node) const {
  auto operand = [&](unsigned number) -> const std::optional<APInt> & { return scratch_[node.operands[number]]; };
  OperatorKind kind = node.operatorKey.kind;
  if (kind == OperatorKind::select)
    return operand(0) ? operand(operand(0)->isZero() ? 2 : 1) : std::nullopt;
  // One operand may be enough.
  for (unsigned number = 0; number < node.operands.size(); ++number)
    if (operand(number) && node.operands.size() == 2) {
      bool isZero = operand(number)->isZero();
      if (isZero && (kind == OperatorKind::bitAnd || kind == OperatorKind::mul))
        return APInt(node.width, 0);
      if (operand(number)->isAllOnes() && kind == OperatorKind::bitOr)
        return operand(number);
    }
  for (unsigned number = 0; number < node.operands.size(); ++number)
    if (!operand(number))
      return std::nullopt;
  const APInt &left = *operand(0);
  switch (kind) {
  case OperatorKind::signExtend:
    return left.sextOrTrunc(node.width);
  case OperatorKind::zeroExtend:
    return left.zextOrTrunc(node.width);
  case OperatorKind::truncate:
    return left.trunc(node.width);
  default:
    break;
  }
  if (node.operands.size() < 2)
    return std::nullopt;
  const APInt &right = *operand(1);
  bool isShift = kind == OperatorKind::shl || kind == OperatorKind::shrs || kind == OperatorKind::shru;
  if (isShift ? right.uge(left.getBitWidth()) : right.getBitWidth() != left.getBitWidth())
    return std::nullopt;
  unsigned count = isShift ? unsigned(right.getZExtValue()) : 0;
  switch (kind) {
  case OperatorKind::add:
    return left + right;
  case OperatorKind::sub:
    return left - right;
  case OperatorKind::mul:
    return left * right;
  case OperatorKind::divs:
    return right.isZero() ? std::nullopt : std::optional(left.sdiv(right));
  case OperatorKind::divu:
    return right.isZero() ? std::nullopt : std::optional(left.udiv(right));
  case OperatorKind::rems:
    return right.isZero() ? std::nullopt : std::optional(left.srem(right));
  case OperatorKind::remu:
    return right.isZero() ? std::nullopt : std::optional(left.urem(right));
  case OperatorKind::bitAnd:
    return left & right;
  case OperatorKind::bitOr:
    return left | right;
  case OperatorKind::bitXor:
    return left ^ right;
  case OperatorKind::shl:
    return left.shl(count);
  case OperatorKind::shrs:
    return left.ashr(count);
  case OperatorKind::shru:
    return left.lshr(count);
  case OperatorKind::equal:
    return APInt(1, left == right);
  case OperatorKind::notEqual:
    return APInt(1, left != right);
  case OperatorKind::lessSigned:
    return APInt(1, left.slt(right));
  case OperatorKind::lessEqualSigned:
    return APInt(1, left.sle(right));
  case OperatorKind::lessUnsigned:
    return APInt(1, left.ult(right));
  case OperatorKind::lessEqualUnsigned:
    return APInt(1, left.ule(right));
  default:
    return std::nullopt;
  }
}

} // namespace allo::target::rtl
