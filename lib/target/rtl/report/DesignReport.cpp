#include "target/rtl/report/DesignReport.h"

#include "target/rtl/GraphQueries.h"
#include "target/rtl/report/Latency.h"
#include "target/rtl/report/ModelArea.h"

#include "llvm/Support/MathExtras.h"

#include <map>

namespace allo::target::rtl {

namespace {
Resources resourcesOf(const Area &area) { return {area.lut, area.ff, area.dsp, area.bram, area.uram}; }

void add(Resources &sum, const Resources &more, double times = 1) {
  sum.lut += times * more.lut;
  sum.ff += times * more.ff;
  sum.dsp += times * more.dsp;
  sum.bram += times * more.bram;
  sum.uram += times * more.uram;
}

Resources scaled(const Resources &one, double times) {
  Resources all;
  add(all, one, times);
  return all;
}

std::string operatorName(const OperatorKey &key) {
  unsigned bits = key.operandWidth ? key.operandWidth : key.width;
  if (key.format.width() > 1)
    bits = key.format.width();
  std::string name = std::string(nameOf(key.kind)) + " " + std::to_string(bits) +
                     (key.otherWidth ? " x " + std::to_string(key.otherWidth) : "") + " bits";
  if (key.kind == OperatorKind::fext || key.kind == OperatorKind::ftruncate)
    name += " to " + std::to_string(key.resultFormat.width());
  if (key.kind == OperatorKind::fptosi || key.kind == OperatorKind::fptoui)
    name += " to " + std::to_string(key.width);
  if (key.kind == OperatorKind::sitofp || key.kind == OperatorKind::uitofp)
    name = std::string(nameOf(key.kind)) + " " + std::to_string(key.operandWidth) + " to " + std::to_string(bits) +
           " bits";
  return name;
}

class LoopReporter {
public:
  LoopReporter(HardwareReport &report, const Graph &graph, const std::map<unsigned, llvm::APInt> &scalars)
      : report_(report), graph_(graph), latencies_(latenciesOf(graph, scalars)) {}

  void run() {
    report_.cycles = {latencies_.total.least, latencies_.total.most};
    report_.loops.clear();
    for (unsigned number = 0; number < graph_.functions.size(); ++number)
      addLoops(number, graph_.functions[number], 0);
  }

private:
  static int depthOf(const Function &function, const Child &loop) {
    int depth = 0;
    for (BlockId block = function.nodes[loop.node].block; function.blocks[block].child != noId;
         block = function.blocks[block].parent)
      depth += function.children[function.blocks[block].child].kind == Child::loop;
    return depth;
  }

  void addLoops(unsigned number, const Function &function, BlockId block) {
    for (NodeId id : function.blocks[block].nodes) {
      if (function.nodes[id].kind != NodeKind::child)
        continue;
      const Child &child = function.children[function.nodes[id].child];
      if (child.kind == Child::call)
        continue;
      if (child.kind == Child::branch) {
        addLoops(number, function, child.thenBlock);
        if (child.elseBlock != noId)
          addLoops(number, function, child.elseBlock);
        continue;
      }
      addLoop(number, function, function.nodes[id].child);
      addLoops(number, function, child.body);
    }
  }

  void addLoop(unsigned number, const Function &function, unsigned index) {
    const Child &child = function.children[index];
    const Block &body = function.blocks[child.body];
    HardwareLoop loop;
    loop.function = function.name;
    loop.path = child.path;
    loop.name = child.name;
    loop.place = child.place;
    loop.depth = depthOf(function, child);
    loop.requested_interval = child.requestedInterval;
    loop.interval = body.isPipelined ? body.interval : 0;
    loop.limiter = child.limiterKind;
    loop.limited_by = child.limiter;
    loop.iteration_cycles = body.depth;
    if (const auto &latency = latencies_.children[number][index]) {
      loop.trips = {latency->leastTrips, latency->mostTrips};
      loop.cycles = {latency->least, latency->most};
    } else {
      loop.trips = loop.cycles = {0, 0}; // never reached
    }
    report_.loops.push_back(std::move(loop));
  }

  HardwareReport &report_;
  const Graph &graph_;
  LatencyReport latencies_;
};

class ModuleReporter {
public:
  ModuleReporter(HardwareReport &report, const Design &design, const Device &device)
      : report_(report), design_(design), graph_(*design.graph), device_(device) {}

  void run() {
    countInstances();
    for (unsigned number = 0; number < graph_.functions.size(); ++number)
      addModule(number);
  }

private:
  // Of every function in the whole design. Callees come before their callers.
  void countInstances() {
    instances_.assign(graph_.functions.size(), 0);
    instances_.back() = 1;
    for (size_t number = graph_.functions.size(); number-- > 0;) {
      std::map<int, unsigned> units; // instance -> callee
      for (const Child &child : graph_.functions[number].children)
        if (child.kind == Child::call)
          units[child.unit] = child.callee;
      for (auto [unit, callee] : units)
        instances_[callee] += instances_[number];
    }
  }

  void addModule(unsigned number) {
    const Function &function = graph_.functions[number];
    const model::Module &model = design_.netlist.modules[number];
    HardwareModule module;
    module.name = model.name;
    module.function = function.name;
    module.instances = instances_[number];
    addOperators(function, module);
    for (const Memory &memory : function.memories)
      if (!memory.isParameter || function.isTop)
        module.memories.push_back(memoryOf(memory));
    for (const Stream &stream : function.streams)
      if (!stream.isParameter)
        module.memories.push_back(fifosOf(stream));
    module.estimated = resourcesOf(areaOf(model, device_));
    for (const HardwareOperator &one : module.operators)
      add(module.estimated, one.estimated);
    for (const HardwareMemory &memory : module.memories)
      add(module.estimated, memory.estimated);
    add(report_.estimated, module.estimated, static_cast<double>(module.instances));
    report_.modules.push_back(std::move(module));
  }

  void addOperators(const Function &function, HardwareModule &module) {
    std::map<std::pair<OperatorKey, unsigned>, HardwareOperator> kinds; // with their latencies
    for (const Unit &unit : function.units) {
      HardwareOperator &kind = kinds[{unit.key, unit.data.latency}];
      kind.name = operatorName(unit.key);
      kind.latency = unit.data.latency;
      ++kind.count;
      add(kind.estimated, resourcesOf(unit.data.area));
    }
    for (auto &[key, kind] : kinds)
      module.operators.push_back(std::move(kind));
  }

  // The words, and for the control of each FIFO a counter, two pointers and two flags.
  HardwareMemory fifosOf(const Stream &stream) const {
    HardwareMemory described;
    described.name = stream.name;
    described.banks = stream.count();
    described.depth = stream.depth;
    described.width = stream.width;
    described.place = stream.place;
    Area area;
    double bits = llvm::Log2_64_Ceil(stream.depth + 1);
    switch (styleOf(stream)) {
    case MemoryStyle::registers:
      described.style = "FIFO in registers";
      area.ff = static_cast<double>(stream.depth) * stream.width + bits + 2;
      area.lut = (stream.depth > 1 ? stream.width / 2.0 : 0) + 2 * bits;
      break;
    case MemoryStyle::blockRam:
      described.style = "FIFO in block RAM";
      area = device_.memoryArea("block", stream.depth, stream.width, 2);
      area.ff += stream.width + 3 * bits + 3;
      area.lut += stream.width / 2.0 + 6 * bits;
      break;
    default:
      described.style = "FIFO in LUT RAM";
      area = device_.memoryArea("distributed", stream.depth, stream.width, 2);
      area.ff = 3 * bits + 2; // what it shows comes straight from the RAM
      area.lut += 5 * bits;
    }
    described.estimated = scaled(resourcesOf(area), static_cast<double>(described.banks));
    return described;
  }

  HardwareMemory memoryOf(const Memory &memory) const {
    HardwareMemory described;
    described.name = memory.name;
    described.banks = memory.bankCount();
    described.depth = memory.bankDepth();
    described.width = memory.width;
    described.copies = memory.copies;
    described.place = memory.place;
    if (memory.isParameter) {
      described.style = "port"; // nothing of it is in the design
      return described;
    }
    const char *kind = nullptr;
    switch (memory.style) {
    case MemoryStyle::registers: // counted among the module's registers
      described.style = "registers";
      break;
    case MemoryStyle::lutRam:
      described.style = "LUT RAM", kind = "distributed";
      break;
    case MemoryStyle::blockRam:
      described.style = "block RAM", kind = "block";
      break;
    case MemoryStyle::ultraRam:
      described.style = "ultra RAM", kind = "ultra";
      break;
    case MemoryStyle::external:
      described.style = "port";
      break;
    }
    if (!memory.contents.empty())
      described.style = "ROM in " + described.style;
    if (kind)
      described.estimated = scaled(resourcesOf(device_.memoryArea(kind, described.depth, memory.width, memory.ports)),
                                   static_cast<double>(described.banks * described.copies));
    return described;
  }

  HardwareReport &report_;
  const Design &design_;
  const Graph &graph_;
  const Device &device_;
  std::vector<int64_t> instances_;
};
} // namespace

HardwareReport reportOf(const Graph &graph, const Device &device, const Options &options) {
  HardwareReport report;
  report.device = device.name();
  report.clock_ns = options.clockNs;
  LoopReporter(report, graph, {}).run();
  return report;
}

HardwareReport reportOf(const Design &design, const Device &device, const Options &options) {
  HardwareReport report = reportOf(*design.graph, device, options);
  ModuleReporter(report, design, device).run();
  return report;
}

void reportCycles(HardwareReport &report, const Graph &graph, const std::map<unsigned, llvm::APInt> &scalars) {
  LoopReporter(report, graph, scalars).run();
}

} // namespace allo::target::rtl
