// Integers: an operation that could overflow its signed type gets smaller operands. Floats: everything is allowed but a
// conversion to an integer that is out of range.
#include "ExpressionGenerator.h"

#include <algorithm>
#include <cmath>

namespace allo::fuzz {

double Type::lowest() const { return isSigned ? -std::ldexp(1.0, bits - 1) : 0; }
double Type::highest() const { return std::ldexp(1.0, isSigned ? bits - 1 : bits) - 1; }
double Type::assumedLow() const { return bits >= 32 && isSigned ? -std::ldexp(1.0, bits == 32 ? 20 : 40) : lowest(); }
double Type::assumedHigh() const { return bits >= 32 && isSigned ? std::ldexp(1.0, bits == 32 ? 20 : 40) : highest(); }

namespace {
std::vector<const Type *> addressesOf(const Type *types, size_t count) {
  std::vector<const Type *> all;
  for (size_t i = 0; i < count; ++i)
    all.push_back(&types[i]);
  return all;
}
} // namespace

const std::vector<const Type *> &allTypes() {
  static const Type types[] = {{"bool", 1, false, false},       {"char", 8, true, false},
                               {"signed char", 8, true, false}, {"unsigned char", 8, false, false},
                               {"short", 16, true, false},      {"unsigned short", 16, false, false},
                               {"int", 32, true, false},        {"unsigned", 32, false, false},
                               {"long", 64, true, false},       {"unsigned long", 64, false, false},
                               {"long long", 64, true, false},  {"unsigned long long", 64, false, false},
                               {"float", 32, true, true},       {"double", 64, true, true}};
  static const std::vector<const Type *> pointers = addressesOf(types, std::size(types));
  return pointers;
}

const std::vector<const Type *> &hlsTypes() {
  static const Type types[] = {{"ap_int<5>", 5, true, false, "int"},
                               {"ap_uint<1>", 1, false, false, "bool"},
                               {"ap_uint<12>", 12, false, false, "int"},
                               {"ap_int<17>", 17, true, false, "int"},
                               {"ap_uint<33>", 33, false, false, "unsigned long"},
                               {"ap_int<41>", 41, true, false, "long long"},
                               {"ap_fixed<12, 5, AP_RND, AP_SAT>", 12, true, true, "float"},
                               {"ap_ufixed<20, 9>", 20, true, true, "double"},
                               {"half", 16, true, true, "float"},
                               {"bfloat16", 16, true, true, "float"}};
  static const std::vector<const Type *> pointers = addressesOf(types, std::size(types));
  return pointers;
}

const Type *ExpressionGenerator::storageType() {
  return random.pick(useHlsTypes && random.chance(70) ? hlsTypes() : allTypes());
}

const Type &typeOf(const std::string &spelling) {
  for (const Type *type : allTypes())
    if (type->spelling == spelling)
      return *type;
  return typeOf("int");
}

const Type &commonType(const Type &left, const Type &right) {
  if (left.isFloating || right.isFloating) {
    bool isDouble = (left.isFloating && left.bits == 64) || (right.isFloating && right.bits == 64);
    return typeOf(isDouble ? "double" : "float");
  }
  const Type &a = left.bits < 32 ? typeOf("int") : left, &b = right.bits < 32 ? typeOf("int") : right;
  if (a.bits != b.bits)
    return a.bits > b.bits ? a : b;
  return a.isSigned ? b : a;
}

std::vector<const ScalarVariable *> ExpressionGenerator::indices() const {
  std::vector<const ScalarVariable *> found;
  for (const ScalarVariable &scalar : scope.scalars)
    if (scalar.isIndex)
      found.push_back(&scalar);
  return found;
}

// Unsigned arithmetic wraps: then nothing is known of the value.
Expression ExpressionGenerator::settle(std::string text, const Type &type, double low, double high) {
  if (!type.isFloating && (low < type.lowest() || high > type.highest()))
    low = type.lowest(), high = type.highest();
  return {std::move(text), &type, low, high};
}

Expression ExpressionGenerator::fit(Expression e, double low, double high) {
  if (e.type->isFloating) {
    int bound = static_cast<int>(std::min(100.0, std::min(std::fabs(low), std::fabs(high))));
    // A comparison with NaN is false, so the conversion is always in range.
    std::string text = "(" + e.text + " > " + std::to_string(-bound) + " && " + e.text + " < " + std::to_string(bound) +
                       " ? (int)(" + e.text + ") : " + std::to_string(bound / 2) + ")";
    if (low >= 0)
      return fit({text, &typeOf("int"), double(-bound), double(bound)}, low, high);
    return {text, &typeOf("int"), double(-bound), double(bound)};
  }
  if (e.low >= low && e.high <= high)
    return e;
  const Type &type = commonType(*e.type, *e.type);
  double reach = low < 0 ? std::min(-low, high) : high;
  if (low >= 0 || random.chance(40) || !type.isSigned) {
    double mask = 1;
    while (2 * mask + 1 <= reach && mask < (1 << 30))
      mask = 2 * mask + 1;
    if (reach < 1)
      return {"0", &typeOf("int"), 0, 0};
    return {"(" + e.text + " & " + std::to_string(int64_t(mask)) + ")", &type, 0, mask};
  }
  int64_t divisor = static_cast<int64_t>(std::min(reach, 1000.0)) + 1;
  if (random.chance(50) && divisor > 8)
    divisor = random.between(3, divisor);
  return {"(" + e.text + " % " + std::to_string(divisor) + ")", &type, double(1 - divisor), double(divisor - 1)};
}

Expression ExpressionGenerator::literal() {
  int kind = static_cast<int>(random.between(0, 9));
  if (kind < 6) {
    int64_t value = random.between(-9, 20);
    if (value < 0)
      return {"(" + std::to_string(value) + ")", &typeOf("int"), double(value), double(value)};
    if (kind == 0)
      return {std::to_string(value) + "u", &typeOf("unsigned"), double(value), double(value)};
    if (kind == 1)
      return {std::to_string(value) + "ll", &typeOf("long long"), double(value), double(value)};
    return {std::to_string(value), &typeOf("int"), double(value), double(value)};
  }
  static const std::vector<std::string> values = {"0.5", "1.25", "2.0", "0.1", "3.0", "0.75", "1e-3", "7.0"};
  bool single = random.chance(60);
  return {random.pick(values) + (single ? "f" : ""), &typeOf(single ? "float" : "double")};
}

std::string ExpressionGenerator::integerBetween(double low, double high, int depth) {
  return fit(integer(depth), low, high).text;
}

// Mostly affine, and mostly near a loop variable, so that dependences and stencils arise.
std::string ExpressionGenerator::subscript(int64_t extent) {
  auto candidates = indices();
  auto fits = [&](double low, double high) { return low >= 0 && high < extent; };
  for (int attempt = 0; attempt < 8 && !candidates.empty(); ++attempt) {
    const ScalarVariable &v = *random.pick(candidates), &w = *random.pick(candidates);
    int64_t c = random.chance(55) ? 0 : random.between(-2, 2);
    std::string plus = c == 0 ? "" : c > 0 ? " + " + std::to_string(c) : " - " + std::to_string(-c);
    switch (random.between(0, 11)) {
    default:
      if (fits(v.low + c, v.high + c))
        return v.name + plus;
      break;
    case 6:
      if (fits(v.low + w.low + c, v.high + w.high + c))
        return v.name + " + " + w.name + plus;
      break;
    case 7:
      if (fits(v.low - w.high + c, v.high - w.low + c))
        return v.name + " - " + w.name + plus;
      break;
    case 8:
      if (fits(extent - 1 - v.high, extent - 1 - v.low))
        return std::to_string(extent - 1) + " - " + v.name;
      break;
    case 9:
      if (fits(2 * v.low + c, 2 * v.high + c))
        return "2 * " + v.name + plus;
      break;
    case 10:
      if (v.low >= 0 && v.type->bits <= 32 && random.chance(50))
        return "(" + v.name + " * " + std::to_string(random.between(1, 3)) + ") % " + std::to_string(extent);
      if (v.low >= 0 && fits(v.low / 2, v.high / 2))
        return v.name + " / 2";
      break;
    case 11:
      // Elements whose subscripts are elements: of arrays of floating numbers, each asks for several, without end.
      if (random.chance(40) && extent > 1 && nesting_ < 3) {
        ++nesting_;
        std::string text = integerBetween(0, double(extent - 1), 0);
        --nesting_;
        return text;
      }
      break;
    }
  }
  return std::to_string(random.between(0, extent - 1));
}

std::string ExpressionGenerator::access(const ArrayVariable &array) {
  std::string text = array.name;
  for (int64_t extent : array.extents)
    text += "[" + subscript(extent) + "]";
  return text;
}

Expression ExpressionGenerator::read(const std::string &place, const Type &type, double low, double high) {
  if (!type.readAs)
    return {place, &type, low, high};
  return {std::string("(") + type.readAs + ")" + place, &typeOf(type.readAs), low, high};
}

Expression ExpressionGenerator::leaf() {
  if (favourite && random.chance(25))
    return read(access(*favourite), *favourite->type, favourite->type->assumedLow(), favourite->type->assumedHigh());
  int kind = static_cast<int>(random.between(0, 9));
  if (kind < 5 && !scope.arrays.empty()) {
    const ArrayVariable &array = random.pick(scope.arrays);
    const ArrayVariable copy = array;
    return read(access(copy), *copy.type, copy.type->assumedLow(), copy.type->assumedHigh());
  }
  if (kind < 8 && !scope.scalars.empty()) {
    const ScalarVariable &scalar = random.pick(scope.scalars);
    return read(scalar.name, *scalar.type, scalar.low, scalar.high);
  }
  return literal();
}

Expression ExpressionGenerator::arithmetic(const std::string &op, Expression left, Expression right) {
  const Type *type = &commonType(*left.type, *right.type);
  if (type->isFloating)
    return {"(" + left.text + " " + op + " " + right.text + ")", type};
  while (true) {
    type = &commonType(*left.type, *right.type);
    // A negative operand becomes huge in an unsigned type.
    double a = left.low, b = left.high, c = right.low, d = right.high;
    if (!type->isSigned && (a < 0 || c < 0))
      return {"(" + left.text + " " + op + " " + right.text + ")", type, 0, type->highest()};
    double low, high;
    if (op == "+")
      low = a + c, high = b + d;
    else if (op == "-")
      low = a - d, high = b - c;
    else
      low = std::min({a * c, a * d, b * c, b * d}), high = std::max({a * c, a * d, b * c, b * d});
    bool safe = type->isSigned ? low > type->lowest() * 0.5 && high < type->highest() * 0.5 : true;
    if (safe)
      return settle("(" + left.text + " " + op + " " + right.text + ")", *type, low, high);
    left = fit(left, -1000, 1000);
    right = fit(right, -1000, 1000);
  }
}

Expression ExpressionGenerator::division(int depth) {
  const char *op = random.chance(50) ? "/" : "%";
  Expression left = integer(depth), right{std::to_string(random.between(1, 9)), &typeOf("int"), 1, 9};
  if (random.chance(40)) {
    Expression value = fit(integer(depth), 0, 7);
    right = {"(" + value.text + " + 1)", &commonType(*value.type, typeOf("int")), 1, 8};
  }
  const Type &type = commonType(*left.type, *right.type);
  double bound = std::max(std::fabs(left.low), std::fabs(left.high));
  if (!type.isSigned && left.low < 0)
    bound = type.highest();
  return settle("(" + left.text + " " + op + " " + right.text + ")", type, left.low < 0 ? -bound : 0, bound);
}

Expression ExpressionGenerator::shift(int depth) {
  Expression left = integer(depth);
  bool isLeft = random.chance(50);
  if (isLeft && commonType(*left.type, *left.type).isSigned)
    left = fit(left, 0, 4095);
  const Type &type = commonType(*left.type, *left.type);
  std::string count = random.chance(60) ? std::to_string(random.between(0, 7)) : integerBetween(0, 7, depth);
  if (isLeft)
    return settle("(" + left.text + " << " + count + ")", type, left.low, left.high * 128);
  return {"(" + left.text + " >> " + count + ")", &type, std::min(left.low, 0.0), std::max(left.high, 0.0)};
}

Expression ExpressionGenerator::bitwise(int depth) {
  static const std::vector<std::string> ops = {"&", "|", "^"};
  Expression left = integer(depth), right = integer(depth);
  const Type &type = commonType(*left.type, *right.type);
  double reach = 1;
  for (double bound : {-left.low, left.high, -right.low, right.high})
    while (reach <= bound)
      reach *= 2;
  bool negative = left.low < 0 || right.low < 0;
  return settle("(" + left.text + " " + random.pick(ops) + " " + right.text + ")", type, negative ? -reach : 0,
                reach - 1);
}

Expression ExpressionGenerator::unary(int depth) {
  Expression e = any(depth);
  if (e.type->isFloating) {
    bool isDouble = e.type->bits == 64;
    switch (random.between(0, useMath ? 5 : 0)) {
    case 1:
      return {(isDouble ? "sqrt(" : "sqrtf(") + e.text + ")", e.type};
    case 2:
    case 3:
      return {(isDouble ? "fabs(" : "fabsf(") + e.text + ")", e.type};
    case 4:
      return {(isDouble ? "floor(" : "floorf(") + e.text + ")", e.type};
    default:
      return {"(-" + e.text + ")", e.type};
    }
  }
  const Type &type = commonType(*e.type, *e.type);
  if (random.chance(30))
    return {"(!" + e.text + ")", &typeOf("bool"), 0, 1};
  if (random.chance(50))
    return settle("(~" + e.text + ")", type, -e.high - 1, -e.low - 1);
  if (!type.isSigned)
    return {"(-" + e.text + ")", &type, 0, type.highest()};
  e = fit(e, -type.highest() / 4, type.highest() / 4);
  return settle("(-" + e.text + ")", type, -e.high, -e.low);
}

Expression ExpressionGenerator::cast(int depth) {
  const Type &to = *random.pick(allTypes());
  Expression e = any(depth);
  if (e.type->isFloating && !to.isFloating && to.bits > 1)
    e = fit(leaf(), 0, 100);
  std::string text = random.chance(30) ? std::string("static_cast<") + to.spelling + ">(" + e.text + ")"
                                       : std::string("(") + to.spelling + ")" + e.text;
  bool keeps = !e.type->isFloating && e.low >= to.lowest() && e.high <= to.highest();
  return {"(" + text + ")", &to, keeps ? e.low : to.lowest(), keeps ? e.high : to.highest()};
}

Expression ExpressionGenerator::conditional(int depth) {
  Expression test = condition(depth), yes = any(depth), no = any(depth);
  if (!yes.type->isFloating && no.type->isFloating && random.chance(50))
    std::swap(yes, no);
  const Type &type = commonType(*yes.type, *no.type);
  double low = std::min(yes.low, no.low), high = std::max(yes.high, no.high);
  return settle("(" + test.text + " ? " + yes.text + " : " + no.text + ")", type, low, high);
}

Expression ExpressionGenerator::extreme(int depth) {
  Expression left = any(depth), right = any(depth);
  const Type &type = commonType(*left.type, *right.type);
  std::string name = random.chance(50) ? "std::min<" : "std::max<";
  Expression result = settle(name + type.spelling + ">(" + left.text + ", " + right.text + ")", type,
                             std::min(left.low, right.low), std::max(left.high, right.high));
  if (!type.isSigned && (left.low < 0 || right.low < 0))
    result.low = 0, result.high = type.highest();
  return result;
}

Expression ExpressionGenerator::call(int depth) {
  const ScalarFunction &function = random.pick(functions);
  std::string text = function.name + "(";
  for (const ScalarVariable &parameter : function.parameters) {
    std::string argument =
        parameter.type->isFloating ? any(depth).text : integerBetween(parameter.low, parameter.high, depth);
    text += (text.back() == '(' ? "" : ", ") + argument;
  }
  return {text + ")", function.result, function.result->assumedLow(), function.result->assumedHigh()};
}

Expression ExpressionGenerator::any(int depth) {
  if (depth <= 0)
    return leaf();
  switch (random.between(0, 19)) {
  default: {
    static const std::vector<std::string> ops = {"+", "+", "-", "*", "*"};
    Expression left = any(depth - 1);
    return arithmetic(random.pick(ops), left, any(depth - 1));
  }
  case 9:
    return division(depth - 1);
  case 10:
    return shift(depth - 1);
  case 11:
  case 12:
    return bitwise(depth - 1);
  case 13:
    return unary(depth - 1);
  case 14:
    return cast(depth - 1);
  case 15:
    return conditional(depth - 1);
  case 16:
    return extreme(depth - 1);
  case 17:
  case 18:
    return functions.empty() ? leaf() : call(depth - 1);
  case 19: {
    Expression left = any(depth - 1), right = any(depth - 1);
    if (!left.type->isFloating && !right.type->isFloating)
      return leaf();
    return {"(" + left.text + " / " + right.text + ")", &commonType(*left.type, *right.type)};
  }
  }
}

Expression ExpressionGenerator::integer(int depth) {
  for (int attempt = 0; attempt < 6; ++attempt) {
    Expression e = any(depth);
    if (!e.type->isFloating)
      return e;
  }
  return fit(leaf(), -100, 100);
}

Expression ExpressionGenerator::floating(int depth) {
  Expression e = any(depth);
  return e.type->isFloating ? e : Expression{"(float)" + e.text, &typeOf("float")};
}

Expression ExpressionGenerator::condition(int depth) {
  static const std::vector<std::string> ops = {"<", "<=", ">", ">=", "==", "!="};
  if (depth > 0 && random.chance(20)) {
    Expression left = condition(depth - 1), right = condition(depth - 1);
    return {"(" + left.text + (random.chance(50) ? " && " : " || ") + right.text + ")", &typeOf("bool"), 0, 1};
  }
  if (random.chance(30))
    return affineCondition();
  Expression left = any(depth), right = any(depth);
  return {"(" + left.text + " " + random.pick(ops) + " " + right.text + ")", &typeOf("bool"), 0, 1};
}

Expression ExpressionGenerator::affineCondition() {
  static const std::vector<std::string> ops = {"<", "<=", ">", ">=", "==", "!="};
  auto candidates = indices();
  if (candidates.empty())
    return {"(1 < 2)", &typeOf("bool"), 0, 1};
  const ScalarVariable &v = *random.pick(candidates), &w = *random.pick(candidates);
  std::string constant = std::to_string(random.between(0, 5)), op = " " + random.pick(ops) + " ";
  std::string text = random.chance(50)   ? v.name + op + constant
                     : random.chance(50) ? v.name + op + w.name
                                         : v.name + " + " + w.name + op + constant;
  return {"(" + text + ")", &typeOf("bool"), 0, 1};
}

std::string ExpressionGenerator::valueFor(const Type &type, int depth) {
  if (type.isFloating || type.bits == 1)
    return any(depth).text;
  Expression e = any(depth);
  if (e.type->isFloating)
    return fit(leaf(), 0, 100).text;
  if (!type.isSigned || type.bits < 32)
    return e.text;
  return fit(e, type.assumedLow(), type.assumedHigh()).text;
}

} // namespace allo::fuzz
