// interface: how a parameter of the top meets what is outside. A directive that HLS tools read.
#include "ir/Directives.h"
#include "ir/Naming.h"
#include "schedule/Primitive.h"
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
  return {"an array", {"m_axi", "s_axilite", "ap_memory", "bram"}};
}

void apply(StepContext &context) {
  ArrayArgument argument = context.array("argument");
  std::string name = context.describe(argument.memory), mode = context.choice("mode");
  if (!isa<BlockArgument>(argument.memory) || argument.function != context.top())
    context.refuse(name + " is not a parameter of the top", "only the top has an interface");
  if (StringAttr present = ir::directiveOf(argument.memory, word))
    context.refuse(name + " already has the interface " + present.getValue().str(),
                   "an interface is set once; undo the step that set it");
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
  ir::setDirective(argument.memory, word, options);
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
      {"m_axi", "s_axilite", "ap_memory", "bram", "ap_none", "ap_stable", "ap_vld", "ap_ovld", "ap_ack", "ap_hs"}},
     {ParameterKind::Name, "bundle", "the port that it shares with others of the same bundle", true, ""},
     {ParameterKind::Choice,
      "offset",
      "where the address of an m_axi port comes from",
      true,
      "",
      {"slave", "direct", "off"}},
     {ParameterKind::Integer, "depth", "the elements behind an m_axi port, for simulation", true, "", {}, 1},
     {ParameterKind::Integer, "latency", "the cycles that the memory outside takes", true, "", {}, 0}},
    {.meaning = "Says how a parameter of the top meets what is outside. The hls target prints the pragma; the cpu "
                "target needs none, and the rtl target has one interface for each kind of parameter and says in a note "
                "that it makes no use of this. The meaning of the program does not change.",
     .legality = "A parameter of the top, once; the mode fits it, and the options fit the mode. Sequential modes "
                 "(axis, ap_fifo) need a proof of order that is not made yet: they can be recorded with `directive`, "
                 "and the tool checks them.",
     .cost = "In an HLS tool the adapter of the protocol: for m_axi an AXI master with its burst buffers for each "
             "bundle (the parameters of one bundle wait for one another), for s_axilite a register for each scalar and "
             "one slave for all, for ap_memory wires.",
     .before = R"(void example(const int A[64], int B[64]) {
  for (int i = 0; i < 64; ++i)
    B[i] = A[i] * 3;
})",
     .after = R"(void example(const int A[64], int B[64]) {
#pragma HLS interface port=A mode=m_axi bundle=gmem
  for (int i = 0; i < 64; ++i)
    B[i] = A[i] * 3;
})",
     .errors = {{"'t' is not a parameter of the top", "a local array, or one of another function"},
                {"mode ap_memory does not fit 'n', a scalar that is passed by value", "array and scalar modes"},
                {"bundle means nothing for mode ap_memory", "an option of another mode"},
                {"depth 8 is less than the 64 elements of 'A'", "a simulation would lose elements"},
                {"'A' already has the interface mode=m_axi", "an interface is set once"}},
     .example = "interface A mode=m_axi bundle=gmem",
     .method = "s.interface(\"A\", {.mode = \"m_axi\", .bundle = \"gmem\"})"},
    apply,
};

} // namespace allo::schedule
