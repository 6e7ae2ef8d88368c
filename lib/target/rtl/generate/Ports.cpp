// Which ports of which banks a function uses, and the ports of its own module.
#include "target/rtl/generate/FunctionGenerator.h"

namespace allo::target::rtl::generation {

using namespace model;

std::string bankPrefix(const std::string &memory, int64_t banks, int64_t bank) {
  return banks == 1 ? memory : memory + "_" + std::to_string(bank);
}

void FunctionGenerator::scanPorts() {
  for (const Node &node : function.nodes) {
    if (!isAccess(node))
      continue;
    for (size_t i = 0; i < node.banks.size(); ++i) {
      PortUsage &usage = usedPorts[{node.memory, node.banks[i], node.ports[i]}];
      (node.kind == NodeKind::load ? usage.reads : usage.writes) = true;
    }
  }
  for (const Child &child : function.children) {
    if (child.kind != Child::call)
      continue;
    for (const auto &[key, calleeUsage] : callees[child.callee].ports) {
      PortUsage &usage = usedPorts[{child.memories[key.memory], child.bankOf(key.memory, key.bank),
                                    child.portOf(key.memory, key.port)}];
      usage.reads |= calleeUsage.reads;
      usage.writes |= calleeUsage.writes;
    }
  }
}

void FunctionGenerator::declareMemoryPorts(MemoryId number) {
  const Memory &memory = function.memories[number];
  auto first = usedPorts.lower_bound({number, 0, 0});
  for (auto entry = first; entry != usedPorts.end() && entry->first.memory == number; ++entry) {
    const auto &[key, usage] = *entry;
    std::string prefix = bankPrefix(memory.name, memory.bankCount(), key.bank);
    std::string port = std::to_string(key.port);
    ExternalSignals &signals = externals[key];
    bool isRegister = memory.readLatency == 0;
    if (memory.bankDepth() > 1)
      signals.address = module.add(Signal::output, addressWidth(number), prefix + "_address" + port);
    if (!isRegister)
      signals.ce = module.add(Signal::output, 1, prefix + "_ce" + port);
    if (usage.writes) {
      signals.we = module.add(Signal::output, 1, prefix + "_we" + port);
      signals.d = module.add(Signal::output, memory.width, prefix + "_d" + port);
    }
    if (usage.reads)
      portQs[key] = module.add(Signal::input, memory.width, prefix + "_q" + port);
    result.ports[key] = usage;
  }
}

void FunctionGenerator::declarePorts() {
  module.clock = module.add(Signal::input, 1, "ap_clk");
  module.reset = module.add(Signal::input, 1, "ap_rst");
  module.add(Signal::input, 1, "ap_start");
  module.add(Signal::output, 1, "ap_done");
  if (function.isTop) {
    module.add(Signal::output, 1, "ap_idle");
    module.add(Signal::output, 1, "ap_ready");
  }
  for (const Argument &argument : function.arguments) {
    SignalId signal = module.add(Signal::input, argument.width, argument.name);
    argumentSignals.push_back(signal);
    result.argumentPorts.push_back(module.signals[signal].name);
  }
  for (const Function::Output &output : function.outputs) {
    SignalId signal =
        module.add(Signal::output, output.width, output.name == "return" ? "ap_return" : output.name + "_o");
    outputSignals.push_back(signal);
    result.outputPorts.push_back(module.signals[signal].name);
  }
  for (MemoryId memory = 0; memory < function.memories.size(); ++memory)
    if (function.memories[memory].isParameter)
      declareMemoryPorts(memory);
  for (auto &[id, fifo] : fifos)
    if (function.streams[id.first].isParameter)
      declareStreamPorts(id, fifo);
}

} // namespace allo::target::rtl::generation
