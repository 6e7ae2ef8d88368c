// Values of nodes in the cycle in which they are made, the chains of registers that carry them on, and the values that
// loops carry from one iteration to the next.
#include "target/rtl/generate/FunctionGenerator.h"

#include <algorithm>

namespace allo::target::rtl::generation {

using namespace model;
using K = Expression;

std::string FunctionGenerator::nameOfNode(const Node &node) const {
  std::string line = node.place.known() ? "_" + std::to_string(node.place.line) : "";
  if (!node.name.empty())
    return node.name;
  switch (node.kind) {
  case NodeKind::load:
    return function.memories[node.memory].name + "_read" + line;
  case NodeKind::operation:
    return nameOf(node.operatorKey.kind) + line;
  case NodeKind::carried:
    return "carried" + line;
  case NodeKind::result:
    return "result" + line;
  case NodeKind::counter:
    return function.children[function.blocks[node.block].child].counters[node.index].name;
  case NodeKind::argument:
    return function.arguments[node.index].name;
  case NodeKind::slice: {
    std::string lowest = std::to_string(node.index);
    return nameOfNode(function.nodes[node.operands[0]]) + "_" +
           (node.width == 1 ? lowest : std::to_string(node.index + node.width - 1) + "_" + lowest);
  }
  case NodeKind::concat:
    return nameOfConcat(node) + line;
  default:
    return "value" + line;
  }
}

// Most are addresses: row and column.
std::string FunctionGenerator::nameOfConcat(const Node &node) const {
  std::string name;
  for (NodeId operand : node.operands) {
    const Node *part = &function.nodes[operand];
    while (part->kind == NodeKind::slice)
      part = &function.nodes[part->operands[0]];
    if (part->kind != NodeKind::counter || node.operands.size() > 3)
      return "joined";
    name += (name.empty() ? "" : "_") + nameOfNode(*part);
  }
  return name;
}

// A wire of its own, so that the text stays readable and linear.
Value FunctionGenerator::named(NodeId id, Value value) {
  if (value->kind == K::constant || value->kind == K::signal)
    return value;
  const Node &node = function.nodes[id];
  SignalId signal = wire(value->width, nameOfNode(node));
  assign(dataSections[node.block], signal, value);
  return read(signal);
}

void FunctionGenerator::define(NodeId id) {
  const Node &node = function.nodes[id];
  auto operand = [&](unsigned index) { return valueAt(node.operands[index], node.block, node.time); };
  switch (node.kind) {
  case NodeKind::constant:
    values[id] = model::constant(node.bits);
    return;
  case NodeKind::argument:
    values[id] = read(argumentSignals[node.index]);
    return;
  case NodeKind::counter:
    values[id] = resize(read(controls[node.block].counters[node.index]), node.width, true);
    return;
  case NodeKind::carried:
    defineCarried(id);
    return;
  case NodeKind::operation: {
    if (node.unit >= 0) {
      values[id] = read(unitResults[node.unit]);
      return;
    }
    llvm::SmallVector<Value, 3> operands;
    for (unsigned i = 0; i < node.operands.size(); ++i)
      operands.push_back(operand(i));
    if (values[id]) // an operand carried from the iteration before has asked for this very value
      return;
    Value value = inlineOperation(node, operands);
    bool isWiring = value->kind == K::slice || value->kind == K::signExtend || value->kind == K::zeroExtend;
    values[id] = isWiring ? value : named(id, value);
    return;
  }
  case NodeKind::load:
    values[id] = named(id, load(id));
    return;
  case NodeKind::stream:
    values[id] = named(id, streamValue(id));
    return;
  case NodeKind::slice:
    values[id] = model::slice(operand(0), node.index, node.width);
    return;
  case NodeKind::concat: {
    llvm::SmallVector<Value> parts;
    for (unsigned i = 0; i < node.operands.size(); ++i)
      parts.push_back(operand(i));
    values[id] = model::concat(parts);
    return;
  }
  case NodeKind::result: {
    unsigned number = function.nodes[node.operands[0]].child;
    const Child &child = function.children[number];
    if (child.kind == Child::loop)
      values[id] = read(carriedRegister(child.carried[node.index]));
    else if (child.kind == Child::branch)
      values[id] = read(branchRegisters.at({number, node.index}));
    else if (auto kept = callResults.find({number, node.index}); kept != callResults.end())
      values[id] = read(kept->second);
    else
      values[id] = read(instances.at(child.unit).outputs[node.index]);
    return;
  }
  case NodeKind::store:
  case NodeKind::child:
    throw InternalError("a store or child has no value");
  }
}

Value FunctionGenerator::produced(NodeId id) {
  if (!values[id])
    define(id);
  return values[id];
}

// As nodes in blocks inside see it while they run: a register that keeps its value.
Value FunctionGenerator::stable(NodeId id) {
  const Node &node = function.nodes[id];
  switch (node.kind) {
  case NodeKind::constant:
  case NodeKind::argument:
  case NodeKind::counter:
  case NodeKind::result:
    return produced(id);
  default:
    return aged(id, 1);
  }
}

// The value `age` cycles after the one in which it is made.
Value FunctionGenerator::aged(NodeId id, int64_t age) {
  if (age == 0)
    return produced(id);
  const Node &node = function.nodes[id];
  if (node.kind == NodeKind::constant || node.kind == NodeKind::argument)
    return produced(id);
  int64_t interval = function.blocks[node.block].interval;
  size_t registers = (age + interval - 1) / interval;
  produced(id); // first: a value carried from the iteration before may need the beginning of its own chain
  std::vector<SignalId> &chain = chains[id];
  while (chain.size() < registers) {
    Value previous = chain.empty() ? produced(id) : read(chain.back());
    std::string name = nameOfNode(node) + "_r" + std::to_string(chain.size() + 1);
    SignalId signal = module.add(Signal::reg, previous->width, name);
    Value enable = captureAt(node.block, node.time + node.latency);
    dataSections[node.block].registers.push_back({signal, previous, enable, std::nullopt, ""});
    chain.push_back(signal);
  }
  return read(chain[registers - 1]);
}

// A counter keeps its value for a whole interval; then it goes on from stage to stage.
Value FunctionGenerator::counterAged(NodeId id, int64_t time) {
  const Node &node = function.nodes[id];
  const Block &block = function.blocks[node.block];
  size_t registers = block.isPipelined ? time / block.interval : 0;
  std::vector<SignalId> &chain = chains[id];
  while (chain.size() < registers) {
    Value previous = chain.empty() ? produced(id) : read(chain.back());
    const std::string &name = function.children[block.child].counters[node.index].name;
    SignalId signal = module.add(Signal::reg, node.width, name + "_r" + std::to_string(chain.size() + 1));
    Value enable = captureAt(node.block, block.interval - 1);
    dataSections[node.block].registers.push_back({signal, previous, enable, std::nullopt, ""});
    chain.push_back(signal);
  }
  return registers == 0 ? produced(id) : read(chain[registers - 1]);
}

// What a node of `user` reads in cycle `time` of its iteration, from `iterations` iterations before.
Value FunctionGenerator::valueAt(NodeId id, BlockId user, int64_t time, int64_t iterations) {
  const Node &node = function.nodes[id];
  if (node.kind == NodeKind::constant || node.kind == NodeKind::argument)
    return produced(id);
  if (node.block != user)
    return stable(id);
  if (node.kind == NodeKind::counter)
    return counterAged(id, time);
  if (node.kind == NodeKind::result && !function.blocks[user].isPipelined && iterations == 0)
    return produced(id);
  int64_t age = time - (node.time + node.latency) + iterations * function.blocks[user].interval;
  if (age < 0)
    throw InternalError("'" + nameOfNode(node) + "' is read before it is made, " + lineOf(node));
  return aged(id, age);
}

unsigned FunctionGenerator::carriedIndex(NodeId id) const {
  const Child &loop = function.children[function.blocks[function.nodes[id].block].child];
  return std::find(loop.carried.begin(), loop.carried.end(), id) - loop.carried.begin();
}

// Holds what the iteration before made for the next one; before the first iteration the initial value; after the loop
// its result.
SignalId FunctionGenerator::carriedRegister(NodeId id) {
  auto [entry, isNew] = carriedRegisters.try_emplace(id, 0);
  if (isNew) {
    entry->second = module.add(Signal::reg, function.nodes[id].width, nameOfNode(function.nodes[id]) + "_last");
    carriedOrder.push_back(id);
  }
  return entry->second;
}

Value FunctionGenerator::defineCarried(NodeId id) {
  const Node &node = function.nodes[id];
  const Block &block = function.blocks[node.block];
  NodeId nextId = node.operands[1];
  const Node &next = function.nodes[nextId];
  bool isInside = next.block == node.block && next.kind != NodeKind::constant && next.kind != NodeKind::argument &&
                  next.kind != NodeKind::counter;
  int64_t made = isInside ? next.time + next.latency : 0;
  int64_t age = node.time + block.interval - made;
  if (isInside && age >= 1 && age <= block.interval)
    return values[id] = read(carriedRegister(id));
  // The name first: the next value may be a function of this one.
  SignalId signal = wire(node.width, nameOfNode(node));
  values[id] = read(signal);
  Value before;
  auto hold = [&](Value previous) { // the slot before may be empty: what it had goes on
    if (!controls[node.block].enter)
      return previous;
    return model::select(presentAt(node.block, node.time + block.interval), previous, aged(id, block.interval));
  };
  if (isInside)
    before = hold(aged(nextId, age));
  else if (next.kind == NodeKind::counter && next.block == node.block) // stage by stage, one iteration later
    before = hold(counterAged(nextId, node.time + block.interval));
  else
    before = stable(nextId);
  // A counter in a sequence has moved on: its register is the only trace of the iteration before.
  if (next.kind == NodeKind::counter && next.block == node.block && !block.isPipelined)
    before = read(carriedRegister(id));
  assign(dataSections[node.block], signal,
         model::select(firstAt(node.block, node.time), stable(node.operands[0]), before));
  return values[id];
}

void FunctionGenerator::finishCarried(NodeId id) {
  const Node &node = function.nodes[id];
  BlockId number = node.block;
  const Node &loop = function.nodes[function.children[function.blocks[number].child].node];
  NodeId nextId = node.operands[1];
  const Node &next = function.nodes[nextId];
  bool isMade = next.block == number && next.kind != NodeKind::constant && next.kind != NodeKind::argument &&
                next.kind != NodeKind::counter;
  int64_t made = isMade ? next.time + next.latency : 0;
  Value start = read(controls[number].start);
  Value initial = valueAt(node.operands[0], loop.block, loop.time);
  Value value = valueAt(nextId, number, made);
  dataSections[number].registers.push_back({carriedRegisters.at(id), model::select(start, initial, value),
                                            binary(K::bitOr, start, activeAt(number, made)), std::nullopt, ""});
}

} // namespace allo::target::rtl::generation
