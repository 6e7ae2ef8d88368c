// The stages in order.
#include "target/rtl/Design.h"
#include "target/rtl/Limits.h"

#include "allo/error.hpp"
#include "target/rtl/GraphQueries.h"
#include "target/rtl/memories/Memories.h"

#include <algorithm>
#include <cstdio>
#include <set>

namespace allo::target::rtl {

namespace {
std::vector<std::string> filesOf(const std::string &module) {
  if (memorySources().contains(module + ".sv"))
    return {module + ".sv"};
  return sourcesOf(module);
}

// Library modules that the netlist instantiates, in the order of their first use.
std::vector<std::string> librarySources(const model::Netlist &netlist) {
  std::set<std::string> own, seen;
  for (const model::Module &module : netlist.modules)
    own.insert(module.name);
  for (const model::Rom &rom : netlist.roms)
    own.insert(rom.name);
  std::vector<std::string> files;
  for (const model::Module &module : netlist.modules)
    for (const model::Section &section : module.sections)
      for (const model::Instance &instance : section.instances)
        if (!own.contains(instance.module) && seen.insert(instance.module).second)
          for (const std::string &file : filesOf(instance.module))
            if (std::find(files.begin(), files.end(), file) == files.end())
              files.push_back(file);
  return files;
}

void checkLimits(const std::map<std::string, int> &limits) {
  std::string known;
  std::set<std::string> names;
  for (int kind = 0; kind <= static_cast<int>(OperatorKind::fptoui); ++kind)
    if (std::string name = nameOf(static_cast<OperatorKind>(kind)); names.insert(name).second)
      known += (known.empty() ? "" : ", ") + name;
  for (const auto &[name, count] : limits) {
    if (!names.contains(name))
      throw UserError("there is no operator '" + name + "' to limit", {}, "operators: " + known);
    if (count < 1)
      throw UserError("operator '" + name + "' is limited to " + std::to_string(count) + " units", {},
                      "a design that needs it needs one unit at least");
  }
}

// Below this nothing at all can be done within a cycle.
void checkClock(const Device &device, double clockNs) {
  OperatorKey key;
  key.kind = OperatorKind::add;
  key.width = key.operandWidth = 8;
  double needed = device.operatorFor(key, 1000).delayIn / (1 - device.clockMargin());
  if (clockNs >= needed)
    return;
  char text[160];
  std::snprintf(text, sizeof text, "a clock period of %g ns is too short for %s, which adds 8 bits in %.2f ns", clockNs,
                device.name().c_str(), needed);
  throw UserError(text, {}, "ask for a longer period");
}

// The cycles of a call with every integer argument at the largest extent of an array: a measure for comparing two forms
// of one design, nothing more.
double expectedCycles(const Graph &graph) {
  int64_t extent = 1;
  for (const Memory &memory : graph.top().memories)
    for (const MemoryDimension &dimension : memory.dimensions)
      extent = std::max(extent, dimension.extent);
  std::map<unsigned, llvm::APInt> scalars;
  for (unsigned number = 0; number < graph.top().arguments.size(); ++number)
    if (unsigned width = graph.top().arguments[number].width; width >= 16)
      scalars[number] = llvm::APInt(64, extent).zextOrTrunc(width);
  Latency latency = latencyOf(graph, scalars);
  return static_cast<double>(latency.most.value_or(latency.least));
}

struct Attempt {
  Graph graph;
  double cycles = 0;
};

Attempt attempt(mlir::ModuleOp module, const Device &device, const Options &options, const std::set<int64_t> &keep) {
  mlir::OwningOpRef<mlir::ModuleOp> legal = legalise(module, keep);
  Attempt result{buildGraph(*legal, device, options)};
  schedule(result.graph, device, options);
  result.cycles = expectedCycles(result.graph);
  return result;
}

// The loops around the innermost one of each nest that runs as one pipeline but slower than asked: what stands around
// the inner loop, or a dependence between outer iterations, may be the reason.
std::vector<std::set<int64_t>> slowNests(const Graph &graph) {
  std::vector<std::set<int64_t>> nests;
  for (const Function &function : graph.functions)
    for (const Child &child : function.children)
      if (child.kind == Child::loop && child.sourceLoops.size() > 1 && child.requestedInterval > 0 &&
          function.blocks[child.body].interval > child.requestedInterval)
        nests.emplace_back(child.sourceLoops.begin(), std::prev(child.sourceLoops.end()));
  return nests;
}

// Nests are folded and flattened where that pays: a slow one is tried as a loop in a loop as well.
Attempt bestAttempt(mlir::ModuleOp module, const Device &device, const Options &options) {
  constexpr size_t mostTries = 8;
  std::set<int64_t> keep;
  Attempt best = attempt(module, device, options, keep);
  std::vector<std::set<int64_t>> nests = slowNests(best.graph);
  for (size_t tried = 0; tried < std::min(nests.size(), mostTries); ++tried) {
    std::set<int64_t> more = keep;
    more.insert(nests[tried].begin(), nests[tried].end());
    Attempt other = attempt(module, device, options, more);
    if (other.cycles < best.cycles) {
      best = std::move(other);
      keep = std::move(more);
    }
  }
  return best;
}
} // namespace

std::shared_ptr<const Graph> makeGraph(mlir::ModuleOp module, const Options &given) {
  Options options = given;
  Device device = Device::named(options.device);
  checkLimits(options.limits);
  for (auto function : module.getOps<mlir::func::FuncOp>())
    checkLimits(options.functionLimits[function.getSymName().str()] = limitsOf(function));
  checkClock(device, options.clockNs);
  auto graph = std::make_shared<Graph>(bestAttempt(module, device, options).graph);
  legaliseNames(*graph);
  bind(*graph, device, options);
  return graph;
}

Design makeDesign(mlir::ModuleOp module, const Options &options) {
  Design design;
  design.graph = makeGraph(module, options);
  design.netlist = generate(*design.graph);
  std::string wrong = model::verify(design.netlist);
  if (!wrong.empty())
    throw InternalError("the generated hardware is not well formed: " + wrong);
  design.top = design.netlist.modules.back().name;
  for (const std::string &file : librarySources(design.netlist)) {
    auto own = operatorSources().find(file);
    design.files[file] = own != operatorSources().end() ? own->second : memorySources().at(file);
    design.fileOrder.push_back(file);
  }
  std::map<std::string, std::string> printed = model::print(design.netlist);
  auto take = [&](const std::string &name) {
    design.files[name + ".sv"] = printed.at(name + ".sv");
    design.fileOrder.push_back(name + ".sv");
  };
  for (const model::Rom &rom : design.netlist.roms)
    take(rom.name);
  for (const model::Module &one : design.netlist.modules)
    take(one.name);
  return design;
}

} // namespace allo::target::rtl
