// What an integer operation gives when its operands are constants or its result is one of them.
#include "target/rtl/graph/NodeTable.h"

#include <algorithm>

using llvm::APInt;

namespace allo::target::rtl {

namespace {
std::optional<APInt> evaluate(const OperatorKey &key, llvm::ArrayRef<APInt> values) {
  auto bit = [](bool value) { return APInt(1, value); };
  const APInt &a = values[0];
  switch (key.kind) {
  case OperatorKind::signExtend:
    return a.sext(key.width);
  case OperatorKind::zeroExtend:
    return a.zext(key.width);
  case OperatorKind::truncate:
    return a.trunc(key.width);
  default:
    break;
  }
  if (values.size() != 2)
    return std::nullopt;
  const APInt &b = values[1];
  switch (key.kind) {
  case OperatorKind::add:
    return a + b;
  case OperatorKind::sub:
    return a - b;
  case OperatorKind::mul:
    return a.sextOrTrunc(key.width) * b.sextOrTrunc(key.width);
  case OperatorKind::bitAnd:
    return a & b;
  case OperatorKind::bitOr:
    return a | b;
  case OperatorKind::bitXor:
    return a ^ b;
  case OperatorKind::equal:
    return bit(a == b);
  case OperatorKind::notEqual:
    return bit(a != b);
  case OperatorKind::lessSigned:
    return bit(a.slt(b));
  case OperatorKind::lessEqualSigned:
    return bit(a.sle(b));
  case OperatorKind::lessUnsigned:
    return bit(a.ult(b));
  case OperatorKind::lessEqualUnsigned:
    return bit(a.ule(b));
  case OperatorKind::divs:
    return b.isZero() ? std::nullopt : std::optional(a.sdiv(b));
  case OperatorKind::divu:
    return b.isZero() ? std::nullopt : std::optional(a.udiv(b));
  case OperatorKind::rems:
    return b.isZero() ? std::nullopt : std::optional(a.srem(b));
  case OperatorKind::remu:
    return b.isZero() ? std::nullopt : std::optional(a.urem(b));
  default:
    return std::nullopt;
  }
}
} // namespace

std::optional<NodeId> NodeTable::folded(const OperatorKey &key, llvm::ArrayRef<NodeId> operands) {
  auto bitsOf = [&](unsigned i) -> const APInt * {
    return isConstant(operands[i]) ? &function_.nodes[operands[i]].bits : nullptr;
  };
  if (key.kind == OperatorKind::select) {
    if (operands[1] == operands[2])
      return operands[1];
    if (const APInt *condition = bitsOf(0))
      return operands[condition->isZero() ? 2 : 1];
    return std::nullopt;
  }
  if (key.kind > OperatorKind::truncate)
    return std::nullopt;
  if (std::all_of(operands.begin(), operands.end(), [&](NodeId operand) { return isConstant(operand); })) {
    llvm::SmallVector<APInt, 2> values;
    for (NodeId operand : operands)
      values.push_back(function_.nodes[operand].bits);
    if (std::optional<APInt> value = evaluate(key, values))
      return constant(*value);
    return std::nullopt;
  }
  if (operands.size() != 2)
    return std::nullopt;
  const APInt *a = bitsOf(0), *b = bitsOf(1);
  switch (key.kind) {
  case OperatorKind::add:
  case OperatorKind::bitOr:
  case OperatorKind::bitXor:
    if (a && a->isZero())
      return operands[1];
    if (b && b->isZero())
      return operands[0];
    if (key.kind == OperatorKind::bitOr && ((a && a->isAllOnes()) || (b && b->isAllOnes())))
      return constant(APInt::getAllOnes(key.width));
    break;
  case OperatorKind::sub:
  case OperatorKind::shl:
  case OperatorKind::shrs:
  case OperatorKind::shru:
    if (b && b->isZero())
      return operands[0];
    break;
  case OperatorKind::bitAnd:
    if ((a && a->isZero()) || (b && b->isZero()))
      return constant(APInt(key.width, 0));
    if (a && a->isAllOnes())
      return operands[1];
    if (b && b->isAllOnes())
      return operands[0];
    break;
  default:
    break;
  }
  bool isIdempotent = key.kind == OperatorKind::bitAnd || key.kind == OperatorKind::bitOr;
  if (isIdempotent && operands[0] == operands[1])
    return operands[0];
  return std::nullopt;
}

} // namespace allo::target::rtl
