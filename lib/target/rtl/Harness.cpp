// The memories outside are arrays of the bench, all banks of one parameter in one array: C++ finds them by name, and
// Verilator schedules their accesses with those of the kernel, which costs less than C++ that looks at every port in
// every cycle.
#include "target/rtl/Harness.h"

#include "target/rtl/GraphQueries.h"

#include "ir/CTypes.h"

#include "allo/error.hpp"

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

#include <algorithm>

namespace allo::target::rtl {

namespace {
constexpr unsigned mostPorts = 64; // of a bank

std::string number(int64_t value) { return std::to_string(value); }
std::string range(unsigned width) { return width == 1 ? "" : "[" + number(width - 1) + ":0] "; }

unsigned bytesOf(unsigned width) { return ir::byteSizeOfInteger(width); } // of a scalar on the host

// Banks of a memory, and elements of each.
std::pair<int64_t, int64_t> sizesOf(const Memory &memory) {
  int64_t banks = 1, depth = 1;
  for (const MemoryDimension &dimension : memory.dimensions) {
    banks *= dimension.banks;
    depth *= dimension.depth;
  }
  return {banks, depth};
}

class BenchWriter {
public:
  BenchWriter(const Graph &graph, const model::Netlist &netlist, const Interface &interface)
      : graph_(graph), top_(netlist.modules.back()), interface_(interface) {
    for (const model::Signal &signal : top_.signals)
      if (signal.kind == model::Signal::input || signal.kind == model::Signal::output)
        ports_[signal.name] = &signal;
  }

  Harness write() {
    for (const char *name : {"ap_clk", "ap_rst", "ap_start", "ap_done", "ap_idle", "ap_ready"})
      require(name);
    for (size_t slot = 0; slot < graph_.parameters.size(); ++slot)
      addParameter(graph_.parameters[slot], slot);
    if (graph_.resultOutput >= 0)
      addOutput(interface_.parameters.size(), 0, graph_.resultOutput);
    for (const model::Signal &signal : top_.signals)
      if (ports_.count(signal.name) && !connected_.contains(signal.name))
        throw InternalError("port '" + signal.name + "' of " + top_.name + " belongs to no parameter");
    Harness harness;
    harness.files["allo_bench.sv"] = text();
    harness.files["allo_bench.vlt"] = visibility;
    harness.description = description_;
    return harness;
  }

private:
  // Of the controllers (Module's generator names them so), for the watchdog.
  static constexpr const char *visibility = "`verilator_config\n"
                                            "public_flat_rd -module \"*\" -var \"*_step\"\n"
                                            "public_flat_rd -module \"*\" -var \"*_busy\"\n"
                                            "public_flat_rd -module \"*\" -var \"*_stage\"\n"
                                            "public_flat_rd -module \"*\" -var \"*_pending*\"\n";

  // Null where there is none. A source's name that is none in SystemVerilog was made one.
  const model::Signal *find(const std::string &name) const {
    auto found = ports_.find(name);
    if (found == ports_.end())
      found = ports_.find(model::legalName(name));
    return found == ports_.end() ? nullptr : found->second;
  }
  const model::Signal &require(const std::string &name) {
    const model::Signal *signal = find(name);
    if (!signal)
      throw InternalError(top_.name + " has no port '" + name + "'");
    connected_.insert(signal->name);
    return *signal;
  }
  void connect(const std::string &port, const std::string &to) {
    connections_ += ",\n      ." + require(port).name + "(" + to + ")";
  }

  void addParameter(const TopParameter &parameter, size_t slot) {
    if (parameter.memory >= 0)
      addArray(parameter.memory, slot);
    for (const TopParameter::MemberArray &member : parameter.members)
      addMemory(graph_.top().memories[static_cast<size_t>(member.memory)], slot, member);
    for (auto [offset, argument] : parameter.inputs)
      addInput(slot, offset, graph_.top().arguments[static_cast<size_t>(argument)]);
    for (auto [offset, output] : parameter.outputs)
      addOutput(slot, offset, output);
  }

  void addInput(size_t slot, int64_t offset, const Argument &argument) {
    if (!find(argument.name)) // nothing uses it
      return;
    std::string variable = "s" + number(scalars_++);
    declarations_ += "  reg " + range(argument.width) + variable + " /*verilator public_flat_rw*/; // " +
                     argument.name + "\n  reg " + range(argument.width) + variable + "_held;\n";
    body_ += "  always @(posedge clock) if (load) " + variable + "_held <= " + variable + ";\n";
    connect(argument.name, variable + "_held");
    description_ += "input " + number(slot) + " " + number(offset) + " " + number(bytesOf(argument.width)) + " " +
                    variable + " " + number(argument.width) + "\n";
  }

  void addOutput(size_t slot, int64_t offset, int index) {
    const Function::Output &output = graph_.top().outputs[static_cast<size_t>(index)];
    std::string variable = "o" + number(outputs_++);
    declarations_ +=
        "  wire " + range(output.width) + variable + " /*verilator public_flat_rd*/; // " + output.name + "\n";
    connect(output.name == "return" ? "ap_return" : output.name + "_o", variable);
    description_ += "output " + number(slot) + " " + number(offset) + " " + number(bytesOf(output.width)) + " " +
                    variable + " " + number(output.width) + " " + number(output.isSigned) + "\n";
  }

  void addArray(int memory, size_t slot) {
    addMemory(graph_.top().memories[static_cast<size_t>(memory)], slot,
              wholeArray(memory, interface_.parameters[slot]));
  }

  void addMemory(const Memory &memory, size_t slot, const TopParameter::MemberArray &layout) {
    auto [banks, depth] = sizesOf(memory);
    unsigned self = memories_++;
    std::string variable = "m" + number(self);
    declarations_ += "  reg " + range(memory.width) + variable + " [0:" + number(banks * depth - 1) +
                     "] /*verilator public_flat_rw*/; // " + memory.name + "\n";
    // Without a write in a clocked block the simulator may take an array that the kernel only reads for constant.
    body_ += "  always @(posedge clock) if (poke) " + variable + "[0] <= ~" + variable + "[0];\n";
    for (int64_t bank = 0; bank < banks; ++bank) {
      std::string prefix = memory.name + (banks == 1 ? "" : "_" + number(bank));
      for (unsigned port = 0; port < mostPorts; ++port)
        addPort(memory, variable, prefix, self, bank, port);
    }
    description_ += "array " + number(slot) + " " + variable + " " + number(layout.elementBytes) + " " +
                    number(memory.width) + " " + number(layout.isSigned) + " " + number(layout.offset);
    auto stride = layout.strides.begin();
    for (const MemoryDimension &dimension : memory.dimensions)
      description_ += " " + number(dimension.extent) + " " +
                      (dimension.kind == MemoryDimension::none     ? "n"
                       : dimension.kind == MemoryDimension::cyclic ? "c"
                                                                   : "b") +
                      " " + number(dimension.banks) + " " + number(dimension.depth) + " " + number(*stride++);
    description_ += "\n";
  }

  // One port of a bank: reads get what was there before the edge, the data stays until the next access. A port without
  // an enable is that of a register: it always shows the element.
  void addPort(const Memory &memory, const std::string &variable, const std::string &prefix, unsigned self,
               int64_t bank, unsigned port) {
    auto name = [&](const char *role) { return prefix + "_" + role + number(port); };
    bool reads = find(name("q")), writes = find(name("d"));
    if (!reads && !writes)
      return;
    std::string wire = variable + "_" + number(bank) + "_";
    auto declare = [&](const char *role, unsigned width) {
      std::string own = wire + role + number(port);
      declarations_ += "  wire " + range(width) + own + ";\n";
      connect(name(role), own);
      return own;
    };
    int64_t depth = sizesOf(memory).second;
    std::string element = number(bank * depth);
    std::string enable, address, action;
    if (find(name("ce")))
      enable = declare("ce", 1);
    if (const model::Signal *signal = find(name("address"))) {
      unsigned width = signal->width;
      address = declare("address", width);
      element += " + " + address;
      if (!enable.empty() && width < 62 && (int64_t(1) << width) > depth)
        action += "    if (" + address + " >= " + number(width + 1) + "'d" + number(depth) +
                  ") begin $display(\"range " + number(self) + " " + number(bank) + " %0d\", " + address +
                  "); $finish; end\n";
    }
    std::string place = variable + "[" + element + "]";
    if (reads && enable.empty()) {
      std::string q = declare("q", memory.width);
      body_ += "  assign " + q + " = " + place + ";\n";
    } else if (reads) {
      std::string own = wire + "q" + number(port);
      declarations_ += "  reg " + range(memory.width) + own + ";\n";
      connect(name("q"), own);
      action += "    " + own + " <= " + place + ";\n";
    }
    if (writes) {
      std::string write = declare("we", 1), data = declare("d", memory.width);
      action += "    if (" + write + ") " + place + " <= " + data + ";\n";
    }
    if (!action.empty())
      // Before the reset, registers hold anything.
      body_ += "  always @(posedge clock) if (!reset" + (enable.empty() ? "" : " & " + enable) + ") begin\n" + action +
               "  end\n";
  }

  std::string text() const {
    return "// Test bench of " + top_.name +
           ": the memories and registers outside of it. Driven by allo_driver.cpp.\n"
           "module " +
           benchModule +
           "(input clock, input reset, input start, input load, input poke,\n"
           "                  output done, output idle, output ready);\n" +
           declarations_ + body_ + "  " + top_.name +
           " kernel(.ap_clk(clock), .ap_rst(reset), .ap_start(start), .ap_done(done), .ap_idle(idle),\n"
           "      .ap_ready(ready)" +
           connections_ + ");\nendmodule\n";
  }

  const Graph &graph_;
  const model::Module &top_;
  const Interface &interface_;
  llvm::StringMap<const model::Signal *> ports_;
  llvm::StringSet<> connected_;
  unsigned scalars_ = 0, outputs_ = 0, memories_ = 0;
  std::string declarations_, body_, connections_, description_;
};

const model::Module *moduleNamed(const model::Netlist &netlist, const std::string &name) {
  for (const model::Module &module : netlist.modules)
    if (module.name == name)
      return &module;
  return nullptr;
}

const model::Module *instantiated(const model::Netlist &netlist, const model::Module &in, const std::string &name) {
  for (const model::Section &section : in.sections)
    for (const model::Instance &instance : section.instances)
      if (instance.name == name)
        return moduleNamed(netlist, instance.module);
  return nullptr;
}
} // namespace

Harness makeHarness(const Graph &graph, const model::Netlist &netlist, const Interface &interface) {
  return BenchWriter(graph, netlist, interface).write();
}

ActiveState activeState(const model::Netlist &netlist, const std::string &scope, const std::string &signal,
                        uint64_t value) {
  ActiveState state{netlist.modules.back().name, signal, value, ""};
  const model::Module *module = &netlist.modules.back();
  std::string path = scope;
  const std::string before = std::string(benchModule) + ".kernel";
  size_t start = path.find(before);
  path = start == std::string::npos ? "" : path.substr(start + before.size());
  while (module && !path.empty()) { // ".u_row.u_cell"
    size_t end = std::min(path.find('.', 1), path.size());
    std::string instance = path.substr(1, end - 1);
    state.instance += "." + instance;
    module = instantiated(netlist, *module, instance);
    path = path.substr(end);
  }
  if (module)
    for (const model::Signal &candidate : module->signals)
      if (candidate.name == signal)
        state.comment = candidate.comment;
  return state;
}

} // namespace allo::target::rtl
