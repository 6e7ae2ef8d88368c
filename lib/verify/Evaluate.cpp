#include "verify/Evaluate.h"

#include "support/ElementaryFunctions.h"
#include "verify/Fold.h"

#include "allo/error.hpp"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/bit.h"

using llvm::APInt;

namespace allo::verify {

Evaluation::Evaluation(const ExpressionStore &expressions, llvm::ArrayRef<ExpressionId> roots, size_t limit)
    : expressions(expressions) {
  std::vector<ExpressionId> stack(roots.begin(), roots.end());
  while (!stack.empty()) {
    ExpressionId id = stack.back();
    stack.pop_back();
    if (!positions.try_emplace(id, 0).second)
      continue;
    order.push_back(id);
    if (order.size() > limit) {
      complete = false;
      return;
    }
    expressions.forEachOperand(id, [&](ExpressionId operand) { stack.push_back(operand); });
  }
  llvm::sort(order); // operands have smaller ids
  for (size_t i = 0; i < order.size(); ++i) {
    positions[order[i]] = static_cast<uint32_t>(i);
    if (expressions[order[i]].opcode == Opcode::Input)
      inputIds.push_back(order[i]);
    if (expressions[order[i]].opcode == Opcode::Undefined)
      undefinedIds.push_back(order[i]);
  }
  values.resize(order.size());
}

void Evaluation::run(const std::function<APInt(ExpressionId)> &valueOf) {
  isRounded = false;
  for (size_t i = 0; i < order.size(); ++i) {
    const Node &node = expressions[order[i]];
    bool isGiven = node.opcode == Opcode::Input || node.opcode == Opcode::Undefined;
    values[i] = isGiven ? valueOf(order[i]) : compute(order[i]);
  }
}

namespace {
template <typename Real> APInt bitsOfReal(Real value) {
  if constexpr (sizeof(Real) == 4)
    return APInt(32, llvm::bit_cast<uint32_t>(value));
  else
    return APInt(64, llvm::bit_cast<uint64_t>(value));
}

template <typename Real> Real realOf(const APInt &bits) {
  if constexpr (sizeof(Real) == 4)
    return llvm::bit_cast<float>(static_cast<uint32_t>(bits.getZExtValue()));
  else
    return llvm::bit_cast<double>(bits.getZExtValue());
}

// Calls the function of the library that cpu calls.
template <typename Real>
APInt callElementary(const support::ElementaryFunction &function, llvm::ArrayRef<APInt> operands) {
  static const std::map<std::string, void *> addresses = support::elementaryAddresses();
  void *address = addresses.at(support::elementarySymbol(function, sizeof(Real) == 8));
  Real x = realOf<Real>(operands[0]);
  using Function = support::ElementaryFunction;
  switch (function.shape) {
  case Function::unary:
    return bitsOfReal(reinterpret_cast<Real (*)(Real)>(address)(x));
  case Function::binary:
    return bitsOfReal(reinterpret_cast<Real (*)(Real, Real)>(address)(x, realOf<Real>(operands[1])));
  case Function::withInteger: {
    int integer = static_cast<int>(operands[1].getSExtValue());
    return bitsOfReal(reinterpret_cast<Real (*)(Real, int)>(address)(x, integer));
  }
  case Function::toInteger:
    return APInt(32, static_cast<uint32_t>(reinterpret_cast<int (*)(Real)>(address)(x)));
  case Function::binaryToInteger: {
    auto call = reinterpret_cast<int (*)(Real, Real)>(address);
    return APInt(32, static_cast<uint32_t>(call(x, realOf<Real>(operands[1]))));
  }
  }
  return APInt(1, 0);
}
} // namespace

APInt Evaluation::compute(ExpressionId id) {
  Node node = expressions[id];
  if (node.opcode == Opcode::Constant)
    return expressions.bitsOf(id);
  if (hasList(node.opcode))
    return computeList(id);
  llvm::SmallVector<APInt, 3> operands;
  expressions.forEachOperand(id, [&](ExpressionId operand) { operands.push_back(valueOf(operand)); });
  ExpressionType operandType = expressions.typeOf(node.a);
  if (node.opcode != Opcode::Elementary)
    return fold(node, operandType, operands, &isRounded);
  const support::ElementaryFunction *function = support::findElementary(expressions.name(node.c));
  if (!function || (operandType.width() != 32 && operandType.width() != 64))
    throw InternalError("no function '" + expressions.name(node.c) + "' to evaluate");
  APInt result = operandType.width() == 32 ? callElementary<float>(*function, operands)
                                           : callElementary<double>(*function, operands);
  return canonical(node.type, result.zextOrTrunc(node.type.width()));
}

APInt Evaluation::computeList(ExpressionId id) {
  Node node = expressions[id];
  llvm::ArrayRef<uint32_t> list = expressions.list(id);
  unsigned width = node.type.width();
  if (node.opcode == Opcode::Sum) {
    APInt sum(width, 0);
    for (size_t i = 0; i < list.size(); i += 2)
      sum += (list[i] ? valueOf(list[i]) : APInt(width, 1)) * valueOf(list[i + 1]);
    return sum;
  }
  static const std::pair<Opcode, Opcode> binary[] = {
      {Opcode::Product, Opcode::Multiply},  {Opcode::Conjunction, Opcode::And},
      {Opcode::Disjunction, Opcode::Or},    {Opcode::Difference, Opcode::Xor},
      {Opcode::FloatSum, Opcode::FloatAdd}, {Opcode::FloatProduct, Opcode::FloatMultiply}};
  Node step = node;
  for (auto [listed, opcode] : binary)
    if (listed == node.opcode)
      step.opcode = opcode;
  APInt result = valueOf(list[0]);
  for (uint32_t operand : list.drop_front())
    result = fold(step, node.type, {result, valueOf(operand)}, &isRounded);
  return result;
}

} // namespace allo::verify
