// Typed C expressions and the conversion rules of C++ ([conv.prom], [expr.arith.conv]) that let casts be left out.
#include "target/hls/Expressions.h"

#include "ir/CTypes.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"

#include <climits>
#include <cstdio>
#include <cstdlib>

namespace allo::target::hls {

using model::Expression;

namespace {
ExpressionPointer make(Expression::Kind kind, Type type, std::string text, std::vector<ExpressionPointer> operands) {
  return std::make_shared<Expression>(Expression{kind, type, std::move(text), std::move(operands), 0});
}
int rank(Type type) {
  switch (type.kind) {
  case CKind::Bool:
    return 0;
  case CKind::Char:
  case CKind::SChar:
  case CKind::UChar:
    return 1;
  case CKind::Short:
  case CKind::UShort:
    return 2;
  case CKind::Int:
  case CKind::UInt:
    return 3;
  case CKind::Long:
  case CKind::ULong:
    return 4;
  case CKind::LongLong:
  case CKind::ULongLong:
    return 5;
  case CKind::Float:
    return 6;
  default:
    return 7;
  }
}

std::string integerText(int64_t value, Type type) {
  switch (type.kind) {
  case CKind::Bool:
    return value & 1 ? "true" : "false";
  case CKind::UInt:
    return std::to_string(static_cast<uint32_t>(value)) + "u";
  case CKind::ULong:
    return std::to_string(static_cast<uint64_t>(value)) + "UL";
  case CKind::ULongLong:
    return std::to_string(static_cast<uint64_t>(value)) + "ULL";
  case CKind::Long:
    return value == INT64_MIN ? "(-9223372036854775807L - 1)" : std::to_string(value) + "L";
  case CKind::LongLong:
    return value == INT64_MIN ? "(-9223372036854775807LL - 1)" : std::to_string(value) + "LL";
  case CKind::Int:
    return value == INT32_MIN ? "(-2147483647 - 1)" : std::to_string(value);
  case CKind::APInt:
  case CKind::APUInt:
    if (value == INT64_MIN)
      return ir::spelling(type) + "(-9223372036854775807LL - 1)";
    return ir::spelling(type) + "(" + std::to_string(value) + (value == static_cast<int32_t>(value) ? ")" : "LL)");
  default:
    return std::to_string(value); // the narrow types: an int of the same value
  }
}

// `value` cut to the width of `type` and read with its sign.
int64_t normalised(int64_t value, Type type) {
  unsigned width = ir::bitWidth(type);
  if (width >= 64)
    return value;
  uint64_t bits = static_cast<uint64_t>(value) & ((uint64_t(1) << width) - 1);
  bool negative = ir::isSigned(type) && (bits >> (width - 1) & 1);
  return negative ? static_cast<int64_t>(bits | ~uint64_t(0) << width) : static_cast<int64_t>(bits);
}

bool fitsInt(const ExpressionPointer &literal) {
  bool isLarge = isUnsigned(literal->type) && literal->value < 0; // a 64-bit value beyond int64
  return !isLarge && literal->value > INT_MIN && literal->value <= INT_MAX;
}

// A literal beside an operand of exactly `type` needs no suffix.
ExpressionPointer beside(const ExpressionPointer &literal, const ExpressionPointer &other, Type type) {
  bool isNumber = isLiteral(literal) && isInteger(literal->type) && literal->type != CKind::Bool;
  if (!isNumber || isLiteral(other) || commonType(other->type, CKind::Int) != type || !fitsInt(literal))
    return literal;
  return makeInteger(literal->value, CKind::Int);
}

// A literal of an arbitrary width as an int, where an operator takes one as well.
ExpressionPointer plainLiteral(const ExpressionPointer &value) {
  bool fits = isLiteral(value) && isOfAnyWidth(value->type) && fitsInt(value) &&
              (!isUnsigned(value->type) || value->value >= 0);
  return fits ? makeInteger(value->value, CKind::Int) : value;
}

bool isCast(const ExpressionPointer &value) { return value->kind == Expression::cast; }

// The operand of a cast to `type`, when the usual conversions against an operand of type `other` make that cast. They
// never make one to half or bfloat16: an operator of these and a C number has an overload of its own.
ExpressionPointer withoutCast(const ExpressionPointer &value, Type other, Type type) {
  bool isClass = type == CKind::Half || type == CKind::BFloat16;
  if (isClass || !isCast(value) || value->type != type || commonType(value->operands[0]->type, other) != type)
    return value;
  return value->operands[0];
}
} // namespace

bool isInteger(Type type) { return !ir::isFloating(type); }
bool isUnsigned(Type type) { return isInteger(type) && !ir::isSigned(type); }

Type integerType(unsigned width, bool isSigned) {
  switch (width) {
  case 1:
    return CKind::Bool;
  case 8:
    return isSigned ? CKind::SChar : CKind::UChar;
  case 16:
    return isSigned ? CKind::Short : CKind::UShort;
  case 32:
    return isSigned ? CKind::Int : CKind::UInt;
  case 64:
    return isSigned ? CKind::Long : CKind::ULong;
  default:
    return Type::integer(width, isSigned);
  }
}

bool isOfAnyWidth(Type type) { return type.kind == CKind::APInt || type.kind == CKind::APUInt; }

Type withSign(Type type, bool isSigned) {
  if (type == CKind::Bool || ir::isSigned(type) == isSigned)
    return type;
  if (type == CKind::LongLong || type == CKind::ULongLong)
    return isSigned ? CKind::LongLong : CKind::ULongLong;
  return integerType(ir::bitWidth(type), isSigned);
}

Type promoted(Type type) { return isInteger(type) && rank(type) < rank(CKind::Int) ? CKind::Int : type; }

Type commonType(Type left, Type right) {
  left = promoted(left), right = promoted(right);
  if (left == right)
    return left;
  if (!isInteger(left) || !isInteger(right))
    return rank(left) > rank(right) ? left : right;
  if (ir::isSigned(left) == ir::isSigned(right))
    return rank(left) > rank(right) ? left : right;
  Type unsignedOne = isUnsigned(left) ? left : right, signedOne = isUnsigned(left) ? right : left;
  if (rank(unsignedOne) >= rank(signedOne))
    return unsignedOne;
  return ir::bitWidth(signedOne) > ir::bitWidth(unsignedOne) ? signedOne : withSign(signedOne, false);
}

ExpressionPointer makeName(std::string text, Type type) { return make(Expression::name, type, std::move(text), {}); }

ExpressionPointer makeInteger(int64_t value, Type type) {
  value = normalised(value, type);
  auto literal = std::make_shared<Expression>(Expression{Expression::literal, type, integerText(value, type), {}, 0});
  literal->value = value;
  return literal;
}

ExpressionPointer makeWide(const llvm::APInt &bits, Type type) {
  if (bits.getSignificantBits() <= 64)
    return makeInteger(bits.getSExtValue(), type);
  return makeCall(
      ir::spelling(type),
      {makeName("\"" + llvm::toString(bits, 16, /*Signed=*/false) + "\"", type), makeInteger(16, CKind::Int)}, type);
}

ExpressionPointer makeCast(ExpressionPointer value, Type type) {
  return make(Expression::cast, type, "", {std::move(value)});
}

ExpressionPointer makeMethod(ExpressionPointer object, std::string method, std::vector<ExpressionPointer> arguments,
                             Type type) {
  arguments.insert(arguments.begin(), std::move(object));
  return make(Expression::method, type, std::move(method), std::move(arguments));
}

ExpressionPointer makeFloating(const llvm::APFloat &value, Type type) {
  if (type == CKind::Half || type == CKind::BFloat16) {
    llvm::APFloat single = value;
    bool losesInfo;
    single.convert(llvm::APFloat::IEEEsingle(), llvm::APFloat::rmNearestTiesToEven, &losesInfo);
    return makeCall(ir::spelling(type), {makeFloating(single, CKind::Float)}, type);
  }
  std::string cType = ir::spelling(type);
  std::string text;
  if (value.isInfinity())
    text = std::string(value.isNegative() ? "-" : "") + "std::numeric_limits<" + cType + ">::infinity()";
  else if (value.isNaN())
    text = "std::numeric_limits<" + cType + ">::quiet_NaN()";
  else {
    bool isFloat = type == CKind::Float;
    double number = isFloat ? value.convertToFloat() : value.convertToDouble();
    char digits[40];
    for (int precision = 1; precision <= 17; ++precision) { // the shortest that reads back as the same value
      std::snprintf(digits, sizeof digits, "%.*g", precision, number);
      double read = isFloat ? std::strtof(digits, nullptr) : std::strtod(digits, nullptr);
      if (read == number)
        break;
    }
    text = digits;
    if (text.find_first_of(".e") == std::string::npos)
      text += ".0";
    if (isFloat)
      text += "f";
  }
  return make(Expression::literal, type, text, {});
}

ExpressionPointer makeMember(ExpressionPointer base, std::string member, Type type) {
  return make(Expression::member, type, std::move(member), {std::move(base)});
}

ExpressionPointer makePath(std::string text, Type type) { return make(Expression::path, type, std::move(text), {}); }

// p[].q[].x with two subscripts.
static ExpressionPointer alongPath(llvm::StringRef path, std::vector<ExpressionPointer> indices, Type type) {
  ExpressionPointer place;
  size_t next = 0;
  while (!path.empty()) {
    auto [name, rest] = path.split('.');
    llvm::StringRef plain = name.take_until([](char c) { return c == '['; });
    place = place ? makeMember(place, plain.str(), type) : makeName(plain.str(), type);
    std::vector<ExpressionPointer> own;
    for (size_t count = name.count("[]"); count != 0; --count)
      own.push_back(indices[next++]);
    if (!own.empty())
      place = makeSubscript(place, std::move(own), type);
    path = rest;
  }
  return place;
}

ExpressionPointer makeSubscript(ExpressionPointer array, std::vector<ExpressionPointer> indices, Type type) {
  if (array->kind == Expression::path)
    return alongPath(array->text, std::move(indices), type);
  std::vector<ExpressionPointer> operands = {std::move(array)};
  for (ExpressionPointer &index : indices) {
    bool widens = isCast(index) && isInteger(index->operands[0]->type) &&
                  rank(index->operands[0]->type) <= rank(index->type) && index->operands[0]->type != CKind::Bool;
    // A plain char subscript is warned about, so only ints and wider are left bare.
    operands.push_back(widens && rank(index->operands[0]->type) >= rank(CKind::UChar) &&
                               index->operands[0]->type != CKind::Char
                           ? index->operands[0]
                           : index);
  }
  return make(Expression::subscript, type, "", std::move(operands));
}

ExpressionPointer makeCall(std::string callee, std::vector<ExpressionPointer> arguments, Type type) {
  return make(Expression::call, type, std::move(callee), std::move(arguments));
}

ExpressionPointer makeUnary(std::string op, ExpressionPointer operand, Type type) {
  if (isOfAnyWidth(type)) {
    Type exact = op == "-" ? Type::integer(type.width + 1, true) : type;
    return convert(make(Expression::unary, exact, std::move(op), {std::move(operand)}), type);
  }
  bool widens = isCast(operand) && promoted(operand->operands[0]->type) == operand->type;
  if (widens && op != "!" && operand->operands[0]->type != CKind::Bool)
    operand = operand->operands[0];
  ExpressionPointer value = make(Expression::unary, promoted(type), std::move(op), {std::move(operand)});
  return type == CKind::Bool ? make(Expression::unary, CKind::Bool, value->text, value->operands)
                             : convert(value, type);
}

ExpressionPointer makeNot(ExpressionPointer condition) {
  static const std::pair<const char *, const char *> opposites[] = {{"==", "!="}, {"!=", "=="}, {"<", ">="},
                                                                    {">=", "<"},  {">", "<="},  {"<=", ">"}};
  if (condition->kind == Expression::unary && condition->text == "!")
    return condition->operands[0];
  if (condition->kind == Expression::binary && isInteger(condition->operands[0]->type) &&
      isInteger(condition->operands[1]->type))
    for (auto [op, opposite] : opposites)
      if (condition->text == op)
        return make(Expression::binary, CKind::Bool, opposite, condition->operands);
  return make(Expression::unary, CKind::Bool, "!", {std::move(condition)});
}

ExpressionPointer convert(ExpressionPointer value, Type type) {
  if (value->type == type)
    return value;
  if (isLiteral(value) && isInteger(value->type) && isInteger(type))
    return makeInteger(value->value, type);
  // A cast between integers may change its sign: the bits are the same.
  if (isCast(value) && isInteger(type) && isInteger(value->type) && type != CKind::Bool &&
      ir::bitWidth(type) == ir::bitWidth(value->type) && isInteger(value->operands[0]->type))
    return convert(value->operands[0], type);
  // To floating point, a widening that keeps the value first is nothing.
  if (isCast(value) && !isInteger(type) && isInteger(value->type)) {
    Type inner = value->operands[0]->type;
    bool keeps = isInteger(inner) && inner != CKind::Bool && ir::bitWidth(inner) < ir::bitWidth(value->type) &&
                 (ir::isSigned(value->type) || isUnsigned(inner));
    if (keeps)
      return convert(value->operands[0], type);
  }
  return make(Expression::cast, type, "", {std::move(value)});
}

ExpressionPointer coerce(ExpressionPointer value, bool isSigned) {
  Type type = withSign(value->type, isSigned);
  return convert(std::move(value), type);
}

ExpressionPointer implicitly(ExpressionPointer value, Type type) {
  if (isLiteral(value) && isInteger(value->type) && isInteger(type)) {
    ExpressionPointer literal = makeInteger(value->value, type);
    return type != CKind::Bool && fitsInt(literal) ? makeInteger(literal->value, CKind::Int) : literal;
  }
  if (!isCast(value))
    return value;
  const ExpressionPointer &inner = value->operands[0];
  bool sameResult = isInteger(type) ? isInteger(value->type) && isInteger(inner->type) && type != CKind::Bool &&
                                          ir::bitWidth(type) <= ir::bitWidth(value->type)
                                    : value->type == type;
  return sameResult ? inner : value;
}

ExpressionPointer makeArithmetic(const std::string &op, ExpressionPointer left, ExpressionPointer right, Type type) {
  Type wide = promoted(type);
  left = convert(std::move(left), type), right = convert(std::move(right), type);
  if (isOfAnyWidth(type)) {
    if (op == "&" || op == "|" || op == "^")
      return make(Expression::binary, type, op, {left, right});
    Type exact = Type::integer(2 * type.width + 1, true); // or less: wider than the type in any case
    return makeCast(make(Expression::binary, exact, op, {plainLiteral(left), plainLiteral(right)}), type);
  }
  std::string text = op;
  if ((op == "+" || op == "-") && isLiteral(right) && !isLiteral(left) && isInteger(type)) {
    // x + -5 is x - 5; for unsigned types only near zero, so that hash constants stay as they were written.
    int64_t number = normalised(right->value, withSign(type, true));
    if (number < 0 && number > (isUnsigned(type) ? -65536 : INT_MIN)) {
      text = op == "+" ? "-" : "+";
      right = makeInteger(-number, type);
    }
  }
  left = withoutCast(left, right->type, wide);
  right = withoutCast(right, left->type, wide);
  ExpressionPointer plainLeft = beside(left, right, wide);
  right = beside(right, left, wide);
  return convert(make(Expression::binary, wide, text, {plainLeft, right}), type);
}

ExpressionPointer makeComparison(const std::string &op, ExpressionPointer left, ExpressionPointer right, Type type) {
  Type wide = promoted(type);
  left = convert(std::move(left), type), right = convert(std::move(right), type);
  if (isOfAnyWidth(type)) {
    bool isConstant = isLiteral(left) && isLiteral(right);
    return make(Expression::binary, CKind::Bool, op, {isConstant ? left : plainLiteral(left), plainLiteral(right)});
  }
  auto bare = [&](const ExpressionPointer &value, Type other) {
    ExpressionPointer inner = withoutCast(value, other, wide);
    bool warns = inner != value && (inner->type == CKind::Bool || (isUnsigned(wide) && ir::isSigned(inner->type)) ||
                                    !isInteger(wide)); // -Wbool-compare, -Wsign-compare
    return warns ? value : inner;
  };
  left = bare(left, right->type);
  right = bare(right, left->type);
  ExpressionPointer plainLeft = beside(left, right, wide);
  right = beside(right, left, wide);
  return make(Expression::binary, CKind::Bool, op, {plainLeft, right});
}

ExpressionPointer makeShift(const std::string &op, ExpressionPointer left, ExpressionPointer right, Type type) {
  Type wide = promoted(type);
  left = convert(std::move(left), type);
  if (isOfAnyWidth(type))
    return make(Expression::binary, type, op, {left, plainLiteral(right)});
  if (isCast(left) && left->type == wide && promoted(left->operands[0]->type) == wide)
    left = left->operands[0];
  if (isCast(right) && isInteger(right->operands[0]->type) &&
      ir::bitWidth(right->operands[0]->type) < ir::bitWidth(right->type))
    right = right->operands[0];
  if (isLiteral(right) && fitsInt(right))
    right = makeInteger(right->value, CKind::Int);
  return convert(make(Expression::binary, wide, op, {left, right}), type);
}

ExpressionPointer makeLogical(const std::string &op, ExpressionPointer left, ExpressionPointer right) {
  return make(Expression::binary, CKind::Bool, op, {std::move(left), std::move(right)});
}

ExpressionPointer makeTernary(ExpressionPointer condition, ExpressionPointer yes, ExpressionPointer no) {
  Type type = isLiteral(yes) ? no->type : yes->type;
  yes = convert(std::move(yes), type), no = convert(std::move(no), type);
  return make(Expression::ternary, type, "", {std::move(condition), std::move(yes), std::move(no)});
}

bool isLiteral(const ExpressionPointer &value) { return value->kind == Expression::literal; }

bool isIntegerLiteral(const ExpressionPointer &value, int64_t expected) {
  return isLiteral(value) && isInteger(value->type) && value->value == normalised(expected, value->type);
}

bool sameText(const ExpressionPointer &left, const ExpressionPointer &right) {
  if (left == right)
    return true;
  if (left->kind != right->kind || left->type != right->type || left->text != right->text ||
      left->operands.size() != right->operands.size())
    return false;
  for (size_t i = 0; i < left->operands.size(); ++i)
    if (!sameText(left->operands[i], right->operands[i]))
      return false;
  return true;
}

} // namespace allo::target::hls
