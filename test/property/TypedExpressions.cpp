// Expressions are typed as they are built, by the rules of the headers (width, binary point, sign), so that every one
// is valid C++ without undefined behaviour: C integers never meet each other without an ap_int between them.
#include "TypedExpressions.h"

#include "Random.h"

#include <algorithm>

namespace allo::fuzz {

namespace {
struct Number {
  enum Kind { integer, fixed, builtin, floating, narrow } kind = integer;
  int width = 0, fraction = 0;
  bool isSigned = false;
  std::string name; // the type; empty for the result of an operator
};

struct Term {
  std::string text;
  Number type;
};

constexpr int kernelsOfPalette = 64;

class Generator {
public:
  // Kernels that stand beside each other share most of their types: each further one is instantiated from templates,
  // which is nearly all of the time.
  Generator(uint64_t seed, int number)
      : random_(seed ^ 0x7e9d, static_cast<uint64_t>(number / kernelsOfPalette)), number_(number) {
    for (int i = 0; i < 10; ++i)
      types_.push_back(makeType());
    random_ = Random(seed ^ 0x7e9d, static_cast<uint64_t>(number));
  }

  Program make() {
    Program program;
    program.top = "k" + std::to_string(number_);
    for (int i = 0; i < 12; ++i)
      inputs_.push_back(pickType());
    std::string parameters, body;
    for (size_t i = 0; i < inputs_.size(); ++i)
      parameters += (i ? ", const " : "const ") + inputs_[i].name + " i" + std::to_string(i) + "[4]";
    Node loop{"for (int i = 0; i < 4; ++i)", {}, true};
    for (int e = 0; e < expressionsOfKernel; ++e) {
      Number type = pickType();
      std::string number = std::to_string(e);
      parameters += ", " + type.name + " o" + number + "[4]";
      std::string variable = "t" + number;
      int depth = 1; // most are small: what an operator costs to compile does not depend on where it stands
      while (depth < 6 && random_.chance(35))
        ++depth;
      loop.children.push_back({type.name + " " + variable + " = " + cast(expression(depth), type) + ";", {}});
      for (int64_t writes = random_.chance(35) ? random_.between(1, 2) : 0; writes > 0; --writes)
        loop.children.push_back({change(variable, type) + ";", {}});
      loop.children.push_back({"o" + number + "[i] = " + variable + ";", {}});
    }
    program.nodes.push_back({"#include \"ap_fixed.h\"", {}});
    program.nodes.push_back({"#include \"ap_int.h\"", {}});
    program.nodes.push_back({"#include \"hls_half.h\"", {}});
    program.nodes.push_back({"void " + program.top + "(" + parameters + ")", {loop}, true});
    return program;
  }

private:
  static std::string text(int64_t value) { return std::to_string(value); }

  Number integerType(int width, bool isSigned) const {
    return {Number::integer, width, 0, isSigned, (isSigned ? "ap_int<" : "ap_uint<") + text(width) + ">"};
  }

  Number pickType() {
    if (random_.chance(4))
      types_.push_back(makeType());
    return random_.pick(types_);
  }

  Number makeType() {
    static const std::vector<int> widths = {1,  2,  3,  5,  8,  9,  13, 16,  17,  24,  31,
                                            32, 33, 48, 63, 64, 65, 90, 127, 128, 130, 200};
    static const std::vector<std::string> quantisations = {"AP_TRN",         "AP_TRN_ZERO", "AP_RND",     "AP_RND_ZERO",
                                                           "AP_RND_MIN_INF", "AP_RND_INF",  "AP_RND_CONV"};
    static const std::vector<std::string> overflows = {"AP_WRAP", "AP_WRAP_SM", "AP_SAT", "AP_SAT_ZERO", "AP_SAT_SYM"};
    static const std::vector<Number> builtins = {{Number::builtin, 1, 0, false, "bool"},
                                                 {Number::builtin, 8, 0, true, "signed char"},
                                                 {Number::builtin, 16, 0, false, "unsigned short"},
                                                 {Number::builtin, 32, 0, true, "int"},
                                                 {Number::builtin, 32, 0, false, "unsigned"},
                                                 {Number::builtin, 64, 0, true, "long long"}};
    int64_t dice = random_.between(0, 99);
    bool isSigned = random_.chance(55);
    if (dice < 40)
      return integerType(random_.pick(widths), isSigned);
    if (dice < 75) {
      int width = std::min(random_.pick(widths), 90), integer = int(random_.between(-3, width + 3));
      std::string name = (isSigned ? "ap_fixed<" : "ap_ufixed<") + text(width) + ", " + text(integer);
      std::string overflow = random_.pick(overflows);
      name += ", " + random_.pick(quantisations) + ", " + overflow;
      if (overflow.rfind("AP_WRAP", 0) == 0 && random_.chance(40))
        name += ", " + text(random_.between(1, std::min(width, 4)));
      return {Number::fixed, width, width - integer, isSigned, name + ">"};
    }
    if (dice < 87)
      return random_.pick(builtins);
    if (dice < 94)
      return random_.chance(50) ? Number{Number::floating, 32, 0, true, "float"}
                                : Number{Number::floating, 64, 0, true, "double"};
    return random_.chance(60) ? Number{Number::narrow, 16, 0, true, "half"}
                              : Number{Number::narrow, 16, 0, true, "bfloat16"};
  }

  // A conversion that C++ defines whatever the value: floating numbers reach C integers through fixed widths.
  std::string cast(const Term &term, const Number &type) {
    bool isFloating = term.type.kind == Number::floating || term.type.kind == Number::narrow;
    if (type.kind == Number::builtin && type.name != "bool" && isFloating)
      return "(" + type.name + ")ap_int<" + text(type.width) + ">(" + term.text + ")";
    if (type.kind == Number::narrow && term.type.kind == Number::narrow && term.type.name != type.name)
      return type.name + "(float(" + term.text + "))";
    return type.kind == Number::builtin ? "(" + type.name + ")(" + term.text + ")" : type.name + "(" + term.text + ")";
  }

  Term leaf() {
    size_t i = static_cast<size_t>(random_.between(0, int64_t(inputs_.size()) - 1));
    if (random_.chance(85))
      return {"i" + std::to_string(i) + "[" + (random_.chance(80) ? "i" : "3 - i") + "]", inputs_[i]};
    static const std::vector<int64_t> numbers = {0, 1, 2, 3, 7, 100, 255, -1, -2, -128};
    int64_t value = random_.pick(numbers);
    return {"ap_int<9>(" + text(value) + ")", integerType(9, true)};
  }

  // An operand that makes an operator one of the headers: a C integer becomes an ap_int of its width.
  Term headed(Term term) {
    if (term.type.kind == Number::builtin)
      return {integerType(term.type.width, term.type.isSigned).name + "(" + term.text + ")",
              integerType(term.type.width, term.type.isSigned)};
    return term;
  }
  Term exact(int depth) { // an ap_int or ap_fixed
    Term term = headed(expression(depth));
    if (term.type.kind == Number::floating || term.type.kind == Number::narrow) {
      Number type = random_.chance(50) ? integerType(20, true)
                                       : Number{Number::fixed, 24, 12, true, "ap_fixed<24, 12, AP_RND, AP_SAT>"};
      return {cast(term, type), type};
    }
    return limited(term);
  }
  Term whole(int depth) { // an ap_int
    Term term = exact(depth);
    if (term.type.kind == Number::integer)
      return term;
    Number type = integerType(term.type.width, term.type.isSigned);
    return {cast(term, type), type};
  }
  Term limited(const Term &term) {
    if (term.type.width <= 150 && std::abs(term.type.fraction) <= 150)
      return term;
    static const std::vector<int> limits = {20, 41, 64, 100};
    Number type = term.type.kind == Number::integer
                      ? integerType(random_.pick(limits), term.type.isSigned)
                      : Number{Number::fixed, 40, 20, true, "ap_fixed<40, 20, AP_RND_CONV, AP_SAT>"};
    return {cast(term, type), type};
  }

  static Number common(const Number &a, const Number &b) {
    Number result;
    result.kind = a.kind == Number::fixed || b.kind == Number::fixed ? Number::fixed : Number::integer;
    result.isSigned = a.isSigned || b.isSigned;
    int integer = std::max(a.width - a.fraction + (result.isSigned && !a.isSigned),
                           b.width - b.fraction + (result.isSigned && !b.isSigned));
    result.fraction = std::max(a.fraction, b.fraction);
    result.width = integer + result.fraction;
    return result;
  }

  Term arithmetic(int depth) {
    Term a = exact(depth), b = exact(depth);
    Number type = common(a.type, b.type);
    static const std::vector<std::string> operators = {"+", "-", "*", "/", "&", "|", "^"};
    std::string op = random_.pick(operators);
    if (type.width < 1) // formats that do not touch have no bits in common
      op = "*";
    if (op == "+" || op == "-") {
      ++type.width;
      type.isSigned |= op == "-";
    } else if (op == "*") {
      type.width = a.type.width + b.type.width, type.fraction = a.type.fraction + b.type.fraction;
    } else if (op == "/") {
      int shift = std::max(b.type.fraction, 0);
      type.width = a.type.width + shift + b.type.isSigned;
      type.fraction = a.type.fraction + shift - b.type.fraction;
    }
    return {"(" + a.text + " " + op + " " + b.text + ")", type};
  }

  Term integerOperator(int depth) {
    Term a = whole(depth);
    Number type = a.type;
    switch (random_.between(0, 7)) {
    case 0: {
      Term b = whole(depth);
      type.width = std::min(a.type.width, b.type.width + (!b.type.isSigned && a.type.isSigned));
      return {"(" + a.text + " % " + b.text + ")", type};
    }
    case 1:
      return {"(" + a.text + (random_.chance(50) ? " << " : " >> ") + "ap_int<5>(" + expressionText(depth) + "))",
              type};
    case 2:
      return {"(" + a.text + (random_.chance(50) ? " << " : " >> ") + text(random_.between(0, 40)) + ")", type};
    case 3:
      return {"(~" + a.text + ")", type};
    case 4:
      ++type.width, type.isSigned = true;
      return {"(-" + a.text + ")", type};
    case 5: {
      Term b = whole(depth);
      type.width += b.type.width;
      return limited(
          {"ap_uint<" + text(type.width) + ">((" + a.text + ", " + b.text + "))", integerType(type.width, false)});
    }
    case 6: {
      int64_t high = random_.between(0, type.width - 1), low = random_.between(0, type.width - 1);
      if (random_.chance(50))
        return {integerType(type.width, false).name + "((" + a.text + ").range(" + text(high) + ", " + text(low) + "))",
                integerType(type.width, false)};
      return {integerType(type.width, false).name + "((" + a.text + ").range(" + text(high) + ", ap_uint<3>(" +
                  expressionText(depth - 1) + ")))",
              integerType(type.width, false)};
    }
    default: {
      static const std::vector<std::string> questions = {
          "and_reduce()", "or_reduce()", "xor_reduce()", "nor_reduce()", "sign()", "countLeadingZeros()", "length()"};
      std::string question =
          random_.chance(30) ? "[" + text(random_.between(0, type.width - 1)) + "]" : "." + random_.pick(questions);
      // `(T(x))[1]` is a cast of a lambda to a function type as far as the parser looks.
      std::string operand = type.name.empty() ? "(" + a.text + ")" : "static_cast<" + type.name + ">(" + a.text + ")";
      return {"ap_int<14>(" + operand + question + ")", integerType(14, true)};
    }
    }
  }

  std::string expressionText(int depth) { return cast(expression(depth), integerType(20, true)); }

  Term comparison(int depth) {
    static const std::vector<std::string> operators = {"==", "!=", "<", "<=", ">", ">="};
    Term a = exact(depth), b = random_.chance(70) ? exact(depth) : floating(depth);
    return {"ap_uint<1>(" + a.text + " " + random_.pick(operators) + " " + b.text + ")", integerType(1, false)};
  }

  Term floating(int depth) {
    Number type = random_.chance(50) ? Number{Number::floating, 32, 0, true, "float"}
                                     : Number{Number::floating, 64, 0, true, "double"};
    return {cast(expression(depth), type), type};
  }

  Term mixed(int depth) {
    static const std::vector<std::string> operators = {" + ", " - ", " * ", " / "};
    if (random_.chance(35)) {
      Number type = random_.chance(70) ? Number{Number::narrow, 16, 0, true, "half"}
                                       : Number{Number::narrow, 16, 0, true, "bfloat16"};
      Term a{cast(expression(depth), type), type}, b{cast(expression(depth), type), type};
      return {"(" + a.text + random_.pick(operators) + b.text + ")", type};
    }
    Term a = floating(depth), b = random_.chance(50) ? exact(depth) : floating(depth);
    Number type = a.type;
    if (b.type.name == "double")
      type = b.type;
    bool swaps = random_.chance(50);
    return {"(" + (swaps ? b.text : a.text) + random_.pick(operators) + (swaps ? a.text : b.text) + ")", type};
  }

  Term expression(int depth) {
    if (depth <= 0 || random_.chance(12))
      return leaf();
    int64_t dice = random_.between(0, 99);
    if (dice < 40)
      return limited(arithmetic(depth - 1));
    if (dice < 65)
      return limited(integerOperator(depth - 1));
    if (dice < 74)
      return comparison(depth - 1);
    if (dice < 84)
      return mixed(depth - 1);
    Number type = pickType();
    if (dice < 92) {
      Term a = expression(depth - 1), b = expression(depth - 1);
      return {"(bool(" + expressionText(depth - 2) + ") ? " + cast(a, type) + " : " + cast(b, type) + ")", type};
    }
    return {cast(expression(depth - 1), type), type};
  }

  // A statement that changes a variable, as a whole or in part.
  std::string change(const std::string &variable, const Number &type) {
    static const std::vector<std::string> compound = {"+=", "-=", "*=", "/=", "&=", "|=", "^="};
    if (type.kind == Number::builtin || type.kind == Number::floating)
      return variable + " = " + cast(expression(2), type);
    if (type.kind == Number::narrow)
      return random_.chance(50) ? variable + "++" : variable + " += " + cast(expression(2), type);
    int64_t high = random_.between(0, type.width - 1), low = random_.between(0, type.width - 1);
    switch (random_.between(0, 5)) {
    case 0:
      return variable + "[" + text(high) + "] = " + cast(expression(2), integerType(3, true));
    case 1:
      return variable + ".range(" + text(high) + ", " + text(low) + ") = " + whole(2).text;
    case 2:
      return variable + "[ap_uint<6>(" + expressionText(1) + ")] = " + whole(1).text;
    case 3:
      return variable + " " + random_.pick(compound) + " " + exact(2).text;
    case 4:
      return random_.chance(50) ? variable + "++" : "--" + variable;
    default:
      return variable + (random_.chance(50) ? " <<= " : " >>= ") + "ap_int<4>(" + expressionText(1) + ")";
    }
  }

  Random random_;
  int number_;
  std::vector<Number> types_, inputs_;
};
} // namespace

Program generateTypedExpressions(uint64_t seed, int number) { return Generator(seed, number).make(); }

} // namespace allo::fuzz
