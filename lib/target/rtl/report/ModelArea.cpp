// Costs of expressions in LUTs with six inputs: an adder or subtractor one a bit; a comparison one for two bits (carry)
// or three (equality); a bitwise operation takes part in its neighbours' LUT, a third of one a bit; a choice between
// two a half a bit (two bits share a LUT); a shift by a variable count a choice a bit of the count; a product with a
// constant an adder for each further digit of it.
#include "target/rtl/report/ModelArea.h"

#include <algorithm>
#include <unordered_set>
#include <vector>

namespace allo::target::rtl {

namespace {
using model::Expression;

double dspOf(unsigned left, unsigned right) { // of 27x18 multipliers
  unsigned wide = std::max(left, right), narrow = std::min(left, right);
  return narrow <= 4 ? 0 : ((wide + 25) / 26) * ((narrow + 16) / 17);
}

const Expression *constantOperand(const Expression &expression) {
  for (const model::Value &operand : expression.operands)
    if (operand->isConstant())
      return operand.get();
  return nullptr;
}

// The shifted copies that a product with this constant adds or subtracts: the weight of its non-adjacent form, which is
// the number of ones of n xor 3n (Reitwiesner, Binary Arithmetic, 1960).
double nonZeroDigits(const llvm::APInt &bits) {
  llvm::APInt wide = bits.zext(bits.getBitWidth() + 2);
  return (wide ^ (wide + wide.shl(1))).popcount();
}

Area costOf(const Expression &expression) {
  Area area;
  double width = expression.width;
  auto operandWidth = [&](size_t i) { return static_cast<double>(expression.operands[i]->width); };
  switch (expression.kind) {
  case Expression::bitAnd:
  case Expression::bitOr:
  case Expression::bitXor:
    area.lut = width / 3;
    break;
  case Expression::add:
  case Expression::sub:
    area.lut = width;
    break;
  case Expression::mul:
    if (const Expression *constant = constantOperand(expression)) {
      area.lut = width * std::max(0., nonZeroDigits(constant->bits) - 1);
      break;
    }
    area.dsp = dspOf(expression.operands[0]->width, expression.operands[1]->width);
    area.lut = area.dsp ? 0 : width * operandWidth(1) / 2;
    break;
  case Expression::shl:
  case Expression::shrs:
  case Expression::shru:
    if (!expression.operands[1]->isConstant())
      area.lut = width / 2 * operandWidth(1);
    break;
  case Expression::equal:
  case Expression::notEqual:
    area.lut = operandWidth(0) / 3;
    break;
  case Expression::lessSigned:
  case Expression::lessEqualSigned:
  case Expression::lessUnsigned:
  case Expression::lessEqualUnsigned:
    area.lut = operandWidth(0) / 2;
    break;
  case Expression::reduceOr:
  case Expression::reduceAnd:
    area.lut = operandWidth(0) / 6;
    break;
  case Expression::select:
    area.lut = width / 2;
    break;
  default: // wires
    break;
  }
  return area;
}

// Every expression once, however often it is used; chains may be long, so without recursion.
class ExpressionSum {
public:
  void add(const model::Value &value) {
    if (value)
      work_.push_back(value.get());
    while (!work_.empty()) {
      const Expression *expression = work_.back();
      work_.pop_back();
      if (!seen_.insert(expression).second)
        continue;
      total += costOf(*expression);
      for (const model::Value &operand : expression->operands)
        work_.push_back(operand.get());
    }
  }
  Area total;

private:
  std::vector<const Expression *> work_;
  std::unordered_set<const Expression *> seen_;
};
} // namespace

Area areaOf(const model::Module &module, const Device &device) {
  ExpressionSum sum;
  for (const model::Section &section : module.sections) {
    for (const model::Assignment &assignment : section.assignments)
      sum.add(assignment.value);
    for (const model::Register &reg : section.registers) {
      sum.add(reg.next);
      sum.add(reg.enable);
      sum.total += device.registerArea(module.signals[reg.target].width);
    }
    for (const model::Instance &instance : section.instances)
      for (const model::Connection &connection : instance.connections)
        sum.add(connection.input);
  }
  return sum.total;
}

} // namespace allo::target::rtl
