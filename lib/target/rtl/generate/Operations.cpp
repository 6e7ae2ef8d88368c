// Operations written inline, and the units of the operator library with the choice between their users.
#include "target/rtl/generate/FunctionGenerator.h"

#include "llvm/Support/MathExtras.h"

namespace allo::target::rtl::generation {

using namespace model;
using K = Expression;

// Counts are taken modulo the width by the IR where they are not known to be in range (docs/decisions/0009).
Value FunctionGenerator::shift(const Node &node, llvm::ArrayRef<Value> operands) {
  Value value = operands[0], count = operands[1];
  unsigned width = value->width;
  OperatorKind kind = node.operatorKey.kind;
  if (count->kind != K::constant) {
    K::Kind expression = kind == OperatorKind::shl ? K::shl : kind == OperatorKind::shrs ? K::shrs : K::shru;
    unsigned bits = std::max(1u, llvm::Log2_32_Ceil(width + 1));
    return binary(expression, value, resize(count, std::min(bits, count->width), false));
  }
  uint64_t by = count->bits.getLimitedValue(width);
  if (by == 0)
    return value;
  if (by >= width)
    return kind == OperatorKind::shrs ? extend(slice(value, width - 1, 1), width, true) : constant(width, 0);
  if (kind == OperatorKind::shl)
    return concat({slice(value, 0, width - by), constant(by, 0)});
  return extend(slice(value, by, width - by), width, kind == OperatorKind::shrs);
}

Value FunctionGenerator::inlineOperation(const Node &node, llvm::ArrayRef<Value> operands) {
  auto two = [&](K::Kind kind) { return binary(kind, operands[0], operands[1]); };
  switch (node.operatorKey.kind) {
  case OperatorKind::add:
    return two(K::add);
  case OperatorKind::sub:
    return two(K::sub);
  case OperatorKind::mul: // operands as narrow as their ranges, signed
    return binary(K::mul, resize(operands[0], node.width, true), resize(operands[1], node.width, true));
  case OperatorKind::bitAnd:
    return two(K::bitAnd);
  case OperatorKind::bitOr:
    return two(K::bitOr);
  case OperatorKind::bitXor:
    return two(K::bitXor);
  case OperatorKind::shl:
  case OperatorKind::shrs:
  case OperatorKind::shru:
    return shift(node, operands);
  case OperatorKind::equal:
    return two(K::equal);
  case OperatorKind::notEqual:
    return two(K::notEqual);
  case OperatorKind::lessSigned:
    return two(K::lessSigned);
  case OperatorKind::lessEqualSigned:
    return two(K::lessEqualSigned);
  case OperatorKind::lessUnsigned:
    return two(K::lessUnsigned);
  case OperatorKind::lessEqualUnsigned:
    return two(K::lessEqualUnsigned);
  case OperatorKind::select:
    return model::select(operands[0], operands[1], operands[2]);
  case OperatorKind::signExtend:
    return extend(operands[0], node.width, true);
  case OperatorKind::zeroExtend:
    return extend(operands[0], node.width, false);
  case OperatorKind::truncate:
    return slice(operands[0], 0, node.width);
  // The sign is the top bit of every format.
  case OperatorKind::fneg:
  case OperatorKind::fabs:
  case OperatorKind::fcopysign: {
    unsigned width = node.width;
    Value sign = node.operatorKey.kind == OperatorKind::fabs   ? constant(1, 0)
                 : node.operatorKey.kind == OperatorKind::fneg ? unary(K::bitNot, slice(operands[0], width - 1, 1))
                                                               : slice(operands[1], width - 1, 1);
    return concat({sign, slice(operands[0], 0, width - 1)});
  }
  default:
    throw InternalError(std::string("operator ") + nameOf(node.operatorKey.kind) + " has no module and no expression");
  }
}

void FunctionGenerator::makeUnits() {
  static const char *const ports[] = {"a", "b", "c"};
  std::map<std::string, unsigned> numbers;
  for (unsigned number = 0; number < function.units.size(); ++number) {
    const Unit &unit = function.units[number];
    Instance instance;
    instance.module = unit.data.module;
    std::string base = nameOf(unit.key.kind);
    instance.name = module.uniqueName(base + "_unit_" + std::to_string(numbers[base]++));
    instance.parameters = unit.data.parameters;
    std::set<unsigned> lines;
    for (NodeId id : unit.users)
      lines.insert(function.nodes[id].place.line);
    for (unsigned line : lines)
      instance.comment += (instance.comment.empty() ? "line " : ", ") + std::to_string(line);
    instance.connections.push_back({"clock", read(module.clock), std::nullopt});
    std::set<BlockId> blocks;
    for (NodeId id : unit.users)
      blocks.insert(function.nodes[id].block);
    llvm::SmallVector<Value> running; // a block that stands still stops its units
    for (BlockId block : blocks)
      if (controls[block].run)
        running.push_back(read(*controls[block].run));
    instance.connections.push_back({"enable", andOf(running), std::nullopt});
    if (unit.data.interval > 1) {
      llvm::SmallVector<Value> starts;
      for (NodeId id : unit.users)
        starts.push_back(activeAt(function.nodes[id].block, function.nodes[id].time));
      instance.connections.push_back({"start", orOf(starts), std::nullopt});
    }
    for (unsigned operand = 0; operand < function.nodes[unit.users[0]].operands.size(); ++operand) {
      // The last user needs no condition: whatever is on the inputs otherwise is ignored.
      Value input;
      for (size_t user = unit.users.size(); user-- > 0;) {
        const Node &node = function.nodes[unit.users[user]];
        Value value = valueAt(node.operands[operand], node.block, node.time);
        if (unit.key.kind == OperatorKind::mul)
          value =
              extend(value, operand == 1 && unit.key.otherWidth ? unit.key.otherWidth : unit.key.operandWidth, true);
        input = !input ? value : model::select(activeAt(node.block, node.time), value, input);
      }
      instance.connections.push_back({ports[operand], input, std::nullopt});
    }
    instance.connections.push_back({"result", nullptr, unitResults[number]});
    unitSection.instances.push_back(std::move(instance));
  }
}

} // namespace allo::target::rtl::generation
