// interface: how a parameter of the top meets what is outside. A directive that HLS tools read.
#include "ir/Directives.h"
#include "ir/Naming.h"
#include "schedule/Primitive.h"
#include "schedule/SequentialPort.h"
#include "schedule/StepContext.h"

#include "mlir/IR/BuiltinTypes.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace allo::schedule {

namespace {
constexpr const char *word = "interface";

// The modes that fit what the parameter is.
struct Kind {
  std::string text;
  std::vector<std::string> modes;
};

Kind kindOf(Value parameter) {
  auto type = dyn_cast<MemRefType>(parameter.getType());
  if (!type)
    return {"a scalar that is passed by value", {"s_axilite", "ap_none", "ap_stable", "ap_vld", "ap_ack", "ap_hs"}};
  if (type.getRank() == 0)
    return {"a scalar that the function writes", {"s_axilite", "m_axi", "ap_none", "ap_vld", "ap_ovld", "ap_hs"}};
  return {"an array", {"m_axi", "s_axilite", "ap_memory", "bram", "axis", "ap_fifo"}};
}

// The address of an m_axi port may come through a control register: two pragmas on one port, and the only two.
bool isPair(const std::string &mode, const std::string &present) {
  return (mode == "s_axilite" && present == "m_axi") || (mode == "m_axi" && present == "s_axilite");
}

void checkPresent(const StepContext &context, Value argument, const std::string &mode) {
  std::vector<std::string> present;
  for (const ir::Directive &directive : ir::directivesOf(argument))
    if (ir::wordOf(directive) == word)
      present.push_back(directive.second);
  if (present.empty() || (present.size() == 1 && isPair(mode, ir::optionOf(present.front(), "mode"))))
    return;
  context.refuse(context.describe(argument) + " already has the interface " + present.front(),
                 "an interface is set once; undo the step that set it");
}

void checkOrder(StepContext &context, const ArrayArgument &argument, const std::string &mode) {
  if (auto obstacle = sequenceObstacleOf(context, argument.memory))
    context.refuseIllegal("mode " + mode + " passes each element once, in order: " + obstacle->text, obstacle->hint);
}

void apply(StepContext &context) {
  ArrayArgument argument = context.array("argument");
  std::string name = context.describe(argument.memory), mode = context.choice("mode");
  if (!isa<BlockArgument>(argument.memory) || argument.function != context.top())
    context.refuse(name + " is not a parameter of the top", "only the top has an interface");
  checkPresent(context, argument.memory, mode);
  Kind kind = kindOf(argument.memory);
  if (!llvm::is_contained(kind.modes, mode))
    context.refuse("mode " + mode + " does not fit " + name + ", " + kind.text,
                   "its modes are " + llvm::join(kind.modes, ", "));
  std::string options = "mode=" + mode;
  auto add = [&](const std::string &option, bool fits, const std::string &where) {
    if (!context.isGiven(option))
      return;
    if (!fits)
      context.refuse(option + " means nothing for mode " + mode, "it belongs to " + where);
    options +=
        " " + option + "=" +
        (option == "depth" || option == "latency" ? std::to_string(context.integer(option)) : context.name(option));
  };
  add("bundle", mode == "m_axi" || mode == "s_axilite", "m_axi and s_axilite");
  add("offset", mode == "m_axi", "m_axi");
  add("depth", mode == "m_axi", "m_axi");
  add("latency", mode == "m_axi" || mode == "ap_memory" || mode == "bram", "m_axi, ap_memory and bram");
  if (auto type = dyn_cast<MemRefType>(argument.memory.getType()); type && context.isGiven("depth"))
    if (type.hasStaticShape() && context.integer("depth") < type.getNumElements())
      context.refuse("depth " + std::to_string(context.integer("depth")) + " is less than the " +
                         std::to_string(type.getNumElements()) + " elements of " + name,
                     "a simulation of the tool would lose the rest");
  if (isSequentialMode(mode))
    checkOrder(context, argument, mode);
  StringRef further = StringRef(context.name("options")).trim();
  if (further.consume_front("("))
    further.consume_back(")");
  if (!further.empty())
    options += " " + further.trim().str();
  bool isSecond = static_cast<bool>(ir::directiveOf(argument.memory, word));
  ir::setDirective(argument.memory, isSecond ? std::string(word) + "." + mode : std::string(word), options);
  context.noteSetBy(argument.function, argument.variable.getId(), word);
}
} // namespace

extern const Primitive interfacePrimitive = {
    "interface",
    {{ParameterKind::Array, "argument", "the parameter of the top"},
     {ParameterKind::Choice,
      "mode",
      "the protocol, as HLS tools spell it",
      true,
      {},
      {"m_axi", "s_axilite", "ap_memory", "bram", "axis", "ap_fifo", "ap_none", "ap_stable", "ap_vld", "ap_ovld",
       "ap_ack", "ap_hs"}},
     {ParameterKind::Name, "bundle", "the port that it shares with others of the same bundle", true, ""},
     {ParameterKind::Choice,
      "offset",
      "where the address of an m_axi port comes from",
      true,
      "",
      {"slave", "direct", "off"}},
     {ParameterKind::Integer, "depth", "the elements behind an m_axi port, for simulation", true, "", {}, 1},
     {ParameterKind::Integer, "latency", "the cycles that the memory outside takes", true, "", {}, 0},
     {ParameterKind::Text, "options", "what else the tool reads, in parentheses where there are several", true, ""}},
    {.meaning = "Says how a parameter of the top meets what is outside. The hls target prints the pragma; the cpu "
                "target needs none, and the rtl target has one interface for each kind of parameter and says in a note "
                "that it makes no use of this. The meaning of the program does not change.",
     .legality = "A parameter of the top, once (m_axi and s_axilite, for its address, go together); the mode fits it, "
                 "and the options fit the mode; what `options` says is for the tool to check. Modes that pass elements "
                 "one by one (axis, ap_fifo) need an array that is only read or only written, each element exactly "
                 "once, in row-major order, in every call: decided exactly over integers, through one call too. Steps "
                 "that would change that order later are refused.",
     .cost = "In an HLS tool the adapter of the protocol: for m_axi an AXI master with its burst buffers for each "
             "bundle (the parameters of one bundle wait for one another), for s_axilite a register for each scalar and "
             "one slave for all, for ap_memory wires, for axis and ap_fifo a handshake and no address.",
     .before = R"(void example(const int A[64], int B[64]) {
  for (int i = 0; i < 64; ++i)
    B[i] = A[i] * 3;
})",
     .after = R"(void example(const int A[64], int B[64]) {
#pragma HLS interface port=A mode=axis
  for (int i = 0; i < 64; ++i)
    B[i] = A[i] * 3;
})",
     .errors = {{"'t' is not a parameter of the top", "a local array, or one of another function"},
                {"mode ap_memory does not fit 'n', a scalar that is passed by value", "array and scalar modes"},
                {"bundle means nothing for mode ap_memory", "an option of another mode"},
                {"depth 8 is less than the 64 elements of 'A'", "a simulation would lose elements"},
                {"'A' already has the interface mode=m_axi", "an interface is set once"},
                {"mode axis passes each element once, in order: A[1][0] is read at (j=0, i=1) on line 4 before A[0][1] "
                 "at (j=1, i=0) on line 4",
                 "another order than row by row"},
                {"mode axis passes each element once, in order: A[0] is read at (i=0, j=0) on line 4 and read again at "
                 "(i=0, j=1) on line 4",
                 "an element twice"},
                {"mode ap_fifo passes each element once, in order: A[7] is never written", "an element is left out"},
                {"mode axis passes each element once, in order: 'A' (line 1) is both read and written, and such a port "
                 "goes one way",
                 "a parameter of both directions"},
                {"mode axis passes each element once, in order: cannot prove that the elements of A pass one by one, "
                 "in row-major order, because the read of A on line 4 is not affine",
                 "indices that the analysis cannot compare"},
                {"'A' (line 1) passes its elements in order by 'interface A mode=axis' and would not be any more: …",
                 "a later step that changes the order"}},
     .example = "interface A mode=axis",
     .method = "s.interface(\"A\", {.mode = \"axis\"})"},
    apply,
};

} // namespace allo::schedule
