// Making expressions: operands are checked, constants folded, and what Simplify.cpp knows is written more simply.
#include "target/rtl/model/Model.h"
#include "target/rtl/model/Simplify.h"

#include "allo/error.hpp"

#include <algorithm>

using namespace allo::target::rtl::model;
using llvm::APInt;

Expression::~Expression() {
  // Expressions that die with this one are taken apart here, so that the depth of the stack stays bounded.
  llvm::SmallVector<Value, 8> dying;
  auto take = [&](Expression &expression) {
    for (Value &operand : expression.operands)
      if (operand && operand.use_count() == 1 && !operand->operands.empty())
        dying.push_back(std::move(operand));
  };
  take(*this);
  while (!dying.empty()) {
    Value last = dying.pop_back_val();
    take(const_cast<Expression &>(*last));
  }
}

namespace {

[[noreturn]] void refuse(const std::string &reason) { throw allo::InternalError("RTL model: " + reason); }

std::string bitsOf(unsigned width) { return std::to_string(width) + (width == 1 ? " bit" : " bits"); }

void requireOperand(const Value &operand, const char *what) {
  if (!operand)
    refuse(std::string(what) + " has a null operand");
}

bool isComparison(Expression::Kind kind) { return kind >= Expression::equal && kind <= Expression::lessEqualUnsigned; }

bool isShift(Expression::Kind kind) { return kind >= Expression::shl && kind <= Expression::shru; }

// The constant it is when all operands are constants, what it simplifies to, or itself.
Value finish(std::shared_ptr<Expression> expression) {
  if (std::all_of(expression->operands.begin(), expression->operands.end(),
                  [](const Value &operand) { return operand->isConstant(); })) {
    llvm::SmallVector<APInt, 3> bits;
    for (const Value &operand : expression->operands)
      bits.push_back(operand->bits);
    return constant(evaluate(*expression, bits));
  }
  if (Value simpler = simplify(*expression))
    return simpler;
  return expression;
}

Value make(Expression::Kind kind, unsigned width, std::initializer_list<Value> operands) {
  auto expression = std::make_shared<Expression>(kind, width);
  expression->operands.assign(operands);
  return finish(std::move(expression));
}

// A balanced tree: chains of thousands of terms stay shallow.
Value treeOf(Expression::Kind kind, llvm::ArrayRef<Value> values) {
  if (values.size() == 1)
    return values.front();
  size_t half = values.size() / 2;
  return binary(kind, treeOf(kind, values.take_front(half)), treeOf(kind, values.drop_front(half)));
}

} // namespace

Value allo::target::rtl::model::constant(unsigned width, uint64_t bits) {
  return constant(APInt(64, bits).zextOrTrunc(width));
}

Value allo::target::rtl::model::constant(APInt bits) {
  if (bits.getBitWidth() == 0)
    refuse("a constant of no bits");
  auto expression = std::make_shared<Expression>(Expression::constant, bits.getBitWidth());
  expression->bits = std::move(bits);
  return expression;
}

Value allo::target::rtl::model::read(const Module &module, SignalId signal) {
  if (signal >= module.signals.size())
    refuse("module '" + module.name + "' has no signal number " + std::to_string(signal));
  auto expression = std::make_shared<Expression>(Expression::signal, module.signals[signal].width);
  expression->signalId = signal;
  return expression;
}

Value allo::target::rtl::model::unary(Expression::Kind kind, Value operand) {
  requireOperand(operand, "a unary operation");
  if (kind != Expression::bitNot && kind != Expression::reduceOr && kind != Expression::reduceAnd)
    refuse("not a unary operation");
  unsigned width = kind == Expression::bitNot ? operand->width : 1;
  return make(kind, width, {std::move(operand)});
}

Value allo::target::rtl::model::binary(Expression::Kind kind, Value left, Value right) {
  requireOperand(left, "a binary operation");
  requireOperand(right, "a binary operation");
  if (kind < Expression::bitAnd || kind > Expression::lessEqualUnsigned)
    refuse("not a binary operation");
  if (!isShift(kind) && left->width != right->width)
    refuse("a binary operation of " + bitsOf(left->width) + " and " + bitsOf(right->width));
  unsigned width = isComparison(kind) ? 1 : left->width;
  return make(kind, width, {std::move(left), std::move(right)});
}

Value allo::target::rtl::model::select(Value condition, Value thenValue, Value elseValue) {
  requireOperand(condition, "a selection");
  requireOperand(thenValue, "a selection");
  requireOperand(elseValue, "a selection");
  if (condition->width != 1)
    refuse("a selection by " + bitsOf(condition->width));
  if (thenValue->width != elseValue->width)
    refuse("a selection between " + bitsOf(thenValue->width) + " and " + bitsOf(elseValue->width));
  unsigned width = thenValue->width;
  return make(Expression::select, width, {std::move(condition), std::move(thenValue), std::move(elseValue)});
}

Value allo::target::rtl::model::concat(llvm::ArrayRef<Value> parts) {
  llvm::SmallVector<Value, 8> merged = mergeParts(parts);
  if (merged.empty())
    refuse("a concatenation of nothing");
  if (merged.size() == 1)
    return merged.front();
  unsigned width = 0;
  for (const Value &part : merged)
    width += part->width;
  if (merged.front()->isConstant() && merged.front()->bits.isZero())
    return extend(concat(llvm::ArrayRef<Value>(merged).drop_front()), width, false);
  auto expression = std::make_shared<Expression>(Expression::concat, width);
  expression->operands.assign(merged.begin(), merged.end());
  return expression;
}

Value allo::target::rtl::model::slice(Value operand, unsigned low, unsigned width) {
  requireOperand(operand, "a slice");
  if (width == 0 || low + width > operand->width)
    refuse("a slice of bits " + std::to_string(low) + " to " + std::to_string(low + width) + " of " +
           bitsOf(operand->width));
  if (width == operand->width)
    return operand;
  auto expression = std::make_shared<Expression>(Expression::slice, width);
  expression->low = low;
  expression->operands.push_back(std::move(operand));
  return finish(std::move(expression));
}

Value allo::target::rtl::model::extend(Value operand, unsigned width, bool isSigned) {
  requireOperand(operand, "an extension");
  if (width < operand->width)
    refuse("an extension of " + bitsOf(operand->width) + " to " + bitsOf(width));
  if (width == operand->width)
    return operand;
  return make(isSigned ? Expression::signExtend : Expression::zeroExtend, width, {std::move(operand)});
}

Value allo::target::rtl::model::resize(Value operand, unsigned width, bool isSigned) {
  requireOperand(operand, "a conversion");
  if (width < operand->width)
    return slice(std::move(operand), 0, width);
  return extend(std::move(operand), width, isSigned);
}

Value allo::target::rtl::model::orOf(llvm::ArrayRef<Value> values, unsigned width) {
  return values.empty() ? constant(APInt::getZero(width)) : treeOf(Expression::bitOr, values);
}

Value allo::target::rtl::model::andOf(llvm::ArrayRef<Value> values, unsigned width) {
  return values.empty() ? constant(APInt::getAllOnes(width)) : treeOf(Expression::bitAnd, values);
}

static APInt concatenation(unsigned width, llvm::ArrayRef<APInt> parts) {
  APInt result(width, 0);
  unsigned low = width;
  for (const APInt &part : parts)
    result.insertBits(part, low -= part.getBitWidth());
  return result;
}

APInt allo::target::rtl::model::evaluate(const Expression &expression, llvm::ArrayRef<APInt> x) {
  auto bit = [](bool value) { return APInt(1, value); };
  auto count = [&](const APInt &value) { return unsigned(value.getLimitedValue(expression.width)); };
  switch (expression.kind) {
  case Expression::constant:
    return expression.bits;
  case Expression::signal:
    refuse("a signal has no value before simulation");
  case Expression::bitNot:
    return ~x[0];
  case Expression::bitAnd:
    return x[0] & x[1];
  case Expression::bitOr:
    return x[0] | x[1];
  case Expression::bitXor:
    return x[0] ^ x[1];
  case Expression::add:
    return x[0] + x[1];
  case Expression::sub:
    return x[0] - x[1];
  case Expression::mul:
    return x[0] * x[1];
  case Expression::shl:
    return x[0].shl(count(x[1]));
  case Expression::shrs:
    return x[0].ashr(count(x[1]));
  case Expression::shru:
    return x[0].lshr(count(x[1]));
  case Expression::equal:
    return bit(x[0] == x[1]);
  case Expression::notEqual:
    return bit(x[0] != x[1]);
  case Expression::lessSigned:
    return bit(x[0].slt(x[1]));
  case Expression::lessEqualSigned:
    return bit(x[0].sle(x[1]));
  case Expression::lessUnsigned:
    return bit(x[0].ult(x[1]));
  case Expression::lessEqualUnsigned:
    return bit(x[0].ule(x[1]));
  case Expression::reduceOr:
    return bit(!x[0].isZero());
  case Expression::reduceAnd:
    return bit(x[0].isAllOnes());
  case Expression::select:
    return x[0].isZero() ? x[2] : x[1];
  case Expression::concat:
    return concatenation(expression.width, x);
  case Expression::slice:
    return x[0].extractBits(expression.width, expression.low);
  case Expression::signExtend:
    return x[0].sext(expression.width);
  case Expression::zeroExtend:
    return x[0].zext(expression.width);
  }
  refuse("an expression of an unknown kind");
}
