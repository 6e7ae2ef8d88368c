// See PrintExpression.h. Verilog sizes and signs an expression by its context; what is written here means the same in
// every context: operands have the exact width of their operator, and what is signed ends in $unsigned.
#include "target/rtl/model/PrintExpression.h"

#include "allo/error.hpp"

#include "llvm/ADT/SmallString.h"

#include <algorithm>

using namespace allo::target::rtl::model;
using llvm::APInt;

// More than this in one expression is hard to read, and slow for tools that recurse.
constexpr unsigned greatestWeight = 48, greatestDepth = 24;
// Up to this, repeating the text reads better than a name for it: state == 3.
constexpr unsigned repeatedWeight = 3;

// From IEEE 1800-2017, table 11-2: less binds more strongly. Reductions stand apart: a & (&b).
enum Precedence {
  primary,
  prefix,
  reduction,
  product,
  sum,
  shift,
  order,
  equality,
  andBits,
  xorBits,
  orBits,
  conditional
};

static std::string size(unsigned width) { return std::to_string(width); }

ExpressionPrinter::ExpressionPrinter(const Module &module) {
  names_.reserve(module.signals.size());
  for (const Signal &signal : module.signals) {
    taken_.insert(signal.name);
    names_.push_back({signal.name, signal.width, signal.kind == Signal::output, APInt()});
  }
  for (const Section &section : module.sections)
    for (const Instance &instance : section.instances)
      taken_.insert(instance.name);
}

std::string ExpressionPrinter::freshName(const std::string &name) {
  if (taken_.insert(name).second)
    return name;
  for (unsigned &number = nextNumber_[name];;) {
    std::string candidate = name + "_" + std::to_string(++number);
    if (taken_.insert(candidate).second)
      return candidate;
  }
}

std::string ExpressionPrinter::literal(const APInt &bits) {
  unsigned width = bits.getBitWidth();
  llvm::SmallString<64> digits;
  bool isDecimal = bits.getActiveBits() <= 10 && !(width > 3 && bits.isAllOnes());
  if (isDecimal)
    bits.toStringUnsigned(digits, 10);
  else
    bits.toStringUnsigned(digits, 16);
  const char *base = width == 1 ? "'b" : isDecimal ? "'d" : "'h";
  return size(width) + base + llvm::StringRef(digits).lower();
}

// A bit of it can be written by itself.
static bool hasNamedBits(const Expression &expression) {
  return expression.width == 1 || expression.kind == Expression::signal ||
         (expression.kind == Expression::slice && expression.operands[0]->kind == Expression::signal);
}

bool ExpressionPrinter::isLong(const Use &use) const {
  return use.weight > greatestWeight || use.depth > greatestDepth;
}

bool ExpressionPrinter::isShared(const Use &use) const { return use.count > 1 && use.weight > repeatedWeight; }

// Children before parents, without recursion. An expression that is too long becomes a wire as soon as a parent is
// seen.
void ExpressionPrinter::countUse(const Value &value) {
  std::vector<std::pair<const Expression *, bool>> work{{value.get(), false}};
  while (!work.empty()) {
    auto [expression, areOperandsDone] = work.back();
    work.pop_back();
    if (!areOperandsDone) {
      if (expression->operands.empty() || uses_[expression].count++ > 0)
        continue;
      work.push_back({expression, true});
      for (const Value &operand : expression->operands)
        work.push_back({operand.get(), false});
      continue;
    }
    unsigned weight = expression->kind == Expression::slice ? 0 : 1, depth = 0;
    for (const Value &operand : expression->operands) {
      if (operand->operands.empty()) {
        weight += 1;
        continue;
      }
      Use &use = uses_[operand.get()];
      use.isWire |= isLong(use) || (expression->kind == Expression::signExtend && !hasNamedBits(*operand));
      weight += use.isWire ? 1 : use.weight;
      depth = std::max(depth, use.isWire ? 0 : use.depth + 1);
    }
    Use &use = uses_[expression];
    use.weight = weight;
    use.depth = depth;
  }
}

void ExpressionPrinter::setDriven(SignalId signal, const Value &value) {
  if (value->operands.empty())
    return;
  Use &use = uses_[value.get()];
  if (use.name < 0 && (use.isWire || isShared(use)))
    use.name = int(signal);
}

void ExpressionPrinter::markRead(int name, unsigned low, unsigned width) {
  Name &read = names_[name];
  if (read.isAllRead)
    return;
  if (width == read.width) {
    read.isAllRead = true;
    return;
  }
  if (read.bitsRead.getBitWidth() != read.width)
    read.bitsRead = APInt::getZero(read.width);
  read.bitsRead.setBits(low, low + width);
}

void ExpressionPrinter::markRead(SignalId signal) { markRead(int(signal), 0, names_[signal].width); }

std::vector<std::string> ExpressionPrinter::unreadBits() const {
  std::vector<std::string> unread;
  for (const Name &name : names_) {
    if (name.isAllRead)
      continue;
    if (name.bitsRead.isZero()) {
      unread.push_back(name.text);
      continue;
    }
    for (unsigned high = name.width; high > 0;) {
      unsigned low = high;
      while (low > 0 && name.bitsRead[low - 1] == name.bitsRead[high - 1])
        --low;
      if (!name.bitsRead[high - 1])
        unread.push_back(name.text + "[" + size(high - 1) + (high - low == 1 ? "" : ":" + size(low)) + "]");
      high = low;
    }
  }
  return unread;
}

std::string ExpressionPrinter::print(const Value &value, const std::string &target,
                                     std::vector<std::string> &declarations) {
  target_ = target;
  declarations_ = &declarations;
  prepare(value, true);
  if (nameOf(value) >= 0 || value->isConstant())
    return print(value).text;
  return operation(*value, true).text;
}

std::string ExpressionPrinter::printDriver(SignalId signal, const Value &value,
                                           std::vector<std::string> &declarations) {
  int name = nameOf(value);
  if (name != int(signal) || value->kind == Expression::signal)
    return print(value, names_[signal].text, declarations);
  target_ = names_[signal].text;
  declarations_ = &declarations;
  for (const Value &operand : value->operands)
    prepare(operand, false);
  return operation(*value, true).text;
}

// The number of the signal or wire that holds a value.
int ExpressionPrinter::nameOf(const Value &value) const {
  if (value->kind == Expression::signal)
    return int(value->signalId);
  auto use = uses_.find(value.get());
  return use == uses_.end() ? -1 : use->second.name;
}

// A slice of what has no name is written as a cast, whose context Yosys 0.23 takes to be as wide as what is cast: right
// only where nothing is around it.
bool ExpressionPrinter::needsName(const Expression &expression, bool isRoot) const {
  const Use &use = uses_.find(&expression)->second;
  bool isCast = expression.kind == Expression::slice && nameOf(expression.operands[0]) < 0;
  return isShared(use) || (!isRoot && use.isWire) || (isCast && (!isRoot || use.count > 1));
}

// Declares the wires that an expression needs, operands first.
void ExpressionPrinter::prepare(const Value &value, bool isRoot) {
  std::vector<std::pair<const Expression *, bool>> work{{value.get(), false}};
  while (!work.empty()) {
    auto [expression, areOperandsDone] = work.back();
    work.pop_back();
    if (expression->operands.empty())
      continue;
    Use &use = uses_[expression];
    if (!areOperandsDone) {
      if (use.isPrepared || use.name >= 0)
        continue;
      use.isPrepared = true;
      work.push_back({expression, true});
      for (const Value &operand : llvm::reverse(expression->operands))
        work.push_back({operand.get(), false});
      continue;
    }
    bool isThisRoot = isRoot && expression == value.get();
    if (!needsName(*expression, isThisRoot)) {
      use.isPrepared = !isThisRoot; // as a part of another expression it may need a name still
      continue;
    }
    unsigned width = expression->width;
    std::string text = operation(*expression, true).text, name = freshName(target_ + "_part");
    std::string range = width == 1 ? "" : "[" + size(width - 1) + ":0] ";
    declarations_->push_back("wire " + range + name + " = " + text + ";");
    uses_[expression].name = int(names_.size());
    names_.push_back({name, width, false, APInt()});
  }
}

ExpressionPrinter::Text ExpressionPrinter::print(const Value &value) {
  if (value->kind == Expression::constant)
    return {literal(value->bits)};
  int name = nameOf(value);
  if (name < 0)
    return operation(*value, false);
  markRead(name, 0, value->width);
  return {names_[name].text};
}

ExpressionPrinter::Text ExpressionPrinter::operation(const Expression &expression, bool isRoot) {
  switch (expression.kind) {
  case Expression::bitNot: {
    Text operand = print(expression.operands[0]);
    std::string symbol = expression.width == 1 ? "!" : "~";
    return {symbol + inParentheses(operand, primary, false), prefix, operand.isSigned};
  }
  case Expression::reduceOr:
    return {"|" + operandText(expression.operands[0], primary, false), reduction};
  case Expression::reduceAnd:
    return {"&" + operandText(expression.operands[0], primary, false), reduction};
  case Expression::bitAnd:
  case Expression::bitOr:
  case Expression::bitXor:
  case Expression::add:
  case Expression::sub:
  case Expression::shl:
  case Expression::shrs:
  case Expression::shru:
    return binaryOperation(expression, isRoot);
  case Expression::mul:
    return multiplication(expression, isRoot);
  case Expression::equal:
  case Expression::notEqual:
  case Expression::lessSigned:
  case Expression::lessEqualSigned:
  case Expression::lessUnsigned:
  case Expression::lessEqualUnsigned:
    return comparison(expression);
  case Expression::select:
    return selection(expression, isRoot);
  case Expression::concat:
    return concatenation(expression);
  case Expression::slice:
    return sliceOf(expression);
  case Expression::signExtend:
  case Expression::zeroExtend:
    return extension(expression);
  case Expression::constant:
  case Expression::signal:
    break;
  }
  throw allo::InternalError("RTL model: an expression that cannot be printed");
}

std::string ExpressionPrinter::inParentheses(const Text &text, int precedence, bool isAssociative) {
  bool isBare = text.precedence == primary || (text.precedence == prefix && precedence != primary) ||
                (text.precedence == precedence && isAssociative) || (text.precedence == product && precedence == sum) ||
                (precedence == conditional && text.precedence < conditional);
  return isBare ? text.text : "(" + text.text + ")";
}

std::string ExpressionPrinter::operandText(const Value &operand, int precedence, bool isAssociative) {
  return inParentheses(print(operand), precedence, isAssociative);
}

ExpressionPrinter::Text ExpressionPrinter::binaryOperation(const Expression &expression, bool isRoot) {
  struct Form {
    const char *symbol;
    Precedence precedence;
    bool isAssociative;
  };
  auto form = [&]() -> Form {
    switch (expression.kind) {
    case Expression::bitAnd:
      return {" & ", andBits, true};
    case Expression::bitOr:
      return {" | ", orBits, true};
    case Expression::bitXor:
      return {" ^ ", xorBits, true};
    case Expression::add:
      return {" + ", sum, true};
    case Expression::sub:
      return {" - ", sum, false};
    case Expression::shl:
      return {" << ", shift, false};
    case Expression::shrs:
      return {" >>> ", shift, false};
    default:
      return {" >> ", shift, false};
    }
  }();
  Text left = print(expression.operands[0]);
  Text right = print(expression.operands[1]);
  if (expression.kind == Expression::shrs) {
    std::string text = "$signed(" + left.text + ") >>> " + inParentheses(right, shift, false);
    return isRoot ? Text{text, shift, true} : Text{"$unsigned(" + text + ")"};
  }
  bool leftMayStayBare = form.isAssociative || expression.kind == Expression::sub; // a + b - c
  std::string text = inParentheses(left, form.precedence, leftMayStayBare) + form.symbol +
                     inParentheses(right, form.precedence, form.isAssociative);
  bool isSigned = left.isSigned && (form.precedence == shift || right.isSigned);
  return {text, form.precedence, isSigned};
}

// Synthesis takes a multiplier of sign-extended operands for a narrow one only when it is signed.
ExpressionPrinter::Text ExpressionPrinter::multiplication(const Expression &expression, bool isRoot) {
  const Value &left = expression.operands[0], &right = expression.operands[1];
  auto isExtended = [](const Value &value) {
    return value->kind == Expression::signExtend || value->kind == Expression::zeroExtend || value->isConstant();
  };
  bool isSigned = isExtended(left) && isExtended(right) &&
                  (left->kind == Expression::signExtend || right->kind == Expression::signExtend);
  if (!isSigned)
    return {operandText(left, product, true) + " * " + operandText(right, product, true), product};
  auto factor = [&](const Value &value) {
    Text text = print(value);
    return text.isSigned ? text.text : "$signed(" + text.text + ")";
  };
  std::string leftText = factor(left), rightText = factor(right);
  std::string text = leftText + " * " + rightText;
  return isRoot ? Text{text, product, true} : Text{"$unsigned(" + text + ")"};
}

ExpressionPrinter::Text ExpressionPrinter::comparison(const Expression &expression) {
  Text left = print(expression.operands[0]), right = print(expression.operands[1]);
  auto write = [&](const char *symbol, Precedence precedence) -> Text {
    return {inParentheses(left, precedence, false) + symbol + inParentheses(right, precedence, false), precedence};
  };
  auto makeSigned = [](Text &text) {
    if (!text.isSigned)
      text = {"$signed(" + text.text + ")", primary, true};
  };
  switch (expression.kind) {
  case Expression::equal:
    return write(" == ", equality);
  case Expression::notEqual:
    return write(" != ", equality);
  case Expression::lessSigned:
  case Expression::lessEqualSigned: {
    makeSigned(left);
    makeSigned(right);
    return write(expression.kind == Expression::lessSigned ? " < " : " <= ", order);
  }
  default:
    if (left.isSigned && right.isSigned)
      left = {"$unsigned(" + left.text + ")"};
    return write(expression.kind == Expression::lessUnsigned ? " < " : " <= ", order);
  }
}

ExpressionPrinter::Text ExpressionPrinter::selection(const Expression &expression, bool isRoot) {
  const Value &otherwise = expression.operands[2];
  bool isChain = isRoot && otherwise->kind == Expression::select && nameOf(otherwise) < 0;
  std::string condition = operandText(expression.operands[0], conditional, false);
  Text thenText = print(expression.operands[1]);
  Text elseText = isChain ? selection(*otherwise, true) : print(otherwise);
  std::string text = condition + " ? " + inParentheses(thenText, conditional, false) + (isChain ? "\n: " : " : ") +
                     inParentheses(elseText, conditional, true);
  return {text, conditional, thenText.isSigned && elseText.isSigned};
}

ExpressionPrinter::Text ExpressionPrinter::concatenation(const Expression &expression) {
  std::string text = "{";
  for (const Value &operand : expression.operands)
    text += (text.size() > 1 ? ", " : "") + print(operand).text;
  return {text + "}"};
}

ExpressionPrinter::Text ExpressionPrinter::sliceOf(const Expression &expression) {
  unsigned low = expression.low, high = low + expression.width - 1;
  if (int name = nameOf(expression.operands[0]); name >= 0) {
    markRead(name, low, expression.width);
    return {names_[name].text + "[" + size(high) + (expression.width == 1 ? "" : ":" + size(low)) + "]"};
  }
  // A cast keeps the low bits, whatever is above them.
  Text operand = print(expression.operands[0]);
  std::string shifted = low == 0 ? operand.text : inParentheses(operand, shift, false) + " >> " + size(low);
  return {size(expression.width) + "'(" + shifted + ")"};
}

// A cast of a signed expression would be shorter, but Yosys 0.23 lets the context decide how that is extended.
ExpressionPrinter::Text ExpressionPrinter::extension(const Expression &expression) {
  const Value &inner = expression.operands[0];
  unsigned added = expression.width - inner->width;
  if (expression.kind == Expression::zeroExtend)
    return {"{" + literal(APInt::getZero(added)) + ", " + print(inner).text + "}"};
  if (inner->width == 1)
    return {"{" + size(expression.width) + "{" + print(inner).text + "}}"};
  std::string sign = signOf(inner);
  return {"{{" + size(added) + "{" + sign + "}}, " + print(inner).text + "}"};
}

// The top bit of a name or of a slice of one.
std::string ExpressionPrinter::signOf(const Value &value) {
  bool isSlice = nameOf(value) < 0;
  int name = nameOf(isSlice ? value->operands[0] : value);
  unsigned top = (isSlice ? value->low : 0) + value->width - 1;
  markRead(name, top, 1);
  return names_[name].text + "[" + size(top) + "]";
}
