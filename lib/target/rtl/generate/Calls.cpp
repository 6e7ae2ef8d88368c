// Instances of callees: started by one call at a time, with arguments and memories of that call.
#include "target/rtl/generate/FunctionGenerator.h"

#include "llvm/Support/MathExtras.h"

namespace allo::target::rtl::generation {

using namespace model;
using K = Expression;

void FunctionGenerator::declareCalls() {
  for (unsigned number = 0; number < function.children.size(); ++number) {
    const Child &child = function.children[number];
    if (child.kind != Child::call)
      continue;
    CallInstance &instance = instances[child.unit];
    instance.callee = child.callee;
    instance.calls.push_back(number);
  }
  for (auto &[unit, instance] : instances) {
    const Function &callee = graph.functions[instance.callee];
    std::string name = callee.name + "_" + std::to_string(unit);
    instance.done = wire(1, name + "_done");
    if (instance.calls.size() > 1)
      instance.selected =
          module.add(Signal::reg, llvm::Log2_64_Ceil(instance.calls.size()), name + "_call", "which call is running");
    for (const Function::Output &output : callee.outputs)
      instance.outputs.push_back(wire(output.width, name + "_" + output.name));
    if (instance.calls.size() == 1)
      continue;
    // The next call overwrites the results of this one.
    for (unsigned number : instance.calls)
      for (unsigned output = 0; output < callee.outputs.size(); ++output)
        callResults[{number, output}] = module.add(Signal::reg, callee.outputs[output].width,
                                                   name + "_" + callee.outputs[output].name + "_line" +
                                                       std::to_string(function.children[number].place.line));
  }
}

Value FunctionGenerator::callSelect(int unit, unsigned position) {
  const CallInstance &instance = instances.at(unit);
  if (!instance.selected)
    return model::constant(1, 1);
  Value selected = read(*instance.selected);
  return binary(K::equal, selected, model::constant(selected->width, position));
}

void FunctionGenerator::connectMemory(int unit, unsigned parameter, Instance &instance) {
  const CallInstance &call = instances.at(unit);
  const GeneratedFunction &callee = callees[call.callee];
  const Memory &formal = graph.functions[call.callee].memories[parameter];
  std::string unitName = graph.functions[call.callee].name + "_" + std::to_string(unit);
  for (auto entry = callee.ports.lower_bound({parameter, 0, 0});
       entry != callee.ports.end() && entry->first.memory == parameter; ++entry) {
    const auto &[key, usage] = *entry;
    std::string prefix = bankPrefix(callee.memoryPrefixes[parameter], formal.bankCount(), key.bank);
    std::string digit = std::to_string(key.port);
    auto output = [&](const std::string &port, unsigned width) {
      SignalId signal = wire(width, unitName + "_" + prefix + port + digit);
      instance.connections.push_back({prefix + port + digit, nullptr, signal});
      return read(signal);
    };
    bool isRegister = formal.readLatency == 0;
    Value address = formal.bankDepth() > 1 ? output("_address", std::max(1u, llvm::Log2_64_Ceil(formal.bankDepth())))
                                           : model::constant(1, 0);
    Value ce = isRegister ? nullptr : output("_ce", 1);
    Value we = usage.writes ? output("_we", 1) : nullptr;
    Value data = usage.writes ? output("_d", formal.width) : nullptr;
    Value q;
    std::set<PortKey> connected;
    auto portOf = [&](unsigned position) {
      const Child &child = function.children[call.calls[position]];
      return PortKey{child.memories[parameter], child.bankOf(parameter, key.bank), child.portOf(parameter, key.port)};
    };
    for (size_t position = call.calls.size(); position-- > 0;) {
      PortKey given = portOf(position);
      MemoryId actual = given.memory;
      // Calls with the same port of the same array share the connection.
      llvm::SmallVector<Value> mine;
      for (size_t other = 0; other < call.calls.size(); ++other)
        if (portOf(other) == given)
          mine.push_back(callSelect(unit, other));
      Value active = mine.size() == call.calls.size() ? model::constant(1, 1) : orOf(mine);
      auto gated = [&](Value value) { return value ? binary(K::bitAnd, value, active) : nullptr; };
      bool isNew = connected.insert(given).second;
      if (isRegisters(actual)) {
        int64_t depth = function.memories[actual].bankDepth();
        if (we && isNew)
          for (int64_t offset = 0; offset < depth; ++offset) {
            Value cell =
                depth == 1 ? we
                           : binary(K::bitAnd, we, binary(K::equal, address, model::constant(address->width, offset)));
            elementWrites[{actual, given.bank * depth + offset}].push_back({gated(cell), data});
          }
      } else if (isNew) {
        portUses[given].push_back({gated(ce), address, gated(we), data});
      }
      if (!usage.reads)
        continue;
      Value value;
      if (isRegisters(actual)) {
        int64_t depth = function.memories[actual].bankDepth();
        std::vector<Value> cells;
        for (int64_t offset = 0; offset < depth; ++offset)
          cells.push_back(registerElement(actual, given.bank * depth + offset));
        value = cells.size() == 1 ? cells[0] : select(cells, address);
      } else {
        value = portQ(given);
      }
      q = !q ? value : model::select(active, value, q);
    }
    if (!usage.reads)
      continue;
    // The callee expects data a cycle after the address, whatever memory it is given.
    MemoryId actual = function.children[call.calls[0]].memories[parameter];
    if (!isRegister && function.memories[actual].readLatency == 0) {
      SignalId kept = module.add(Signal::reg, formal.width, unitName + "_" + prefix + "_kept" + digit);
      callSection.registers.push_back({kept, q, ce, std::nullopt, ""});
      q = read(kept);
    }
    instance.connections.push_back({prefix + "_q" + digit, q, std::nullopt});
  }
}

void FunctionGenerator::finishInstance(int unit) {
  const CallInstance &call = instances.at(unit);
  const GeneratedFunction &callee = callees[call.callee];
  std::string name = module.uniqueName(callee.module + "_" + std::to_string(unit));
  Instance instance;
  instance.module = callee.module;
  instance.name = module.uniqueName(name);
  llvm::SmallVector<Value> starts;
  Value selected;
  for (size_t position = 0; position < call.calls.size(); ++position) {
    const Child &child = function.children[call.calls[position]];
    const Node &node = function.nodes[child.node];
    instance.comment += (position ? ", " : "line ") + std::to_string(child.place.line);
    Value start = fireAt(node.block, node.time);
    if (node.predicate != noId)
      start = binary(K::bitAnd, start, valueAt(node.predicate, node.block, node.time));
    starts.push_back(start);
    if (call.selected) {
      unsigned width = module.signals[*call.selected].width;
      Value number = model::constant(width, position);
      selected = !selected ? number : model::select(start, number, selected);
      Value done = binary(K::bitAnd, read(call.done), callSelect(unit, position));
      for (unsigned output = 0; output < call.outputs.size(); ++output)
        callSection.registers.push_back(
            {callResults.at({call.calls[position], output}), read(call.outputs[output]), done, std::nullopt, ""});
    }
  }
  if (call.selected)
    callSection.registers.push_back({*call.selected, selected, orOf(starts), llvm::APInt(selected->width, 0), ""});
  auto input = [&](const std::string &port, Value value) {
    instance.connections.push_back({port, value, std::nullopt});
  };
  input("ap_clk", read(module.clock));
  input("ap_rst", read(module.reset));
  input("ap_start", orOf(starts));
  instance.connections.push_back({"ap_done", nullptr, call.done});
  for (unsigned argument = 0; argument < callee.argumentPorts.size(); ++argument) {
    Value value;
    for (size_t position = call.calls.size(); position-- > 0;) {
      Value mine = stable(function.children[call.calls[position]].scalars[argument]);
      value = !value ? mine : model::select(callSelect(unit, position), mine, value);
    }
    input(callee.argumentPorts[argument], value);
  }
  for (unsigned output = 0; output < callee.outputPorts.size(); ++output)
    instance.connections.push_back({callee.outputPorts[output], nullptr, call.outputs[output]});
  for (unsigned parameter = 0; parameter < callee.memoryPrefixes.size(); ++parameter)
    connectMemory(unit, parameter, instance);
  connectStreams(unit, instance);
  callSection.instances.push_back(std::move(instance));
}

void FunctionGenerator::finishCalls() {
  for (const auto &[unit, instance] : instances)
    finishInstance(unit);
}

} // namespace allo::target::rtl::generation
