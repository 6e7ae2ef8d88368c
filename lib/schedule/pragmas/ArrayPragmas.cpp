// Pragmas about variables: layouts, storage, streams, interfaces.
#include "schedule/pragmas/Pragma.h"

#include "ir/Directives.h"
#include "schedule/Address.h"
#include "schedule/Layouts.h"

using namespace mlir;

namespace allo::schedule {

namespace {
bool isArray(Value memory) {
  auto type = dyn_cast<MemRefType>(memory.getType());
  return type && type.getRank() > 0;
}

// Records the pragma on each variable that it names.
void recordOn(PragmaContext &context, const std::string &option) {
  std::string options = context.allOptions({option});
  for (const NamedArray &array : context.arrays(option))
    context.apply(directiveStep(context.pragma().word, "array", array.argument, options));
}

void record(PragmaContext &context) { recordOn(context, "variable"); }

// The dimensions that a layout pragma asks for: 1 where it does not say, as in Vitis HLS; 0 means all.
std::pair<unsigned, unsigned> dimensionsOf(PragmaContext &context, MemRefType type) {
  int64_t dimension = context.integer("dim", 0).value_or(1);
  if (dimension > type.getRank())
    context.refuse("there is no dimension " + std::to_string(dimension) + ": the array has " +
                       std::to_string(type.getRank()),
                   "dimensions count from 1; dim=0 means all");
  return dimension == 0 ? std::pair(0u, static_cast<unsigned>(type.getRank()))
                        : std::pair(static_cast<unsigned>(dimension - 1), static_cast<unsigned>(dimension));
}

// One step for all dimensions where none is laid out yet; else one for each that is not as the pragma wants it. A
// caller and its callee often say the same about one array.
void layOut(PragmaContext &context, bool reshape) {
  std::vector<NamedArray> arrays = context.arrays();
  if (context.flag("off"))
    return;
  std::string kind = context.choice("type", {"complete", "cyclic", "block"});
  if (kind.empty())
    kind = "complete";
  std::optional<int64_t> factor = context.integer("factor", 1);
  if (kind != "complete" && !factor)
    context.refuse("type=" + kind + " needs a factor, the number of banks", "write factor=2 or more");
  if (kind == "complete" && factor) {
    context.warn("every element gets its own bank: the factor says nothing");
    factor.reset();
  }
  for (const NamedArray &array : arrays) {
    if (isa<ir::StreamType>(array.memory.getType())) {
      context.warn("each stream of an array is apart from the others already");
      continue;
    }
    if (!isArray(array.memory))
      context.refuse("'" + array.argument.text + "' is a scalar, which has no banks", "name an array");
    auto type = cast<MemRefType>(array.memory.getType());
    auto [first, last] = dimensionsOf(context, type);
    auto wanted = ir::PartitionAttr::get(type.getContext(), *ir::symbolizePartitionKind(kind), factor.value_or(1));
    SmallVector<ir::PartitionAttr> present = partitionsOf(type);
    std::set<unsigned> reshaped = ir::reshapedDimensions(array.memory);
    SmallVector<unsigned> missing;
    for (unsigned i = first; i < last; ++i)
      if (present[i] != wanted || (reshaped.count(i + 1) != 0) != reshape)
        missing.push_back(i + 1);
    if (missing.size() == static_cast<size_t>(type.getRank()) && last - first == missing.size())
      missing = {last == 1 ? 1u : 0u};
    for (unsigned dimension : missing) {
      Step step{reshape ? "reshape" : "partition", {array.argument}, {}};
      step.named.push_back({"dim", {std::to_string(dimension)}});
      step.named.push_back({"kind", {kind}});
      if (factor)
        step.named.push_back({"factor", {std::to_string(*factor)}});
      context.apply(step);
    }
  }
}

void partition(PragmaContext &context) { layOut(context, false); }
void reshape(PragmaContext &context) { layOut(context, true); }

// The implementation that a pragma names, or the core of the older `resource` (RAM_2P_BRAM, RAM_1P_LUTRAM).
std::string storageOf(PragmaContext &context) {
  std::string name = context.text(context.pragma().word == "resource" ? "core" : "impl");
  for (const char *kind : {"lutram", "bram", "uram", "register"})
    if (StringRef(name).contains(kind))
      return kind;
  return {};
}

bool isHeldOutside(PragmaContext &context, const NamedArray &array) {
  return llvm::any_of(sameArray(context.state().moduleOp(), array.memory), [&](Value memory) {
    return isa<BlockArgument>(memory) && functionOf(memory) == context.state().top();
  });
}

// Kinds of memory that the design does not know (FIFOs, shift registers), and parameters of the top, which lie outside
// of it, are for the HLS tool alone.
void bindStorage(PragmaContext &context) {
  std::vector<NamedArray> arrays = context.arrays();
  std::string kind = storageOf(context);
  std::string options = context.allOptions({"variable"});
  if (context.isGiven("latency") && !kind.empty())
    context.warn("the latency of a memory follows from its kind");
  for (const NamedArray &array : arrays) {
    if (kind.empty() || !isArray(array.memory) || isHeldOutside(context, array)) {
      context.apply(directiveStep(context.pragma().word, "array", array.argument, options));
      continue;
    }
    // A caller and its callee often say the same about one array.
    ir::StorageKind wanted = *ir::symbolizeStorageKind(kind);
    if (schedule::storageOf(cast<MemRefType>(array.memory.getType())) != wanted)
      context.apply({"bind_storage", {array.argument}, {{"impl", {kind}}}});
  }
}

// The mode as HLS tools spell it, as a value or, older, as a word; "" for one that the step does not know.
std::string interfaceMode(PragmaContext &context) {
  static const char *const modes[] = {"m_axi",   "s_axilite", "ap_memory", "bram",    "axis",   "ap_fifo",
                                      "ap_none", "ap_stable", "ap_vld",    "ap_ovld", "ap_ack", "ap_hs"};
  std::string given = context.text("mode");
  for (const char *mode : modes)
    if (given == mode || (given.empty() && context.flag(mode)))
      return mode;
  return {};
}

void setInterface(PragmaContext &context) {
  std::string mode = interfaceMode(context);
  if (mode.empty())
    return recordOn(context, "port");
  Step step{"interface", {}, {{"mode", {mode}}}};
  std::set<std::string> known{"port", "mode", mode};
  auto take = [&](const std::string &option, const std::string &value) {
    known.insert(option);
    if (!value.empty())
      step.named.push_back({option, {value}});
  };
  auto number = [&](const std::string &option, int64_t minimum) {
    std::optional<int64_t> value = context.integer(option, minimum);
    take(option, value ? std::to_string(*value) : "");
  };
  bool isMemory = mode == "m_axi" || mode == "ap_memory" || mode == "bram";
  if (mode == "m_axi" || mode == "s_axilite")
    take("bundle", context.exactText("bundle"));
  if (mode == "m_axi" && context.text("offset") != "")
    take("offset", context.text("offset"));
  if (mode == "m_axi")
    number("depth", 1);
  if (isMemory)
    number("latency", 0);
  std::string further = context.allOptions(known);
  if (!further.empty())
    step.named.push_back({"options", {"(" + further + ")"}});
  for (const NamedArray &array : context.arrays("port")) {
    step.positional = {array.argument};
    context.apply(step);
  }
}

// A stream's depth is a step. An array whose elements are to pass through a FIFO stays an array here, and the tool
// makes the FIFO: what `to` would refute is refused.
void stream(PragmaContext &context) {
  std::string type = context.text("type");
  bool isFifo = (type.empty() || type == "fifo") && !context.isGiven("off");
  std::optional<int64_t> depth = context.integer("depth", 1);
  std::string options = context.allOptions({"variable"});
  for (const NamedArray &array : context.arrays()) {
    auto known = dyn_cast<ir::StreamType>(array.memory.getType());
    if (known && isFifo && depth) {
      if (known.getDepth() != *depth)
        context.apply({"stream_depth", {array.argument}, {{"depth", {std::to_string(*depth)}}}});
      continue;
    }
    if (isFifo && isArray(array.memory))
      if (std::string because = context.objectionTo({"to", {array.argument}, {}}); !because.empty()) {
        if (!StringRef(because).contains("cannot prove"))
          context.refuse("it is not so: " + because, "leave the pragma out");
        context.warn("neither proved nor refuted: " + because + "; it is taken as your claim");
      }
    context.apply(directiveStep("stream", "array", array.argument, options));
  }
}

void interface(PragmaContext &context) {
  if (!context.isTop()) {
    context.warn("only the top has an interface; it is ignored here");
    context.allOptions();
    return;
  }
  if (context.text("port") != "return")
    return setInterface(context);
  context.apply(directiveStep("interface", "function", context.functionArgument(), context.allOptions({"port"})));
}
} // namespace

std::vector<PragmaWord> arrayPragmas() {
  return {{"array_partition", PragmaGroup::arrays, partition},
          {"array_reshape", PragmaGroup::arrays, reshape},
          {"array_map", PragmaGroup::arrays, record},
          {"bind_storage", PragmaGroup::arrays, bindStorage},
          {"resource", PragmaGroup::arrays, bindStorage},
          {"stream", PragmaGroup::arrays, stream},
          {"bind_op", PragmaGroup::arrays, record},
          {"interface", PragmaGroup::arrays, interface},
          {"reset", PragmaGroup::arrays, record},
          {"stable", PragmaGroup::arrays, record},
          {"aggregate", PragmaGroup::arrays, record},
          {"disaggregate", PragmaGroup::arrays, record}};
}

} // namespace allo::schedule
