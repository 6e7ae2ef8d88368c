#include "verify/Solver.h"

#include "support/Process.h"
#include "support/TemporaryDirectory.h"
#include "verify/Evaluate.h"

#include "allo/error.hpp"

#include "llvm/ADT/StringExtras.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <set>
#include <sstream>

namespace allo::verify {

namespace {
constexpr size_t largestQuestion = 100000; // expressions

std::string bitsText(const llvm::APInt &bits) {
  llvm::SmallString<64> text;
  bits.toStringUnsigned(text, 2);
  return "#b" + std::string(bits.getBitWidth() - text.size(), '0') + text.str().str();
}

std::string sort(ExpressionType type) { return "(_ BitVec " + std::to_string(type.width()) + ")"; }

class Question {
public:
  explicit Question(const ExpressionStore &expressions) : expressions(expressions) {}

  void define(ExpressionId id);
  std::string text() const { return "(set-logic QF_AUFBV)\n" + declarations + body; }
  void add(const std::string &line) { body += line + "\n"; }
  static std::string name(ExpressionId id) { return "e" + std::to_string(id); }

private:
  std::string term(ExpressionId id, const Node &node);
  std::string listTerm(ExpressionId id, const Node &node);
  std::string uninterpreted(ExpressionId id, const Node &node);
  std::string apply(const char *function, const Node &node) {
    return std::string("(") + function + " " + name(node.a) + " " + name(node.b) + ")";
  }
  std::string truth(const std::string &condition) { return "(ite " + condition + " #b1 #b0)"; }

  const ExpressionStore &expressions;
  std::string declarations, body;
  std::set<std::string> declared;
};

std::string Question::listTerm(ExpressionId id, const Node &node) {
  llvm::ArrayRef<uint32_t> list = expressions.list(id);
  const char *function = node.opcode == Opcode::Sum           ? "bvadd"
                         : node.opcode == Opcode::Product     ? "bvmul"
                         : node.opcode == Opcode::Conjunction ? "bvand"
                         : node.opcode == Opcode::Disjunction ? "bvor"
                                                              : "bvxor";
  std::string result;
  for (size_t i = 0; i < list.size(); i += node.opcode == Opcode::Sum ? 2 : 1) {
    std::string term = list[i] ? name(list[i]) : name(list[i + 1]);
    if (node.opcode == Opcode::Sum && list[i] && !expressions.isConstant(list[i + 1], 1))
      term = "(bvmul " + name(list[i]) + " " + name(list[i + 1]) + ")";
    result = result.empty() ? term : std::string("(") + function + " " + result + " " + term + ")";
  }
  return result;
}

// A function that stands for the operation on these types, as the solver knows functions: an array by the operands.
std::string Question::uninterpreted(ExpressionId id, const Node &node) {
  std::string function = "f" + std::to_string(static_cast<int>(node.opcode)) + "_" + std::to_string(node.detail) + "_" +
                         std::to_string(node.type.width());
  if (node.opcode == Opcode::Elementary)
    function += expressions.name(node.c);
  std::string operands;
  unsigned width = 0;
  expressions.forEachOperand(id, [&](ExpressionId operand) {
    ExpressionType type = expressions.typeOf(operand);
    function += "_" + std::to_string(type.width()) + (type == ExpressionType::brain ? "b" : "");
    width += type.width();
    operands = operands.empty() ? name(operand) : "(concat " + operands + " " + name(operand) + ")";
  });
  if (declared.insert(function).second)
    declarations += "(declare-fun " + function + " () (Array " + sort(ExpressionType::integer(width)) + " " +
                    sort(node.type) + "))\n";
  return "(select " + function + " " + operands + ")";
}

std::string Question::term(ExpressionId id, const Node &node) {
  unsigned width = node.type.width();
  auto extension = [&] {
    return std::to_string(width - expressions.typeOf(node.a).width()) + ") " + name(node.a) + ")";
  };
  switch (node.opcode) {
  case Opcode::Add:
    return apply("bvadd", node);
  case Opcode::Multiply:
    return apply("bvmul", node);
  case Opcode::DivideUnsigned:
    return apply("bvudiv", node);
  case Opcode::DivideSigned:
    return "(ite (= " + name(node.b) + " " + bitsText(llvm::APInt(width, 0)) + ") " +
           bitsText(llvm::APInt::getAllOnes(width)) + " " + apply("bvsdiv", node) + ")";
  case Opcode::RemainderUnsigned:
    return apply("bvurem", node);
  case Opcode::RemainderSigned:
    return apply("bvsrem", node);
  case Opcode::And:
    return apply("bvand", node);
  case Opcode::Or:
    return apply("bvor", node);
  case Opcode::Xor:
    return apply("bvxor", node);
  case Opcode::ShiftLeft:
    return apply("bvshl", node);
  case Opcode::ShiftRight:
    return apply("bvlshr", node);
  case Opcode::ShiftRightSigned:
    return apply("bvashr", node);
  case Opcode::Equal:
    return truth(apply("=", node));
  case Opcode::LessUnsigned:
    return truth(apply("bvult", node));
  case Opcode::LessSigned:
    return truth(apply("bvslt", node));
  case Opcode::Select:
    return "(ite (= " + name(node.a) + " #b1) " + name(node.b) + " " + name(node.c) + ")";
  case Opcode::ExtendZero:
    return "((_ zero_extend " + extension();
  case Opcode::ExtendSign:
    return "((_ sign_extend " + extension();
  case Opcode::Truncate:
    return "((_ extract " + std::to_string(width - 1) + " 0) " + name(node.a) + ")";
  case Opcode::Bitcast:
    return name(node.a);
  default:
    return uninterpreted(id, node);
  }
}

void Question::define(ExpressionId id) {
  Node node = expressions[id];
  bool isFree = node.opcode == Opcode::Input || node.opcode == Opcode::Undefined || node.opcode == Opcode::FloatSum ||
                node.opcode == Opcode::FloatProduct;
  declarations += "(declare-fun " + name(id) + " () " + sort(node.type) + ")\n";
  if (isFree)
    return;
  std::string value = node.opcode == Opcode::Constant ? bitsText(expressions.bitsOf(id))
                      : hasList(node.opcode)          ? listTerm(id, node)
                                                      : term(id, node);
  add("(assert (= " + name(id) + " " + value + "))");
}

// The lines "e12 0101" of an answer, for the inputs.
void readModel(const std::string &output, llvm::ArrayRef<ExpressionId> inputs, SolverAnswer &answer) {
  std::set<ExpressionId> wanted(inputs.begin(), inputs.end());
  std::istringstream lines(output);
  for (std::string name, bits; lines >> name;) {
    if (name[0] != 'e' || !(lines >> bits))
      continue;
    ExpressionId id = static_cast<ExpressionId>(std::strtoul(name.c_str() + 1, nullptr, 10));
    std::replace(bits.begin(), bits.end(), 'x', '0'); // any
    if (wanted.count(id) && bits.find_first_not_of("01") == std::string::npos)
      answer.inputs[id] = llvm::APInt(static_cast<unsigned>(bits.size()), bits, 2);
  }
}
} // namespace

SolverAnswer askSolver(const ExpressionStore &expressions, ExpressionId left, ExpressionId right,
                       llvm::ArrayRef<ExpressionId> conditions, double seconds) {
  std::vector<ExpressionId> roots{left, right};
  roots.insert(roots.end(), conditions.begin(), conditions.end());
  Evaluation reached(expressions, roots, largestQuestion);
  if (!reached.isComplete() || seconds <= 0)
    return {};
  Question question(expressions);
  for (ExpressionId id : reached.all())
    question.define(id);
  for (ExpressionId condition : conditions)
    question.add("(assert (= " + Question::name(condition) + " #b1))");
  question.add("(assert (not (= " + Question::name(left) + " " + Question::name(right) + ")))");
  question.add("(check-sat)");
  question.add("(exit)");
  support::TemporaryDirectory folder;
  std::string file = (folder.path() / "question.smt2").string();
  support::writeFile(file, question.text());
  auto start = std::chrono::steady_clock::now();
  auto ask = [&](std::vector<std::string> command) -> std::string { // nothing where it is not installed, or too slow
    support::ProcessOptions options;
    options.timeoutSeconds = seconds - std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (options.timeoutSeconds <= 0)
      return "";
    command.push_back(file);
    try {
      support::ProcessResult result = support::runProcess(command, options);
      return result.timedOut ? "" : result.output;
    } catch (const UserError &) {
      return "";
    }
  };
  // A model has its price, up to thirty times the rest: it is asked for where there is one.
  SolverAnswer answer;
  std::string output = ask({"boolector", "--smt2"});
  if (output.rfind("unsat", 0) == 0) {
    answer.kind = SolverAnswer::proved;
  } else if (output.rfind("sat", 0) == 0) {
    output = ask({"boolector", "--smt2", "-m"});
    if (output.rfind("sat", 0) == 0) {
      answer.kind = SolverAnswer::witness;
      readModel(output, reached.inputs(), answer);
    }
  }
  return answer;
}

} // namespace allo::verify
