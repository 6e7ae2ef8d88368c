// The controllers of blocks: a step counter for a sequence, a shift register of stages and a phase counter for a
// pipelined loop.
#include "target/rtl/generate/FunctionGenerator.h"

#include "llvm/ADT/APInt.h"
#include "llvm/Support/MathExtras.h"

namespace allo::target::rtl::generation {

using namespace model;
using K = Expression;

namespace {
unsigned bitsFor(int64_t values) { return values <= 2 ? 1 : llvm::Log2_64_Ceil(values); }

std::string blockName(const Function &function, BlockId number) {
  const Block &block = function.blocks[number];
  if (block.child == noId)
    return "body";
  const Child &child = function.children[block.child];
  if (child.kind != Child::branch)
    return child.name;
  return child.name + (number == child.thenBlock ? "_then" : "_else");
}
} // namespace

std::string FunctionGenerator::sectionTitle(BlockId number) const {
  const Block &block = function.blocks[number];
  std::string title = number == 0 ? "body of " + function.name : controls[number].name;
  if (block.child != noId && function.children[block.child].place.known())
    title += ", line " + std::to_string(function.children[block.child].place.line);
  if (block.isPipelined)
    return title + ": pipelined, II " + std::to_string(block.interval) + ", " + std::to_string(block.depth) +
           " cycles deep";
  return title + ": " + std::to_string(block.depth) + (block.depth == 1 ? " step" : " steps");
}

void FunctionGenerator::declareControl(BlockId number) {
  const Block &block = function.blocks[number];
  Control &control = controls[number];
  control.name = blockName(function, number);
  std::string where = number == 0 ? "" : sectionTitle(number);
  control.start = wire(1, control.name + "_start");
  control.done = wire(1, control.name + "_done");
  for (NodeId id : block.nodes)
    if (function.nodes[id].kind == NodeKind::child)
      control.waits[function.nodes[id].waitTime].push_back(id);
  declareStalls(number);
  if (block.isPipelined) {
    control.stages = stagesOf(function, number);
    control.stage = module.add(Signal::reg, control.stages, control.name + "_stage", where);
    if (block.interval > 1)
      control.phase = module.add(Signal::reg, bitsFor(block.interval), control.name + "_phase", where);
  } else {
    control.busy = module.add(Signal::reg, 1, control.name + "_busy", where);
    if (block.depth > 1)
      control.step = module.add(Signal::reg, bitsFor(block.depth), control.name + "_step", where);
  }
  if (block.child != noId && function.children[block.child].kind == Child::loop)
    declareCounters(number);
}

Value FunctionGenerator::presentAt(BlockId number, int64_t time) {
  Control &control = controls[number];
  auto cached = control.present.find(time);
  if (cached != control.present.end())
    return cached->second;
  const Block &block = function.blocks[number];
  Value present;
  if (block.isPipelined) {
    present = slice(read(control.stage), time / block.interval, 1);
    if (Value phase = phaseAt(number, time))
      present = binary(K::bitAnd, present, phase);
    if (control.enter && time < block.interval)
      present = binary(K::bitAnd, present, read(time == 0 ? *control.enter : control.entered));
  } else {
    present = read(control.busy);
    if (block.depth > 1) {
      Value step = read(control.step);
      present = binary(K::bitAnd, present, binary(K::equal, step, constant(step->width, time)));
    }
  }
  if (block.isPipelined ? block.interval > 1 : block.depth > 1) {
    SignalId signal = wire(1, control.name + "_at_" + std::to_string(time));
    assign(controlSections[number], signal, present);
    present = read(signal);
  }
  return control.present[time] = present;
}

Value FunctionGenerator::activeAt(BlockId number, int64_t time) {
  Control &control = controls[number];
  auto cached = control.active.find(time);
  if (cached != control.active.end())
    return cached->second;
  Value active = presentAt(number, time);
  if (control.run)
    active = binary(K::bitAnd, active, read(*control.run));
  return control.active[time] = active;
}

Value FunctionGenerator::phaseAt(BlockId number, int64_t time) {
  const Block &block = function.blocks[number];
  if (block.interval == 1)
    return nullptr;
  Value phase = read(controls[number].phase);
  return binary(K::equal, phase, constant(phase->width, time % block.interval));
}

Value FunctionGenerator::captureAt(BlockId number, int64_t time) {
  const Block &block = function.blocks[number];
  if (!block.isPipelined)
    return activeAt(number, time);
  Value phase = phaseAt(number, time);
  if (!controls[number].run)
    return phase;
  Value run = read(*controls[number].run);
  return phase ? binary(K::bitAnd, phase, run) : run;
}

Value FunctionGenerator::issuedAt(BlockId number) {
  const Control &control = controls[number];
  Value issued = slice(read(control.stage), 0, 1);
  if (control.enter)
    issued = binary(K::bitAnd, issued, read(function.blocks[number].interval > 1 ? control.entered : *control.enter));
  return issued;
}

// The child says done now, or said it since it was started, or is not started at all.
Value FunctionGenerator::childDone(NodeId id) {
  const Node &node = function.nodes[id];
  const Child &child = function.children[node.child];
  Value done;
  if (child.kind == Child::call) {
    const CallInstance &instance = instances.at(child.unit);
    done = read(instance.done);
    if (instance.calls.size() > 1) {
      unsigned position = std::find(instance.calls.begin(), instance.calls.end(), node.child) - instance.calls.begin();
      done = binary(K::bitAnd, done, callSelect(child.unit, position));
    }
  } else {
    llvm::SmallVector<Value, 2> sides;
    for (BlockId block : blocksOf(child))
      sides.push_back(read(controls[block].done));
    done = orOf(sides);
  }
  bool isAlone = controls[node.block].waits.at(node.waitTime).size() == 1;
  if (node.waitTime > node.time + 1 || !isAlone) {
    auto [entry, isNew] = seenDone.try_emplace(id, 0);
    if (isNew) {
      entry->second = module.add(Signal::reg, 1, child.name + "_over");
      Value start = fireAt(node.block, node.time);
      controlSections[node.block].registers.push_back(
          {entry->second, unary(K::bitNot, start), binary(K::bitOr, start, done), llvm::APInt(1, 0), ""});
    }
    done = binary(K::bitOr, done, read(entry->second));
  }
  if (child.kind == Child::branch && child.elseBlock == noId) // a side that is not there takes no time
    done = binary(K::bitOr, done, unary(K::bitNot, valueAt(child.decision, node.block, node.waitTime)));
  if (node.predicate != noId)
    done = binary(K::bitOr, done, unary(K::bitNot, valueAt(node.predicate, node.block, node.waitTime)));
  return done;
}

Value FunctionGenerator::readyAt(BlockId number, int64_t time) {
  Control &control = controls[number];
  auto cached = control.ready.find(time);
  if (cached != control.ready.end())
    return cached->second;
  llvm::SmallVector<Value> all;
  for (NodeId child : control.waits.at(time))
    all.push_back(childDone(child));
  SignalId signal = wire(1, control.name + "_ready_" + std::to_string(time));
  assign(controlSections[number], signal, andOf(all));
  return control.ready[time] = read(signal);
}

Value FunctionGenerator::fireAt(BlockId number, int64_t time) {
  if (!controls[number].waits.contains(time))
    return activeAt(number, time);
  return binary(K::bitAnd, activeAt(number, time), readyAt(number, time));
}

Value FunctionGenerator::firstAt(BlockId number, int64_t time) {
  Control &control = controls[number];
  const Block &block = function.blocks[number];
  if (!control.first)
    control.first = module.add(Signal::reg, control.stages, control.name + "_first");
  return slice(read(*control.first), block.isPipelined ? time / block.interval : 0, 1);
}

void FunctionGenerator::finishControl(BlockId number) {
  const Block &block = function.blocks[number];
  Control &control = controls[number];
  Section &section = controlSections[number];
  Value start;
  if (block.child == noId) {
    SignalId apStart = module.signals.size();
    for (SignalId id = 0; id < module.signals.size(); ++id)
      if (module.signals[id].name == "ap_start")
        apStart = id;
    // A caller starts a shared instance again in the very cycle in which it is done.
    start = read(apStart);
    if (function.isTop)
      start = binary(K::bitAnd, start, unary(K::bitNot, read(control.busy)));
  } else {
    const Child &child = function.children[block.child];
    const Node &node = function.nodes[child.node];
    start = fireAt(node.block, node.time);
    if (node.predicate != noId)
      start = binary(K::bitAnd, start, valueAt(node.predicate, node.block, node.time));
    if (child.kind == Child::branch) {
      Value decision = valueAt(child.decision, node.block, node.time);
      start = binary(K::bitAnd, start, number == child.thenBlock ? decision : unary(K::bitNot, decision));
    }
  }
  assign(section, control.start, start);
  if (block.isPipelined)
    finishPipeline(number, section);
  else
    finishSequence(number, section);
}

namespace {
// A pulse one cycle after a start that finds nothing to do.
Value emptyPulse(Module &module, Section &section, const std::string &name, Value start, Value isNotEmpty) {
  if (!isNotEmpty)
    return nullptr;
  SignalId signal = module.add(Signal::reg, 1, name + "_empty");
  section.registers.push_back(
      {signal, binary(K::bitAnd, start, unary(K::bitNot, isNotEmpty)), nullptr, llvm::APInt(1, 0), ""});
  return read(module, signal);
}
} // namespace

void FunctionGenerator::finishSequence(BlockId number, Section &section) {
  const Block &block = function.blocks[number];
  Control &control = controls[number];
  bool isLoop = block.child != noId && function.children[block.child].kind == Child::loop;
  const Child *loop = isLoop ? &function.children[block.child] : nullptr;
  Value start = read(control.start), busy = read(control.busy);
  Value isNotEmptyValue = isLoop ? isNotEmpty(number) : nullptr;
  Value begin = isNotEmptyValue ? binary(K::bitAnd, start, isNotEmptyValue) : start;

  llvm::SmallVector<Value> held;
  for (const auto &[time, children] : control.waits)
    held.push_back(binary(K::bitAnd, activeAt(number, time), unary(K::bitNot, readyAt(number, time))));
  if (control.run)
    held.push_back(unary(K::bitNot, read(*control.run)));
  Value hold = orOf(held);

  SignalId end = wire(1, control.name + "_end");
  assign(section, end, fireAt(number, block.depth - 1));
  Value done = read(end);
  if (isLoop && loop->condition != noId) {
    done = binary(K::bitAnd, fireAt(number, loop->exitStep),
                  unary(K::bitNot, valueAt(loop->condition, number, loop->exitStep)));
  } else if (isLoop) {
    finishCounters(number, section, read(end));
    done = binary(K::bitAnd, done, control.last);
  }
  Value leave = done;
  if (Value empty = emptyPulse(module, section, control.name, start, isNotEmptyValue))
    done = binary(K::bitOr, done, empty);
  assign(section, control.done, done);

  section.registers.push_back({control.busy, begin, binary(K::bitOr, start, leave), llvm::APInt(1, 0), ""});
  if (block.depth > 1) {
    Value step = read(control.step);
    Value next = model::select(hold, step, binary(K::add, step, constant(step->width, 1)));
    Value restart = orOf({start, read(end), leave});
    section.registers.push_back({control.step, model::select(restart, constant(step->width, 0), next),
                                 binary(K::bitOr, start, busy), llvm::APInt(step->width, 0), ""});
  }
}

void FunctionGenerator::finishPipeline(BlockId number, Section &section) {
  const Block &block = function.blocks[number];
  Control &control = controls[number];
  const Child &loop = function.children[block.child];
  Value start = read(control.start), stage = read(control.stage);
  unsigned stages = control.stages;
  Value shift = captureAt(number, block.interval - 1); // null: every cycle
  Value issuing = issuedAt(number);
  Value isNotEmptyValue = isNotEmpty(number);

  Value more;
  if (loop.condition != noId) {
    more = valueAt(loop.condition, number, block.interval - 1);
  } else {
    SignalId advance = wire(1, control.name + "_advance");
    assign(section, advance, shift ? binary(K::bitAnd, issuing, shift) : issuing);
    finishCounters(number, section, read(advance));
    more = unary(K::bitNot, control.last);
  }

  // Iterations follow each other without a gap, so the last one has nothing behind it; where they may wait to enter, it
  // is the last one when no stage before it holds any.
  int64_t last = (block.depth - 1) / block.interval;
  Value youngest;
  if (last > 0)
    youngest = unary(K::bitNot, control.enter ? unary(K::reduceOr, slice(stage, 0, last)) : slice(stage, last - 1, 1));
  else
    youngest =
        loop.condition != noId ? unary(K::bitNot, valueAt(loop.condition, number, block.depth - 1)) : control.last;
  Value over = binary(K::bitAnd, activeAt(number, block.depth - 1), youngest);
  Value done = over;
  if (Value empty = emptyPulse(module, section, control.name, start, isNotEmptyValue))
    done = binary(K::bitOr, done, empty);
  assign(section, control.done, done);

  Value next = binary(K::bitAnd, issuing, more);
  if (control.enter) // what has not entered is tried again
    next = binary(K::bitAnd, slice(stage, 0, 1), binary(K::bitOr, unary(K::bitNot, issuing), more));
  if (stages == 2)
    next = concat({issuing, next});
  else if (stages > 2)
    next = concat({slice(stage, 1, stages - 2), issuing, next});
  Value begin = isNotEmptyValue ? binary(K::bitAnd, start, isNotEmptyValue) : start;
  Value moved = shift ? model::select(shift, next, stage) : next;
  section.registers.push_back(
      {control.stage,
       model::select(start, extend(begin, stages, false), model::select(over, constant(stages, 0), moved)), nullptr,
       llvm::APInt(stages, 0), ""});
  Value run = control.run ? read(*control.run) : nullptr;
  if (block.interval > 1) {
    Value phase = read(control.phase);
    Value wrapped = model::select(binary(K::bitOr, start, shift), constant(phase->width, 0),
                                  binary(K::add, phase, constant(phase->width, 1)));
    // Where streams can hold up a design, what nobody is in stands still: that a design is stuck is seen by a cycle
    // that changes nothing.
    Value moves = run;
    if (usesStreams(graph)) {
      Value busy = stages > 1 ? unary(K::reduceOr, stage) : stage;
      moves = run ? binary(K::bitAnd, busy, run) : busy;
    }
    Value enable = moves ? binary(K::bitOr, start, moves) : nullptr;
    if (control.enter) { // nobody is inside: the next cycle is as good as the next interval
      Value waits = andOf({phaseAt(number, 0), slice(stage, 0, 1), unary(K::bitNot, read(*control.enter))});
      if (stages > 1)
        waits = binary(K::bitAnd, waits, unary(K::bitNot, unary(K::reduceOr, slice(stage, 1, stages - 1))));
      wrapped = model::select(waits, phase, wrapped);
    }
    section.registers.push_back({control.phase, wrapped, enable, llvm::APInt(phase->width, 0), ""});
  }
  if (control.enter && block.interval > 1)
    section.registers.push_back({control.entered, read(*control.enter), captureAt(number, 0), llvm::APInt(1, 0), ""});
}

// When everything that tells the first iteration from others has asked.
void FunctionGenerator::finishFirst(BlockId number) {
  Control &control = controls[number];
  if (!control.first)
    return;
  const Block &block = function.blocks[number];
  Value start = read(control.start), next = start, enable;
  if (block.isPipelined) {
    unsigned stages = control.stages;
    Value waiting = constant(1, 0); // the first one has not entered yet
    if (control.enter)
      waiting = binary(K::bitAnd, slice(read(*control.first), 0, 1), unary(K::bitNot, issuedAt(number)));
    Value flags = stages > 1 ? concat({slice(read(*control.first), 0, stages - 1), waiting}) : waiting;
    next = model::select(start, constant(stages, 1), flags);
    if (Value shift = captureAt(number, block.interval - 1))
      enable = binary(K::bitOr, start, shift);
  } else {
    enable = binary(K::bitOr, start, fireAt(number, block.depth - 1));
  }
  controlSections[number].registers.push_back({*control.first, next, enable, std::nullopt, ""});
}

} // namespace allo::target::rtl::generation
