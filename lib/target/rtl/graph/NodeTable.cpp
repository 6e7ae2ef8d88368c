#include "target/rtl/graph/NodeTable.h"

#include "llvm/ADT/Hashing.h"
#include "llvm/ADT/STLExtras.h"

#include <algorithm>

namespace allo::target::rtl {

namespace {
size_t hashOf(const Node &node, BlockId block) {
  const OperatorKey &key = node.operatorKey;
  llvm::hash_code bits = node.kind == NodeKind::constant ? llvm::hash_value(node.bits) : llvm::hash_code(0);
  return llvm::hash_combine(block, unsigned(node.kind), node.width, node.index, unsigned(key.kind), key.operandWidth,
                            key.format.exponent, key.resultFormat.exponent, unsigned(key.predicate), bits,
                            llvm::hash_combine_range(node.operands.begin(), node.operands.end()));
}

bool isEqual(const Node &a, const Node &b) {
  return a.kind == b.kind && a.width == b.width && a.index == b.index && a.operatorKey == b.operatorKey &&
         a.operands == b.operands && (a.kind != NodeKind::constant || a.bits == b.bits);
}

// Divisions stay where the source has them: outside they would take their time whether or not they are needed.
bool isCheapKind(OperatorKind kind) {
  return kind <= OperatorKind::truncate && kind != OperatorKind::divs && kind != OperatorKind::divu &&
         kind != OperatorKind::rems && kind != OperatorKind::remu;
}

// The lattice of a range in a narrower or wider reading of the same bits.
IntegerRange limited(const IntegerRange &range, unsigned width) {
  return range.fits(width) ? range : IntegerRange::ofWidth(width);
}
} // namespace

//===-- The arena -------------------------------------------------------------------------------------------------===//

void NodeTable::narrow(NodeId node, const IntegerRange &range) {
  if (!range.isKnown)
    return;
  IntegerRange &known = ranges_[node];
  if (!known.isKnown || (range.low >= known.low && range.high <= known.high && range.stride != 1)) {
    known = range;
    return;
  }
  known = known.intersectedWith(range.low, range.high);
}

std::optional<int64_t> NodeTable::constantOf(NodeId node) const {
  const Node &it = function_.nodes[node];
  if (it.kind != NodeKind::constant || it.width > 64)
    return std::nullopt;
  return it.bits.getSExtValue();
}

BlockId NodeTable::addBlock(BlockId parent, unsigned child) {
  Block added;
  added.parent = parent;
  added.child = child;
  function_.blocks.push_back(added);
  depths_.resize(function_.blocks.size(), 0);
  depths_.back() = depths_[parent] + 1;
  return function_.blocks.size() - 1;
}

bool NodeTable::isVisible(BlockId of, BlockId from) const {
  while (from != noId && from != of)
    from = function_.blocks[from].parent;
  return from == of;
}

NodeId NodeTable::append(Node node, const IntegerRange &range) {
  NodeId id = function_.nodes.size();
  function_.blocks[node.block].nodes.push_back(id);
  function_.nodes.push_back(std::move(node));
  ranges_.push_back(range);
  return id;
}

BlockId NodeTable::outermostBlock(const Node &node) const {
  BlockId best = 0;
  for (NodeId operand : node.operands)
    if (BlockId of = function_.nodes[operand].block; depths_[of] > depths_[best])
      best = of;
  return best;
}

NodeId NodeTable::unique(Node node, const IntegerRange &range, bool isCheap) {
  node.block = isCheap ? outermostBlock(node) : block;
  size_t hash = hashOf(node, node.block);
  auto [begin, end] = known_.equal_range(hash);
  for (auto found = begin; found != end; ++found)
    if (const Node &other = function_.nodes[found->second]; other.block == node.block && isEqual(other, node))
      return found->second;
  node.place = place;
  NodeId id = append(std::move(node), range);
  known_.emplace(hash, id);
  return id;
}

NodeId NodeTable::constant(llvm::APInt bits) {
  Node node;
  node.kind = NodeKind::constant;
  node.width = bits.getBitWidth();
  IntegerRange range = node.width <= 64 ? IntegerRange::constant(bits.getSExtValue()) : IntegerRange::unknown();
  node.bits = std::move(bits);
  return unique(std::move(node), range, true);
}

NodeId NodeTable::integer(int64_t value) { return constant(IntegerRange::constant(value).signedWidth(), value); }

//===-- Wires -----------------------------------------------------------------------------------------------------===//

NodeId NodeTable::slice(NodeId value, unsigned low, unsigned width) {
  const Node &of = function_.nodes[value];
  if (low == 0 && width == of.width)
    return value;
  if (of.kind == NodeKind::constant)
    return constant(of.bits.extractBits(width, low));
  if (of.kind == NodeKind::slice)
    return slice(of.operands[0], of.index + low, width);
  if (of.kind == NodeKind::operation &&
      (of.operatorKey.kind == OperatorKind::zeroExtend || of.operatorKey.kind == OperatorKind::signExtend)) {
    NodeId narrow = of.operands[0];
    unsigned inner = function_.nodes[narrow].width;
    if (low + width <= inner)
      return slice(narrow, low, width);
    if (low == 0)
      return operation(of.operatorKey.kind, width, {narrow}, inner);
    if (low >= inner && of.operatorKey.kind == OperatorKind::zeroExtend)
      return constant(width, 0);
  }
  if (of.kind == NodeKind::concat) {
    unsigned below = 0;
    for (NodeId part : llvm::reverse(of.operands)) {
      unsigned partWidth = function_.nodes[part].width;
      if (low >= below && low + width <= below + partWidth)
        return slice(part, low - below, width);
      below += partWidth;
    }
  }
  Node node;
  node.kind = NodeKind::slice;
  node.width = width;
  node.index = low;
  node.operands = {value};
  IntegerRange range = IntegerRange::ofWidth(width);
  if (low == 0)
    range = limited(ranges_[value], width);
  else if (const IntegerRange &of = ranges_[value]; of.isKnown && low + width == function_.nodes[value].width)
    range = IntegerRange::interval(of.low >> low, of.high >> low);
  return unique(std::move(node), range, true);
}

NodeId NodeTable::concat(llvm::ArrayRef<NodeId> parts) {
  Node node;
  node.kind = NodeKind::concat;
  for (NodeId part : parts) { // parts of parts, and constants side by side, are one
    const Node &it = function_.nodes[part];
    llvm::SmallVector<NodeId, 3> pieces =
        it.kind == NodeKind::concat ? it.operands : llvm::SmallVector<NodeId, 3>{part};
    for (NodeId piece : pieces) {
      if (!node.operands.empty() && isConstant(piece) && isConstant(node.operands.back()))
        node.operands.back() = constant(function_.nodes[node.operands.back()].bits.concat(function_.nodes[piece].bits));
      else
        node.operands.push_back(piece);
    }
  }
  if (node.operands.size() == 1)
    return node.operands[0];
  for (NodeId part : node.operands)
    node.width += function_.nodes[part].width;
  unsigned width = node.width;
  return unique(std::move(node), IntegerRange::ofWidth(width), true);
}

NodeId NodeTable::zeroExtend(NodeId value, unsigned width) {
  if (function_.nodes[value].width == width)
    return value;
  return operation(OperatorKind::zeroExtend, width, {value}, function_.nodes[value].width);
}

NodeId NodeTable::resize(NodeId value, unsigned width) {
  unsigned from = function_.nodes[value].width;
  if (width <= from)
    return slice(value, 0, width);
  const IntegerRange range = ranges_[value];
  if (isConstant(value))
    return constant(function_.nodes[value].bits.sext(width));
  if (range.isNonNegative()) {
    unsigned bits = range.unsignedWidth();
    return bits == 0 ? constant(width, 0) : zeroExtend(slice(value, 0, bits), width);
  }
  NodeId narrow = minimal(value);
  return operation(OperatorKind::signExtend, width, {narrow}, function_.nodes[narrow].width);
}

NodeId NodeTable::minimal(NodeId value) {
  const IntegerRange &range = ranges_[value];
  unsigned width = function_.nodes[value].width;
  return range.isKnown && range.signedWidth() < width ? slice(value, 0, range.signedWidth()) : value;
}

NodeId NodeTable::fromUnsigned(NodeId bits, unsigned limit) {
  unsigned width = function_.nodes[bits].width;
  if (width >= limit)
    return slice(bits, 0, limit);
  if (isConstant(bits))
    return constant(function_.nodes[bits].bits.zext(width + 1));
  return zeroExtend(bits, width + 1);
}

//===-- Operations ------------------------------------------------------------------------------------------------===//

NodeId NodeTable::operation(OperatorKind kind, unsigned width, llvm::ArrayRef<NodeId> operands, unsigned operandWidth) {
  OperatorKey key;
  key.kind = kind;
  key.width = width;
  key.operandWidth = operandWidth ? operandWidth : width;
  return operation(key, operands);
}

// A DSP block multiplies 27 by 18 bits (25 by 18 in the 7 series). Products of other shapes stay of one width, so that
// they share multipliers.
NodeId NodeTable::multiplication(unsigned width, NodeId a, NodeId b) {
  constexpr unsigned longest = 27, shortest = 18;
  if (function_.nodes[a].width < function_.nodes[b].width)
    std::swap(a, b);
  OperatorKey key;
  key.kind = OperatorKind::mul;
  key.width = width;
  key.operandWidth = function_.nodes[a].width;
  if (key.operandWidth > shortest && key.operandWidth <= longest && function_.nodes[b].width <= shortest)
    key.otherWidth = shortest;
  return operation(key, {a, b});
}

NodeId NodeTable::operation(OperatorKey key, llvm::ArrayRef<NodeId> operands) {
  if (std::optional<NodeId> known = folded(key, operands))
    return *known;
  Node node;
  node.kind = NodeKind::operation;
  node.width = key.width;
  node.operatorKey = key;
  node.operands.assign(operands.begin(), operands.end());
  IntegerRange range = IntegerRange::ofWidth(key.width);
  if (key.kind == OperatorKind::zeroExtend && key.operandWidth < 63)
    range = IntegerRange::interval(0, (int64_t(1) << key.operandWidth) - 1);
  else if (key.kind == OperatorKind::signExtend)
    range = ranges_[operands[0]];
  else if (key.kind == OperatorKind::select)
    range = ranges_[operands[1]].unionWith(ranges_[operands[2]]);
  return unique(std::move(node), range, isCheapKind(key.kind) || isIndex);
}

NodeId NodeTable::addition(NodeId a, NodeId b, unsigned width) {
  IntegerRange range = ranges_[a].plus(ranges_[b]);
  NodeId sum = operation(OperatorKind::add, width, {resize(a, width), resize(b, width)});
  if (range.fits(width))
    narrow(sum, range);
  return sum;
}

NodeId NodeTable::subtraction(NodeId a, NodeId b, unsigned width) {
  IntegerRange range = ranges_[a].minus(ranges_[b]);
  NodeId difference = operation(OperatorKind::sub, width, {resize(a, width), resize(b, width)});
  if (range.fits(width))
    narrow(difference, range);
  return difference;
}

NodeId NodeTable::product(NodeId a, NodeId b, unsigned width) {
  if (std::optional<int64_t> factor = constantOf(a))
    return scaled(b, *factor, width);
  if (std::optional<int64_t> factor = constantOf(b))
    return scaled(a, *factor, width);
  IntegerRange range = ranges_[a].times(ranges_[b]);
  auto operand = [&](NodeId value) {
    NodeId least = minimal(value);
    return function_.nodes[least].width > width ? resize(least, width) : least;
  };
  a = operand(a), b = operand(b);
  NodeId result = multiplication(width, a, b);
  if (range.fits(width))
    narrow(result, range);
  return result;
}

NodeId NodeTable::scaled(NodeId value, int64_t factor, unsigned width) {
  if (factor == 0)
    return constant(width, 0);
  if (factor == 1)
    return resize(value, width);
  IntegerRange range = ranges_[value].times(IntegerRange::constant(factor));
  // Signed digits, no two neighbours both different from zero (Reitwiesner's form).
  llvm::SmallVector<std::pair<unsigned, bool>, 8> digits; // position, is negative
  unsigned __int128 rest = static_cast<unsigned __int128>(factor < 0 ? -static_cast<__int128>(factor) : factor);
  for (unsigned position = 0; rest != 0; ++position, rest >>= 1)
    if (rest & 1) {
      bool isNegative = (rest & 3) == 3;
      digits.push_back({position, isNegative != (factor < 0)});
      rest = isNegative ? rest + 1 : rest - 1;
    }
  llvm::erase_if(digits, [&](auto digit) { return digit.first >= width; });
  NodeId result = constant(width, 0);
  if (digits.size() > 3) {
    NodeId narrowValue = minimal(value), narrowFactor = integer(factor);
    auto cut = [&](NodeId operand) { return (*this)[operand].width > width ? resize(operand, width) : operand; };
    NodeId a = cut(narrowValue), b = cut(narrowFactor);
    result = multiplication(width, a, b);
  } else {
    auto shifted = [&](unsigned count) {
      return count == 0 ? resize(value, width) : concat({resize(value, width - count), constant(count, 0)});
    };
    std::sort(digits.begin(), digits.end(), [](auto a, auto b) {
      return std::pair(a.second, a.first) < std::pair(b.second, b.first);
    }); // what is added first
    for (auto [position, isNegative] : digits)
      result = operation(isNegative ? OperatorKind::sub : OperatorKind::add, width, {result, shifted(position)});
  }
  if (range.fits(width) && !isConstant(result))
    narrow(result, range);
  return result;
}

NodeId NodeTable::compare(OperatorKind kind, NodeId a, NodeId b) {
  const IntegerRange left = ranges_[a], right = ranges_[b];
  auto decided = [&]() -> std::optional<bool> {
    bool isEquality = kind == OperatorKind::equal || kind == OperatorKind::notEqual;
    if (a == b)
      return kind == OperatorKind::equal || kind == OperatorKind::lessEqualSigned;
    if (!left.isKnown || !right.isKnown)
      return std::nullopt;
    if (isEquality && left.isConstant() && right.isConstant() && left.low == right.low)
      return kind == OperatorKind::equal;
    if (isEquality && (left.high < right.low || right.high < left.low))
      return kind == OperatorKind::notEqual;
    if (kind == OperatorKind::lessSigned && (left.high < right.low || left.low >= right.high))
      return left.high < right.low;
    if (kind == OperatorKind::lessEqualSigned && (left.high <= right.low || left.low > right.high))
      return left.high <= right.low;
    return std::nullopt;
  }();
  if (decided)
    return constant(1, *decided);
  if (left.isNonNegative() && right.isNonNegative()) { // one bit less
    unsigned bits = std::max(left.unsignedWidth(), right.unsignedWidth());
    if (kind == OperatorKind::lessSigned)
      kind = OperatorKind::lessUnsigned;
    if (kind == OperatorKind::lessEqualSigned)
      kind = OperatorKind::lessEqualUnsigned;
    return operation(kind, 1, {resize(a, bits), resize(b, bits)}, bits);
  }
  NodeId least = minimal(a), other = minimal(b);
  unsigned width = std::max(function_.nodes[least].width, function_.nodes[other].width);
  return operation(kind, 1, {resize(least, width), resize(other, width)}, width);
}

NodeId NodeTable::select(NodeId condition, NodeId thenValue, NodeId elseValue) {
  return operation(OperatorKind::select, function_.nodes[thenValue].width, {condition, thenValue, elseValue});
}

NodeId NodeTable::conjunction(NodeId a, NodeId b) {
  if (a == noId || b == noId)
    return a == noId ? b : a;
  return operation(OperatorKind::bitAnd, 1, {a, b});
}

NodeId NodeTable::negation(NodeId condition) {
  const Node node = function_.nodes[condition];
  if (node.kind == NodeKind::operation) {
    const OperatorKey &key = node.operatorKey;
    auto inverse = [&](OperatorKind kind, bool swap) {
      return swap ? operation(kind, 1, {node.operands[1], node.operands[0]}, key.operandWidth)
                  : operation(kind, 1, node.operands, key.operandWidth);
    };
    switch (key.kind) {
    case OperatorKind::equal:
      return inverse(OperatorKind::notEqual, false);
    case OperatorKind::notEqual:
      return inverse(OperatorKind::equal, false);
    case OperatorKind::lessSigned:
      return inverse(OperatorKind::lessEqualSigned, true);
    case OperatorKind::lessEqualSigned:
      return inverse(OperatorKind::lessSigned, true);
    case OperatorKind::lessUnsigned:
      return inverse(OperatorKind::lessEqualUnsigned, true);
    case OperatorKind::lessEqualUnsigned:
      return inverse(OperatorKind::lessUnsigned, true);
    default:
      break;
    }
  }
  return operation(OperatorKind::bitXor, 1, {condition, constant(1, 1)});
}

// floor(n / d) = floor(n m / 2^s) for all n <= N when m = ceil(2^s / d) and N (m d - 2^s) < 2^s (Granlund and
// Montgomery, Division by Invariant Integers using Multiplication, 1994, theorem 4.2).
NodeId NodeTable::quotientUnsigned(NodeId bits, uint64_t greatest, uint64_t divisor, unsigned width) {
  unsigned operandWidth = function_.nodes[bits].width;
  if (greatest < divisor)
    return constant(width, 0);
  if ((divisor & (divisor - 1)) == 0) {
    unsigned shift = bitsOf(divisor) - 1;
    unsigned used = std::min(operandWidth, bitsOf(greatest));
    NodeId quotient = slice(bits, shift, used - shift);
    return used - shift >= width ? slice(quotient, 0, width) : zeroExtend(quotient, width);
  }
  if (greatest < (uint64_t(1) << 20))
    for (unsigned shift = bitsOf(divisor); shift <= 40; ++shift) {
      uint64_t power = uint64_t(1) << shift, factor = (power + divisor - 1) / divisor;
      if (greatest * (factor * divisor - power) >= power)
        continue;
      unsigned productWidth = bitsOf(greatest * factor);
      NodeId exact = fromUnsigned(bits, operandWidth + 1);
      narrow(exact, IntegerRange::interval(0, greatest));
      NodeId product = scaled(exact, factor, productWidth);
      NodeId quotient = slice(product, shift, productWidth - shift);
      return productWidth - shift >= width ? slice(quotient, 0, width) : zeroExtend(quotient, width);
    }
  unsigned operating = std::max(operandWidth, bitsOf(divisor));
  bool before = std::exchange(isIndex, true);
  NodeId quotient = operation(OperatorKind::divu, operating,
                              {zeroExtend(bits, operating), constant(llvm::APInt(operating, divisor))});
  isIndex = before;
  return operating >= width ? slice(quotient, 0, width) : zeroExtend(quotient, width);
}

} // namespace allo::target::rtl
