#include "target/rtl/generate/FunctionGenerator.h"

namespace allo::target::rtl::generation {

using namespace model;
using K = Expression;

FunctionGenerator::FunctionGenerator(const Graph &graph, const Function &function,
                                     const std::vector<GeneratedFunction> &callees, Netlist &netlist)
    : graph(graph), function(function), callees(callees), netlist(netlist), controls(function.blocks.size()),
      controlSections(function.blocks.size()), dataSections(function.blocks.size()), values(function.nodes.size()),
      chains(function.nodes.size()) {
  module.name = function.name;
  module.comment = function.signature;
  result.module = function.name;
}

SignalId FunctionGenerator::wire(unsigned width, const std::string &name, const std::string &comment) {
  return module.add(Signal::wire, width, name, comment);
}

void FunctionGenerator::assign(Section &section, SignalId target, Value value, const std::string &comment) {
  section.assignments.push_back({target, std::move(value), comment});
}

GeneratedFunction FunctionGenerator::run() {
  scanPorts();
  scanStreams();
  declarePorts();
  declareStreams();
  for (const Memory &memory : function.memories)
    if (memory.isParameter)
      result.memoryPrefixes.push_back(memory.name);
  declareCalls();
  for (MemoryId memory = 0; memory < function.memories.size(); ++memory)
    declareElements(memory);
  for (BlockId block = 0; block < function.blocks.size(); ++block)
    declareControl(block);
  for (const Unit &unit : function.units)
    unitResults.push_back(wire(unit.key.width, std::string(nameOf(unit.key.kind)) + "_result"));
  declareBranchResults();

  for (const Block &block : function.blocks)
    for (NodeId id : block.nodes)
      visit(id);
  makeUnits();
  finishCalls();
  for (BlockId block = 0; block < function.blocks.size(); ++block) {
    finishStalls(block);
    finishControl(block);
    finishBranchResults(block);
  }
  finishOutputs();
  // When everything that reads a carried value has asked for it; the next value of one may read another.
  for (size_t finished = 0; finished < carriedOrder.size(); ++finished)
    finishCarried(carriedOrder[finished]);
  for (BlockId block = 0; block < function.blocks.size(); ++block)
    finishFirst(block);
  finishMemories(); // last: every load that anybody reads has its port now
  finishStreams();
  collectSections();
  return std::move(result);
}

// Stores act; loads and operations make values when somebody reads them.
void FunctionGenerator::visit(NodeId id) {
  if (function.nodes[id].kind == NodeKind::store)
    store(id);
  if (function.nodes[id].kind == NodeKind::stream)
    streamAction(id);
}

void FunctionGenerator::declareElements(MemoryId number) {
  const Memory &memory = function.memories[number];
  if (!isRegisters(number) || memory.isParameter || !memory.contents.empty())
    return;
  int64_t depth = memory.bankDepth();
  for (int64_t element = 0; element < memory.bankCount() * depth; ++element)
    elements[{number, element}] = module.add(Signal::reg, memory.width, memory.name + "_" + std::to_string(element));
}

void FunctionGenerator::declareBranchResults() {
  for (unsigned number = 0; number < function.children.size(); ++number) {
    const Child &child = function.children[number];
    for (unsigned index = 0; index < child.results.size(); ++index) {
      const Result &branchResult = child.results[index];
      std::string name = branchResult.name.empty() ? child.name + "_result" : branchResult.name;
      branchRegisters[{number, index}] = module.add(Signal::reg, branchResult.width, name);
    }
  }
}

// Each side writes the result registers in its last cycle.
void FunctionGenerator::finishBranchResults(BlockId number) {
  const Block &block = function.blocks[number];
  if (block.child == noId || function.children[block.child].kind != Child::branch)
    return;
  const Child &child = function.children[block.child];
  if (number != child.thenBlock) // both sides are handled with the first one
    return;
  for (unsigned index = 0; index < child.results.size(); ++index) {
    const Result &branchResult = child.results[index];
    int64_t lastThen = block.depth - 1;
    Value thenValue = valueAt(branchResult.thenValue, number, lastThen);
    Value thenDone = fireAt(number, lastThen);
    Value value = thenValue, enable = thenDone;
    if (child.elseBlock != noId) {
      int64_t lastElse = function.blocks[child.elseBlock].depth - 1;
      value = model::select(thenDone, thenValue, valueAt(branchResult.elseValue, child.elseBlock, lastElse));
      enable = binary(K::bitOr, thenDone, fireAt(child.elseBlock, lastElse));
    }
    dataSections[number].registers.push_back(
        {branchRegisters.at({block.child, index}), value, enable, std::nullopt, ""});
  }
}

void FunctionGenerator::finishOutputs() {
  Value done = read(controls[0].done);
  for (SignalId id = 0; id < module.signals.size() && module.signals[id].kind != Signal::wire; ++id) {
    const std::string &name = module.signals[id].name;
    if (name == "ap_done" || name == "ap_ready")
      assign(outputSection, id, done);
    else if (name == "ap_idle")
      assign(outputSection, id, unary(K::bitNot, read(controls[0].busy)));
  }
  int64_t last = function.blocks[0].depth - 1;
  for (size_t i = 0; i < function.outputs.size(); ++i) {
    NodeId value = function.outputs[i].value;
    bool isHeld = function.nodes[value].kind == NodeKind::argument || function.nodes[value].kind == NodeKind::constant;
    // An argument may change once the call is over.
    if (function.nodes[value].kind == NodeKind::argument) {
      Value now = produced(value);
      SignalId kept = module.add(Signal::reg, now->width, function.outputs[i].name + "_kept");
      outputSection.registers.push_back({kept, now, activeAt(0, last), std::nullopt, ""});
      assign(outputSection, outputSignals[i], model::select(read(controls[0].busy), now, read(kept)));
      continue;
    }
    assign(outputSection, outputSignals[i], isHeld ? produced(value) : stable(value));
  }
}

void FunctionGenerator::collectSections() {
  auto add = [&](Section &section, const std::string &comment) {
    if (section.assignments.empty() && section.registers.empty() && section.instances.empty())
      return;
    section.comment = comment;
    module.sections.push_back(std::move(section));
  };
  for (BlockId block = 0; block < function.blocks.size(); ++block) {
    add(controlSections[block], "control of " + sectionTitle(block));
    add(dataSections[block], "values of " + controls[block].name);
  }
  add(unitSection, "operators");
  add(callSection, "calls");
  add(memorySection, "memories");
  add(outputSection, "results");
  netlist.modules.push_back(std::move(module));
}

} // namespace allo::target::rtl::generation
