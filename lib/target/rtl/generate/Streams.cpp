// FIFOs: the ones a function declares and its ports to those of callers, what its operations and calls do with them,
// and the instances.
#include "target/rtl/generate/FunctionGenerator.h"

#include "llvm/Support/MathExtras.h"

namespace allo::target::rtl::generation {

using namespace model;
using K = Expression;

void FifoUsage::add(const FifoUsage &other) {
  reads |= other.reads;
  writes |= other.writes;
  empty |= other.empty;
  full |= other.full;
  size |= other.size;
}

namespace {
FifoUsage usageOf(StreamAction action) {
  FifoUsage usage;
  usage.reads = action == StreamAction::read || action == StreamAction::tryRead;
  usage.writes = action == StreamAction::write || action == StreamAction::tryWrite;
  usage.empty = action == StreamAction::empty;
  usage.full = action == StreamAction::full;
  usage.size = action == StreamAction::size;
  return usage;
}

// The FIFOs of a place that are one of the parameter's.
FifoId fifoGiven(const StreamPlace &given, const Stream &formal, unsigned element, unsigned choice) {
  return {given.stream, formal.extents.empty() ? given.elements[choice] : given.elements[element]};
}

unsigned sizeWidth(int64_t depth) { return llvm::Log2_64_Ceil(depth + 1); }
} // namespace

void FunctionGenerator::scanStreams() {
  for (const Node &node : function.nodes)
    if (node.kind == NodeKind::stream)
      for (unsigned element : node.fifo.elements)
        fifos[{node.fifo.stream, element}].usage.add(usageOf(node.action));
  for (const Child &child : function.children) {
    if (child.kind != Child::call)
      continue;
    const Function &callee = graph.functions[child.callee];
    for (const auto &[id, usage] : callees[child.callee].fifos) {
      const StreamPlace &given = child.streams[id.first];
      unsigned choices = callee.streams[id.first].extents.empty() ? given.elements.size() : 1;
      for (unsigned choice = 0; choice < choices; ++choice)
        fifos[fifoGiven(given, callee.streams[id.first], id.second, choice)].usage.add(usage);
    }
  }
}

void FunctionGenerator::declareStreamPorts(const FifoId &id, Fifo &fifo) {
  const Stream &stream = function.streams[id.first];
  std::string prefix = bankPrefix(stream.name, stream.count(), id.second);
  const FifoUsage &usage = fifo.usage;
  if (usage.reads) {
    fifo.dout = module.add(Signal::input, stream.width, prefix + "_dout");
    fifo.read = module.add(Signal::output, 1, prefix + "_read");
  }
  if (usage.reads || usage.empty)
    fifo.notEmpty = module.add(Signal::input, 1, prefix + "_empty_n");
  if (usage.writes) {
    fifo.din = module.add(Signal::output, stream.width, prefix + "_din");
    fifo.write = module.add(Signal::output, 1, prefix + "_write");
  }
  if (usage.writes || usage.full)
    fifo.notFull = module.add(Signal::input, 1, prefix + "_full_n");
  if (usage.size)
    fifo.size = module.add(Signal::input, 32, prefix + "_size");
  if (usage.reads || usage.writes || usage.empty || usage.full || usage.size)
    result.fifos[id] = usage;
}

void FunctionGenerator::declareStreams() {
  for (const Stream &stream : function.streams)
    if (stream.isParameter)
      result.streamPrefixes.push_back(stream.name);
  for (auto &[id, fifo] : fifos) {
    const Stream &stream = function.streams[id.first];
    if (stream.isParameter)
      continue;
    std::string prefix = bankPrefix(stream.name, stream.count(), id.second);
    fifo.dout = wire(stream.width, prefix + "_dout");
    fifo.notEmpty = wire(1, prefix + "_empty_n");
    fifo.notFull = wire(1, prefix + "_full_n");
    if (fifo.usage.size)
      fifo.size = wire(32, prefix + "_size");
  }
}

//===-- Operations ------------------------------------------------------------------------------------------------===//

Value FunctionGenerator::chosenFifo(NodeId id) {
  const Node &node = function.nodes[id];
  return node.fifo.select == noId ? nullptr : valueAt(node.operands.back(), node.block, node.time);
}

Value FunctionGenerator::fifoSignal(const StreamPlace &place, std::optional<SignalId> Fifo::*signal, Value choice) {
  auto of = [&](unsigned element) { return read(*(fifos.at({place.stream, element}).*signal)); };
  if (!choice)
    return of(place.elements[0]);
  std::vector<Value> all(function.streams[place.stream].count(), of(place.elements[0]));
  for (unsigned element : place.elements)
    all[element] = of(element);
  return select(all, choice);
}

Value FunctionGenerator::readyOf(NodeId id) {
  const Node &node = function.nodes[id];
  bool isRead = node.action == StreamAction::read || node.action == StreamAction::tryRead;
  return fifoSignal(node.fifo, isRead ? &Fifo::notEmpty : &Fifo::notFull, chosenFifo(id));
}

Value FunctionGenerator::streamValue(NodeId id) {
  const Node &node = function.nodes[id];
  Value choice = chosenFifo(id);
  switch (node.action) {
  case StreamAction::read: {
    Value shown = fifoSignal(node.fifo, &Fifo::dout, choice);
    auto before = happened.find(id);
    return before == happened.end() ? shown
                                    : model::select(read(before->second.flag), read(*before->second.kept), shown);
  }
  case StreamAction::tryRead:
    return concat({readyOf(id), fifoSignal(node.fifo, &Fifo::dout, choice)});
  case StreamAction::tryWrite:
    return readyOf(id);
  case StreamAction::empty:
    return unary(K::bitNot, fifoSignal(node.fifo, &Fifo::notEmpty, choice));
  case StreamAction::full:
    return unary(K::bitNot, fifoSignal(node.fifo, &Fifo::notFull, choice));
  case StreamAction::size:
    return fifoSignal(node.fifo, &Fifo::size, choice);
  case StreamAction::write:
  case StreamAction::clear:
    break;
  }
  throw InternalError("a stream operation without a value is read");
}

// Lets the FIFOs of an operation know that it happens.
void FunctionGenerator::takeAction(NodeId id, Value happens) {
  const Node &node = function.nodes[id];
  Value choice = chosenFifo(id);
  FifoUsage usage = usageOf(node.action);
  for (unsigned element : node.fifo.elements) {
    Fifo &fifo = fifos.at({node.fifo.stream, element});
    Value mine =
        choice ? binary(K::bitAnd, happens, binary(K::equal, choice, constant(choice->width, element))) : happens;
    if (usage.reads)
      fifo.reads.push_back(mine);
    else if (usage.writes)
      fifo.writes.push_back({mine, valueAt(node.operands[0], node.block, node.time)});
    else
      fifo.clears.push_back(mine);
  }
}

// Operations that never wait; finishStalls has the others.
void FunctionGenerator::streamAction(NodeId id) {
  const Node &node = function.nodes[id];
  if (!hasEffect(node) || waits(node.action))
    return;
  Value happens = activeAt(node.block, node.time);
  if (node.predicate != noId)
    happens = binary(K::bitAnd, happens, valueAt(node.predicate, node.block, node.time));
  takeAction(id, happens);
}

//===-- Calls -----------------------------------------------------------------------------------------------------===//

void FunctionGenerator::connectFifo(int unit, const FifoId &formal, const FifoUsage &usage, Instance &instance) {
  const CallInstance &call = instances.at(unit);
  const Stream &stream = graph.functions[call.callee].streams[formal.first];
  std::string prefix = bankPrefix(callees[call.callee].streamPrefixes[formal.first], stream.count(), formal.second);
  std::string unitName = graph.functions[call.callee].name + "_" + std::to_string(unit) + "_" + prefix;
  auto output = [&](const std::string &port, unsigned width) {
    SignalId signal = wire(width, unitName + port);
    instance.connections.push_back({prefix + port, nullptr, signal});
    return read(signal);
  };
  Value takes = usage.reads ? output("_read", 1) : nullptr;
  Value gives = usage.writes ? output("_write", 1) : nullptr;
  Value data = usage.writes ? output("_din", stream.width) : nullptr;
  Value dout, notEmpty, notFull, size;
  for (size_t position = call.calls.size(); position-- > 0;) {
    const StreamPlace &given = function.children[call.calls[position]].streams[formal.first];
    bool isSingle = stream.extents.empty();
    Value choice = isSingle && given.select != noId ? stable(given.select) : nullptr;
    Value running = call.selected ? callSelect(unit, position) : nullptr;
    unsigned choices = isSingle ? given.elements.size() : 1;
    for (unsigned number = 0; number < choices; ++number) {
      FifoId actual = fifoGiven(given, stream, formal.second, number);
      Fifo &fifo = fifos.at(actual);
      llvm::SmallVector<Value> conditions;
      if (running)
        conditions.push_back(running);
      if (choice)
        conditions.push_back(binary(K::equal, choice, model::constant(choice->width, actual.second)));
      auto gated = [&](Value value) {
        conditions.push_back(value);
        Value all = andOf(conditions);
        conditions.pop_back();
        return all;
      };
      if (takes)
        fifo.reads.push_back(gated(takes));
      if (gives)
        fifo.writes.push_back({gated(gives), data});
    }
    StreamPlace place = given;
    if (!isSingle)
      place.elements = {given.elements[formal.second]};
    auto choose = [&](Value &value, std::optional<SignalId> Fifo::*signal) {
      Value mine = fifoSignal(place, signal, choice);
      value = !value ? mine : model::select(running, mine, value);
    };
    if (usage.reads)
      choose(dout, &Fifo::dout);
    if (usage.reads || usage.empty)
      choose(notEmpty, &Fifo::notEmpty);
    if (usage.writes || usage.full)
      choose(notFull, &Fifo::notFull);
    if (usage.size)
      choose(size, &Fifo::size);
  }
  auto input = [&](const std::string &port, Value value) {
    if (value)
      instance.connections.push_back({prefix + port, value, std::nullopt});
  };
  input("_dout", dout);
  input("_empty_n", notEmpty);
  input("_full_n", notFull);
  input("_size", size);
}

void FunctionGenerator::connectStreams(int unit, Instance &instance) {
  for (const auto &[formal, usage] : callees[instances.at(unit).callee].fifos)
    connectFifo(unit, formal, usage, instance);
}

//===-- The FIFOs -------------------------------------------------------------------------------------------------===//

void FunctionGenerator::finishFifo(const FifoId &id, Fifo &fifo) {
  const Stream &stream = function.streams[id.first];
  Value reads = orOf(fifo.reads), data = constant(stream.width, 0);
  llvm::SmallVector<Value> writes;
  for (size_t i = fifo.writes.size(); i-- > 0;) {
    data = i + 1 == fifo.writes.size() ? fifo.writes[i].data
                                       : model::select(fifo.writes[i].enable, fifo.writes[i].data, data);
    writes.push_back(fifo.writes[i].enable);
  }
  if (stream.isParameter) {
    if (fifo.read)
      assign(memorySection, *fifo.read, reads);
    if (fifo.write) {
      assign(memorySection, *fifo.write, orOf(writes));
      assign(memorySection, *fifo.din, data);
    }
    return;
  }
  std::string prefix = bankPrefix(stream.name, stream.count(), id.second);
  Instance instance;
  instance.module = "allo_fifo";
  instance.name = module.uniqueName(prefix + "_fifo");
  instance.comment = stream.elementType;
  if (stream.place.known())
    instance.comment += ", line " + std::to_string(stream.place.line);
  bool isBlock = styleOf(stream) == MemoryStyle::blockRam;
  instance.parameters = {{"WIDTH", stream.width}, {"DEPTH", stream.depth}};
  instance.textParameters = {{"STYLE", isBlock ? "block" : "distributed"}};
  auto input = [&](const char *port, Value value) { instance.connections.push_back({port, value, std::nullopt}); };
  input("clock", read(module.clock));
  input("reset", read(module.reset));
  input("clear", orOf(fifo.clears));
  input("write", orOf(writes));
  input("din", data);
  instance.connections.push_back({"full_n", nullptr, fifo.notFull});
  input("read", reads);
  instance.connections.push_back({"dout", nullptr, fifo.dout});
  instance.connections.push_back({"empty_n", nullptr, fifo.notEmpty});
  std::optional<SignalId> size;
  if (fifo.size) {
    size = wire(sizeWidth(stream.depth), prefix + "_count");
    assign(memorySection, *fifo.size, resize(read(*size), 32, false));
  }
  instance.connections.push_back({"size", nullptr, size});
  memorySection.instances.push_back(std::move(instance));
}

void FunctionGenerator::finishStreams() {
  for (auto &[id, fifo] : fifos)
    finishFifo(id, fifo);
}

} // namespace allo::target::rtl::generation
