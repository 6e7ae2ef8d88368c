#include "verify/ExpressionText.h"

#include "verify/Fold.h"

#include "llvm/ADT/StringExtras.h"

namespace allo::verify {

namespace {
std::string plainNumber(ExpressionType type, const llvm::APInt &bits, bool isSigned) {
  llvm::SmallString<32> text;
  if (!type.isFloating()) {
    if (type.width() == 1)
      return bits.isZero() ? "false" : "true";
    bits.toString(text, 10, isSigned);
    return text.str().str();
  }
  llvm::APFloat(type.semantics(), bits).toString(text, 0, 6);
  return text.str().lower();
}

class Printer {
public:
  Printer(const ExpressionStore &expressions, const TextOptions &options)
      : expressions(expressions), options(options) {}

  std::string print(ExpressionId id, unsigned depth) {
    Node node = expressions[id];
    switch (node.opcode) {
    case Opcode::Constant:
      return plainNumber(node.type, expressions.bitsOf(id), true);
    case Opcode::Input:
      return options.inputName(node);
    case Opcode::Undefined:
      return "unwritten " + expressions.name(node.a);
    default:
      return depth == 0 ? "…" : inner(id, node, depth - 1);
    }
  }

private:
  std::string infix(const Node &node, const char *sign, unsigned depth) {
    return "(" + print(node.a, depth) + " " + sign + " " + print(node.b, depth) + ")";
  }
  std::string call(const char *name, const Node &node, unsigned depth) {
    std::string text = name + ("(" + print(node.a, depth));
    const uint32_t rest[] = {node.b, node.c};
    for (unsigned i = 1; i < operandCount(node); ++i)
      if (rest[i - 1])
        text += ", " + print(rest[i - 1], depth);
    return text + ")";
  }
  std::string typeText(ExpressionType type) {
    if (!type.isFloating())
      return "i" + std::to_string(type.width());
    return type == ExpressionType::twice    ? "double"
           : type == ExpressionType::single ? "float"
           : type == ExpressionType::half   ? "half"
                                            : "bfloat16";
  }
  // Sums as differences where a side is negated.
  std::string sum(const Node &node, unsigned depth) {
    Node right = expressions[node.b], left = expressions[node.a];
    auto negated = [&](const Node &operand) {
      bool isNegation = operand.opcode == Opcode::Multiply && expressions.isAllOnes(operand.b);
      return isNegation || operand.opcode == Opcode::FloatNegate;
    };
    if (negated(right))
      return "(" + print(node.a, depth) + " - " + print(right.a, depth) + ")";
    if (negated(left))
      return "(" + print(node.b, depth) + " - " + print(left.a, depth) + ")";
    return infix(node, "+", depth);
  }
  std::string comparison(const Node &node, unsigned depth) {
    static const char *const signs[] = {"never", "==", ">", ">=", "<", "<=", "<>", "ordered"};
    if (node.detail < 8)
      return infix(node, signs[node.detail], depth);
    return "!" + infix(node, signs[node.detail ^ 15], depth);
  }
  std::string list(ExpressionId id, const Node &node, unsigned depth) {
    const char *sign = node.opcode == Opcode::Sum || node.opcode == Opcode::FloatSum           ? " + "
                       : node.opcode == Opcode::Product || node.opcode == Opcode::FloatProduct ? " * "
                       : node.opcode == Opcode::Conjunction                                    ? " & "
                       : node.opcode == Opcode::Disjunction                                    ? " | "
                                                                                               : " ^ ";
    llvm::ArrayRef<uint32_t> operands = expressions.list(id);
    std::string text;
    size_t step = node.opcode == Opcode::Sum ? 2 : 1;
    for (size_t i = 0; i < operands.size(); i += step) {
      text += text.empty() ? "(" : sign;
      if (i >= 4 * step) {
        text += "…";
        break;
      }
      bool isPlain = step == 1 || (operands[i] && expressions.isConstant(operands[i + 1], 1));
      if (operands[i])
        text += print(operands[i], depth);
      if (!isPlain)
        text += (operands[i] ? " * " : "") + print(operands[i + 1], depth);
    }
    return text + ")";
  }
  std::string inner(ExpressionId id, const Node &node, unsigned depth);

  const ExpressionStore &expressions;
  const TextOptions &options;
};

std::string Printer::inner(ExpressionId id, const Node &node, unsigned depth) {
  if (hasList(node.opcode))
    return list(id, node, depth);
  switch (node.opcode) {
  case Opcode::Add:
  case Opcode::FloatAdd:
    return sum(node, depth);
  case Opcode::Multiply:
    return expressions.isAllOnes(node.b) ? "-" + print(node.a, depth) : infix(node, "*", depth);
  case Opcode::FloatMultiply:
    return infix(node, "*", depth);
  case Opcode::DivideSigned:
  case Opcode::FloatDivide:
    return infix(node, "/", depth);
  case Opcode::DivideUnsigned:
    return infix(node, "/u", depth);
  case Opcode::RemainderSigned:
  case Opcode::FloatRemainder:
    return infix(node, "%", depth);
  case Opcode::RemainderUnsigned:
    return infix(node, "%u", depth);
  case Opcode::And:
    return infix(node, "&", depth);
  case Opcode::Or:
    return infix(node, "|", depth);
  case Opcode::Xor:
    return expressions.isAllOnes(node.b) ? (node.type.width() == 1 ? "!" : "~") + print(node.a, depth)
                                         : infix(node, "^", depth);
  case Opcode::ShiftLeft:
    return infix(node, "<<", depth);
  case Opcode::ShiftRight:
    return infix(node, ">>u", depth);
  case Opcode::ShiftRightSigned:
    return infix(node, ">>", depth);
  case Opcode::Equal:
    return infix(node, "==", depth);
  case Opcode::LessUnsigned:
    return infix(node, "<u", depth);
  case Opcode::LessSigned:
    return infix(node, "<", depth);
  case Opcode::Select:
    return "(" + print(node.a, depth) + " ? " + print(node.b, depth) + " : " + print(node.c, depth) + ")";
  case Opcode::FloatNegate:
    return "-" + print(node.a, depth);
  case Opcode::FloatCompare:
    return comparison(node, depth);
  case Opcode::ExtendZero:
  case Opcode::ToUnsigned:
    return "(u" + typeText(node.type).substr(1) + ")" + print(node.a, depth);
  case Opcode::ExtendSign:
  case Opcode::Truncate:
  case Opcode::FloatConvert:
  case Opcode::FromSigned:
  case Opcode::FromUnsigned:
  case Opcode::ToSigned:
    return "(" + typeText(node.type) + ")" + print(node.a, depth);
  case Opcode::FloatAbsolute:
    return call("fabs", node, depth);
  case Opcode::FloatCopySign:
    return call("copysign", node, depth);
  case Opcode::FloatMultiplyAdd:
    return call("fma", node, depth);
  case Opcode::FloatSquareRoot:
    return call("sqrt", node, depth);
  case Opcode::FloatFloor:
    return call("floor", node, depth);
  case Opcode::FloatCeiling:
    return call("ceil", node, depth);
  case Opcode::FloatTruncate:
    return call("trunc", node, depth);
  case Opcode::FloatRound:
    return call("round", node, depth);
  case Opcode::FloatRoundEven:
    return call("rint", node, depth);
  case Opcode::Bitcast:
    return call("bits", node, depth);
  default:
    return call(expressions.name(node.c).c_str(), node, depth);
  }
}
} // namespace

std::string numberText(ExpressionType type, const llvm::APInt &bits, bool isSigned) {
  std::string text = plainNumber(type, bits, isSigned);
  if (!type.isFloating())
    return text;
  llvm::SmallString<32> hexadecimal;
  bits.toString(hexadecimal, 16, false);
  size_t digits = type.width() / 4;
  std::string padded(digits - std::min<size_t>(digits, hexadecimal.size()), '0');
  return text + " (0x" + padded + hexadecimal.str().lower() + ")";
}

std::string textOf(const ExpressionStore &expressions, ExpressionId expression, const TextOptions &options) {
  return Printer(expressions, options).print(expression, options.depth);
}

} // namespace allo::verify
