// The text of a C model: indentation, precedence, and nothing else.
#include "target/hls/Printer.h"

#include "allo/error.hpp"

#include "ir/CTypes.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

namespace allo::target::hls {

using namespace model;

namespace {
// Precedence as in C++, tighter is larger.
enum Precedence {
  ternaryLevel = 1,
  orLevel,
  andLevel,
  bitOrLevel,
  bitXorLevel,
  bitAndLevel,
  equalLevel,
  relationLevel,
  shiftLevel,
  addLevel,
  multiplyLevel,
  unaryLevel,
  postfixLevel
};

int binaryLevel(llvm::StringRef op) {
  return llvm::StringSwitch<int>(op)
      .Case("||", orLevel)
      .Case("&&", andLevel)
      .Case("|", bitOrLevel)
      .Case("^", bitXorLevel)
      .Case("&", bitAndLevel)
      .Cases({"==", "!="}, equalLevel)
      .Cases({"<", "<=", ">", ">="}, relationLevel)
      .Cases({"<<", ">>"}, shiftLevel)
      .Cases({"+", "-"}, addLevel)
      .Default(multiplyLevel);
}

int levelOf(const Expression &expression) {
  switch (expression.kind) {
  case Expression::binary:
    return binaryLevel(expression.text);
  case Expression::ternary:
    return ternaryLevel;
  case Expression::unary:
  case Expression::cast:
    return unaryLevel;
  case Expression::literal:
    return llvm::StringRef(expression.text).starts_with("-") ? unaryLevel : postfixLevel;
  default:
    return postfixLevel;
  }
}

// Parentheses that C++ does not need but readers and -Wparentheses want: among && and ||, bit operators, shifts and
// comparisons of comparisons.
bool readsBadly(llvm::StringRef outer, const Expression &inner) {
  if (inner.kind != Expression::binary || inner.text == outer)
    return false;
  int out = binaryLevel(outer), in = binaryLevel(inner.text);
  bool outerIsBitwise = (out >= bitOrLevel && out <= bitAndLevel) || out == shiftLevel;
  return (out == orLevel && in == andLevel) || (outerIsBitwise && in != multiplyLevel) ||
         (outerIsBitwise && out != shiftLevel) || (out <= relationLevel && out >= equalLevel && in <= relationLevel);
}

std::string text(const ExpressionPointer &expression);

std::string operandText(const ExpressionPointer &operand, int least, llvm::StringRef outer = {}) {
  bool wraps = levelOf(*operand) < least || (!outer.empty() && readsBadly(outer, *operand));
  return wraps ? "(" + text(operand) + ")" : text(operand);
}

std::string listText(const std::vector<ExpressionPointer> &values, size_t first = 0) {
  std::string result;
  for (size_t i = first; i < values.size(); ++i)
    result += (i == first ? "" : ", ") + text(values[i]);
  return result;
}

std::string binaryText(const Expression &expression) {
  int level = binaryLevel(expression.text);
  return operandText(expression.operands[0], level, expression.text) + " " + expression.text + " " +
         operandText(expression.operands[1], level + 1, expression.text);
}

std::string unaryText(const Expression &expression) {
  std::string operand = operandText(expression.operands[0], unaryLevel);
  return expression.text + (operand.front() == expression.text.front() ? " " : "") + operand;
}

std::string castText(const Expression &expression) {
  return "(" + ir::spelling(expression.type) + ")" + operandText(expression.operands[0], unaryLevel);
}

std::string text(const ExpressionPointer &pointer) {
  const Expression &expression = *pointer;
  switch (expression.kind) {
  case Expression::name:
  case Expression::literal:
    return expression.text;
  case Expression::member:
    return text(expression.operands[0]) + "." + expression.text;
  case Expression::unary:
    return unaryText(expression);
  case Expression::binary:
    return binaryText(expression);
  case Expression::ternary:
    return operandText(expression.operands[0], orLevel) + " ? " + operandText(expression.operands[1], orLevel) + " : " +
           operandText(expression.operands[2], ternaryLevel);
  case Expression::subscript: {
    std::string result = text(expression.operands[0]);
    for (const ExpressionPointer &index : llvm::drop_begin(expression.operands))
      result += "[" + text(index) + "]";
    return result;
  }
  case Expression::call:
    return expression.text + "(" + listText(expression.operands) + ")";
  case Expression::method:
    return operandText(expression.operands[0], unaryLevel + 1) + "." + expression.text + "(" +
           listText(llvm::ArrayRef(expression.operands).drop_front()) + ")";
  case Expression::cast:
    return castText(expression);
  case Expression::path:
    throw InternalError("'" + expression.text + "' is not a value");
  }
  return {};
}

// The braces around a table: each innermost row on its own lines, of sixteen elements at most.
std::string bracesText(const Declaration &declaration, size_t dimension, size_t &next, const std::string &margin) {
  bool isInner = dimension + 1 == declaration.extents.size();
  bool isOneLine = isInner && declaration.extents[dimension] <= 16;
  std::string inside = margin + "  ", result = "{";
  for (int64_t i = 0; i < declaration.extents[dimension]; ++i) {
    bool breaks = !isInner || (!isOneLine && i % 16 == 0);
    result += std::string(i == 0 ? "" : ",") + (breaks ? "\n" + inside : i == 0 ? "" : " ");
    result += isInner ? text(declaration.elements[next++]) : bracesText(declaration, dimension + 1, next, inside);
  }
  return result + (isOneLine ? "}" : "\n" + margin + "}");
}

class StatementPrinter {
public:
  explicit StatementPrinter(const Spellings &spellings) : spellings(spellings) {}

  void block(const Block &block, unsigned depth) {
    for (const Statement &statement : block)
      std::visit([&](const auto &node) { print(node, depth); }, statement.node);
  }
  void print(const Declaration &declaration, unsigned depth) {
    std::string start = std::string(declaration.isStatic ? "static " : "") + (declaration.isConst ? "const " : "") +
                        (declaration.structure.empty() ? ir::spelling(declaration.type) : declaration.structure) + " " +
                        declaration.name;
    for (int64_t extent : declaration.extents)
      start += "[" + std::to_string(extent) + "]";
    if (declaration.isStream)
      start += declaration.extents.empty() ? "(\"" + declaration.name + "\")" : "";
    else if (declaration.initial)
      start += " = " + text(declaration.initial);
    else if (!declaration.structure.empty())
      start += " = {}";
    else if (declaration.elements.size() == 1 && declaration.extents != std::vector<int64_t>{1})
      start += " = {}";
    else if (!declaration.elements.empty()) {
      size_t next = 0;
      start += " = " + bracesText(declaration, 0, next, std::string(2 * depth, ' '));
    }
    line(depth, start + ";");
  }
  std::string result;

private:
  void line(unsigned depth, const std::string &content) { result += std::string(2 * depth, ' ') + content + "\n"; }
  void pragmas(const std::vector<Pragma> &pragmas) {
    for (const Pragma &pragma : pragmas)
      print(pragma, 0);
  }
  static std::string labelText(const std::string &label) { return label.empty() ? "" : label + ": "; }
  static std::string commentText(const std::string &comment) { return comment.empty() ? "" : " // " + comment; }

  void print(const Pragma &pragma, unsigned) {
    if (std::string content = spellings.pragma(pragma); !content.empty())
      line(0, content);
  }
  void print(const Comment &comment, unsigned depth) { line(depth, "// " + comment.text); }
  void print(const Assignment &assignment, unsigned depth) {
    line(depth, text(assignment.target) + " " + assignment.op + " " + text(assignment.value) + ";");
  }
  void print(const Evaluation &evaluation, unsigned depth) {
    if (evaluation.isForSoftware)
      line(0, "#ifndef __SYNTHESIS__");
    line(depth, text(evaluation.value) + ";");
    if (evaluation.isForSoftware)
      line(0, "#endif");
  }
  void print(const Discard &discard, unsigned depth) { line(depth, "(void)" + discard.name + ";"); }
  void print(const Break &, unsigned depth) { line(depth, "break;"); }
  void print(const Return &node, unsigned depth) {
    line(depth, node.value ? "return " + text(node.value) + ";" : "return;");
  }
  void print(const For &loop, unsigned depth) {
    std::string step = text(loop.step) == "1" ? "++" + loop.variable : loop.variable + " += " + text(loop.step);
    line(depth, labelText(loop.label) + "for (" + ir::spelling(loop.type) + " " + loop.variable + " = " +
                    text(loop.lower) + "; " + text(loop.condition) + "; " + step + ") {" + commentText(loop.comment));
    pragmas(loop.pragmas);
    block(*loop.body, depth + 1);
    line(depth, "}");
  }
  void print(const While &loop, unsigned depth) {
    std::string condition = loop.condition ? text(loop.condition) : "true";
    std::string head = loop.testsLast ? "do {" : "while (" + condition + ") {";
    line(depth, labelText(loop.label) + head + commentText(loop.comment));
    pragmas(loop.pragmas);
    block(*loop.body, depth + 1);
    line(depth, loop.testsLast ? "} while (" + condition + ");" : "}");
  }
  void print(const If &branch, unsigned depth, const std::string &before = "") {
    line(depth, before + "if (" + text(branch.condition) + ") {");
    block(*branch.thenBlock, depth + 1);
    if (branch.elseBlock && branch.elseBlock->size() == 1)
      if (auto *chained = std::get_if<If>(&branch.elseBlock->front().node)) {
        print(*chained, depth, "} else ");
        return;
      }
    if (branch.elseBlock) {
      line(depth, "} else {");
      block(*branch.elseBlock, depth + 1);
    }
    line(depth, "}");
  }

  const Spellings &spellings;
};

std::string supportText(Support support) {
  switch (support) {
  case Support::saturate:
    return "// A floating-point number as an integer: towards zero, saturated at the ends, NaN is 0.\n"
           "template <typename Integer, typename Real> inline Integer saturate(Real value) {\n"
           "  const Real lower = static_cast<Real>(std::numeric_limits<Integer>::min());\n"
           "  const Real upper = 2 * static_cast<Real>(std::numeric_limits<Integer>::max() / 2 + 1); // one too large\n"
           "  if (value >= upper)\n"
           "    return std::numeric_limits<Integer>::max();\n"
           "  if (value <= lower)\n"
           "    return std::numeric_limits<Integer>::min();\n"
           "  return value == value ? static_cast<Integer>(value) : Integer(0);\n"
           "}\n";
  case Support::floorDivide:
    return "// Division rounded down.\n"
           "template <typename Integer> inline Integer floor_divide(Integer left, Integer right) {\n"
           "  return left / right - (left % right != 0 && (left < 0) != (right < 0) ? 1 : 0);\n"
           "}\n";
  case Support::floorModulo:
    return "// The remainder of a division rounded down.\n"
           "template <typename Integer> inline Integer floor_modulo(Integer left, Integer right) {\n"
           "  const Integer rest = left % right;\n"
           "  return rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest;\n"
           "}\n";
  case Support::sameBits:
    return "// The bits of a value as a value of another type of the same size.\n"
           "template <typename To, typename From> inline To same_bits(From value) {\n"
           "  union {\n    From from;\n    To to;\n  } bits;\n"
           "  bits.from = value;\n"
           "  return bits.to;\n"
           "}\n";
  case Support::ceilDivide:
    return "// Division rounded up.\n"
           "template <typename Integer> inline Integer ceil_divide(Integer left, Integer right) {\n"
           "  return left / right + (left % right != 0 && (left < 0) == (right < 0) ? 1 : 0);\n"
           "}\n";
  case Support::fromBits:
    return "// Fixed point with the given bits.\n"
           "template <typename Fixed> inline Fixed from_bits(const ap_int<Fixed::width> &bits) {\n"
           "  Fixed value;\n"
           "  value.range(Fixed::width - 1, 0) = bits;\n"
           "  return value;\n"
           "}\n";
  case Support::builtin128:
    return "// The built-in integer of 128 bits.\n"
           "inline __int128 builtin_128(const ap_uint<128> &value) {\n"
           "  return (__int128)value.range(127, 64).to_uint64() << 64 | value.range(63, 0).to_uint64();\n"
           "}\n";
  case Support::frexpFraction:
    return "// The fraction in [1/2, 1) of a number.\n"
           "template <typename Real> inline Real frexp_fraction(Real value) {\n"
           "  int exponent;\n"
           "  return std::frexp(value, &exponent);\n"
           "}\n";
  case Support::frexpExponent:
    return "// The exponent to the fraction in [1/2, 1) of a number.\n"
           "template <typename Real> inline int frexp_exponent(Real value) {\n"
           "  int exponent = 0;\n"
           "  const Real fraction = std::frexp(value, &exponent);\n"
           "  return fraction - fraction == 0 ? exponent : 0;\n"
           "}\n";
  case Support::remquoQuotient:
    return "// The last bits of the quotient of a remainder.\n"
           "template <typename Real> inline int remquo_quotient(Real left, Real right) {\n"
           "  int quotient = 0;\n"
           "  const Real rest = std::remquo(left, right, &quotient);\n"
           "  return rest == rest ? quotient % 8 : 0;\n"
           "}\n";
  }
  return {};
}

constexpr int64_t largestPlainStack = 1 << 20; // bytes

std::string parameterText(const Parameter &parameter) {
  std::string result = parameter.isConst && (parameter.isReference || !parameter.extents.empty()) ? "const " : "";
  result += parameter.structure.empty() ? ir::spelling(parameter.type) : parameter.structure;
  result += std::string(" ") + (parameter.isReference ? "&" : "") + parameter.name;
  for (int64_t extent : parameter.extents)
    result += "[" + std::to_string(extent) + "]";
  return result;
}

// The declaration of a function, wrapped at the parameters where it is long.
std::string signatureText(const Function &function) {
  std::string start = function.isTop ? "" : "static ";
  start += !function.resultStructure.empty() ? function.resultStructure
           : function.result                 ? ir::spelling(*function.result)
                                             : "void";
  start += " " + function.name + "(";
  std::string result = start;
  size_t column = start.size();
  for (size_t i = 0; i < function.parameters.size(); ++i) {
    std::string parameter = parameterText(function.parameters[i]);
    if (i != 0 && column + parameter.size() + 2 > 110) {
      result += ",\n" + std::string(start.size(), ' ');
      column = start.size();
    } else if (i != 0) {
      result += ", ";
    }
    result += parameter;
    column += parameter.size() + 2;
  }
  return result + ")";
}

void printMembers(const std::vector<Member> &members, unsigned depth, std::string &result) {
  for (const Member &member : members) {
    std::string margin(2 * depth, ' ');
    std::string extents;
    for (int64_t extent : member.extents)
      extents += "[" + std::to_string(extent) + "]";
    if (member.members.empty()) {
      result += margin + ir::spelling(member.type) + " " + member.name + extents + ";\n";
      continue;
    }
    result += margin + "struct {\n";
    printMembers(member.members, depth + 1, result);
    result += margin + "} " + member.name + extents + ";\n";
  }
}

int64_t elementsOf(const std::vector<int64_t> &extents) {
  int64_t count = 1;
  for (int64_t extent : extents)
    count *= extent;
  return count;
}

std::string argumentText(const Parameter &parameter, size_t number) {
  std::string argument = "arguments[" + std::to_string(number) + "]";
  std::string type = parameter.structure.empty() ? ir::spelling(parameter.type) : parameter.structure;
  if (parameter.extents.empty())
    return "*static_cast<" + type + " *>(" + argument + ")";
  std::string rows;
  for (int64_t extent : llvm::drop_begin(parameter.extents))
    rows += "[" + std::to_string(extent) + "]";
  return "static_cast<" + type + (rows.empty() ? " *" : " (*)" + rows) + ">(" + argument + ")";
}
} // namespace

std::string printExpression(const ExpressionPointer &expression) { return text(expression); }

std::string printHeader(const TranslationUnit &unit) {
  std::string result = "// The interface of " + unit.top().name + ", from " + unit.origin + ".\n#pragma once\n";
  if (!unit.typeHeaders.empty())
    result += "\n";
  for (const std::string &header : unit.typeHeaders)
    result += "#include \"" + header + "\"\n";
  for (const Structure &structure : unit.structures) {
    result += "\nstruct " + structure.name + " {\n";
    printMembers(structure.members, 1, result);
    result += "};\n";
  }
  return result + "\nextern \"C\" {\n" + signatureText(unit.top()) + ";\n}\n";
}

std::string printSource(const TranslationUnit &unit, const Spellings &spellings) {
  std::string result =
      "// HLS C++ for " + spellings.vendor + ", from " + unit.origin + ".\n" + "#include \"kernel.h\"\n";
  if (!unit.includes.empty())
    result += "\n";
  for (const std::string &include : unit.includes)
    result += "#include <" + include + ">\n";
  result += "\n// Labels name the loops in the reports of the HLS tool; nothing jumps to them.\n"
            "#pragma GCC diagnostic ignored \"-Wunused-label\"\n";
  for (Support support : unit.support)
    result += "\n" + supportText(support);
  StatementPrinter printer(spellings);
  for (const Declaration &table : unit.tables)
    printer.print(table, 0);
  result += (unit.tables.empty() ? "" : "\n") + printer.result;
  for (const Function &function : unit.functions) {
    result +=
        "\n" + (function.comment.empty() ? "" : "// " + function.comment + "\n") + signatureText(function) + " {\n";
    StatementPrinter body(spellings);
    body.block(function.body, 1);
    result += body.result + "}\n";
  }
  return result;
}

std::string printEntry(const TranslationUnit &unit) {
  const Function &top = unit.top();
  std::string call = top.name + "(";
  for (size_t i = 0; i < top.parameters.size(); ++i)
    call += (i == 0 ? "\n      " : ",\n      ") + argumentText(top.parameters[i], i);
  call += ")";
  std::string resultType = top.result ? ir::spelling(*top.result) : top.resultStructure;
  if (!resultType.empty())
    call = "*static_cast<" + resultType + " *>(result) = " + call;
  std::string checks;
  auto check = [&](const std::string &structure, int64_t bytes) {
    checks += "static_assert(sizeof(" + structure + ") == " + std::to_string(bytes) +
              ", \"the layout of the source's struct\");\n";
  };
  for (const Parameter &parameter : top.parameters)
    if (!parameter.structure.empty())
      check(parameter.structure, parameter.bytes / elementsOf(parameter.extents));
  if (!top.resultStructure.empty())
    check(top.resultStructure, top.resultBytes);
  std::string start = "// One entry for every kernel: a pointer per parameter, and one to the result.\n"
                      "#include \"kernel.h\"\n\n" +
                      checks;
  std::string body = std::string(top.parameters.empty() ? "  (void)arguments;\n" : "") +
                     (resultType.empty() ? "  (void)result;\n" : "") + "  " + call + ";\n}\n";
  if (unit.stackBytes <= largestPlainStack)
    return start + "extern \"C\" void allo_entry(void **arguments, void *result) {\n" + body;
  // Local arrays are on-chip memories in hardware and live on the stack here: the call gets a thread with room for
  // them.
  return start +
         "#include <pthread.h>\n#include <stdexcept>\n\nstatic void invoke(void **arguments, void *result) {\n" + body +
         "\nstruct Invocation {\n  void **arguments;\n  void *result;\n};\n"
         "static void *start(void *pointer) {\n"
         "  Invocation *invocation = static_cast<Invocation *>(pointer);\n"
         "  invoke(invocation->arguments, invocation->result);\n  return nullptr;\n}\n\n"
         "// The local arrays of the kernel need more than the usual stack.\n"
         "extern \"C\" void allo_entry(void **arguments, void *result) {\n"
         "  Invocation invocation = {arguments, result};\n"
         "  pthread_t thread;\n  pthread_attr_t attributes;\n  pthread_attr_init(&attributes);\n"
         "  pthread_attr_setstacksize(&attributes, " +
         std::to_string((unit.stackBytes + 4 * largestPlainStack) / 4096 * 4096) +
         "UL);\n"
         "  if (pthread_create(&thread, &attributes, start, &invocation) != 0)\n"
         "    throw std::runtime_error(\"no thread for the kernel\");\n"
         "  pthread_join(thread, nullptr);\n  pthread_attr_destroy(&attributes);\n}\n";
}

} // namespace allo::target::hls
