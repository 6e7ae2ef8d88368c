// Streams as queues, and printed text.
#include "verify/Execution.h"

namespace allo::verify {

std::deque<std::vector<ExpressionId>> &Execution::queueOf(const Code &code, Frame &frame,
                                                          const Instruction &instruction) {
  Stream &stream = *frame.streams[instruction.a];
  int64_t position = 0;
  for (uint32_t i = 0; i < instruction.functionCount; ++i) {
    IndexValue index = valueOf(code.functions[instruction.functions + i], frame);
    if (index.isSymbolic())
      giveUp("which stream of " + stream.shape->name + " is meant depends on data", instruction);
    if (index.number < 0 || index.number >= stream.shape->extents[i])
      throw Fault{"subscript " + std::to_string(index.number) + " of the streams " + stream.shape->name +
                      " is outside of 0 to " + std::to_string(stream.shape->extents[i] - 1),
                  places[instruction.place]};
    position = position * stream.shape->extents[i] + index.number;
  }
  return stream.queues[static_cast<size_t>(position)];
}

void Execution::runStream(const Code &code, Frame &frame, const Instruction &instruction) {
  if (instruction.action == Action::NewStream) {
    Stream &stream = frame.ownStreams[instruction.a];
    frame.streams[instruction.result] = &stream;
    if (!stream.shape->isStatic)
      for (auto &queue : stream.queues)
        queue.clear();
    return;
  }
  const StreamShape &shape = *frame.streams[instruction.a]->shape;
  auto &queue = queueOf(code, frame, instruction);
  bool isFull = shape.depth > 0 && static_cast<int64_t>(queue.size()) >= shape.depth;
  auto read = [&] { // of nothing: what was never written
    for (uint32_t i = 0; i < instruction.listCount; ++i)
      frame.values[code.slots[instruction.list + i]] =
          queue.empty() ? expressions.node(Opcode::Undefined, shape.types[i], expressions.nameId(shape.name), i)
                        : queue.front()[i];
    if (!queue.empty())
      queue.pop_front();
  };
  auto write = [&] {
    std::vector<ExpressionId> element;
    for (uint32_t i = 0; i < instruction.listCount; ++i)
      element.push_back(frame.values[code.slots[instruction.list + i]]);
    queue.push_back(std::move(element));
  };
  switch (instruction.action) {
  case Action::StreamRead:
    if (queue.empty() && expressions.isConstant(path, 1))
      throw Fault{"stream " + shape.name + " is empty where it is read", places[instruction.place]};
    if (queue.empty())
      assume(Assumption::inBounds, expressions.truth(false), "stream " + shape.name + " is not empty where it is read",
             instruction.place);
    read();
    break;
  case Action::StreamTryRead:
    frame.values[instruction.result] = expressions.truth(!queue.empty());
    read();
    break;
  case Action::StreamWrite:
    write();
    break;
  case Action::StreamTryWrite:
    frame.values[instruction.result] = expressions.truth(!isFull);
    if (!isFull)
      write();
    break;
  case Action::StreamEmpty:
    frame.values[instruction.result] = expressions.truth(queue.empty());
    break;
  case Action::StreamFull:
    frame.values[instruction.result] = expressions.truth(isFull);
    break;
  default:
    frame.values[instruction.result] = expressions.constant(ExpressionType::integer(32), queue.size());
    break;
  }
}

void Execution::print(const Code &code, Frame &frame, const Instruction &instruction) {
  PrintedText text{path, instruction.a, {}};
  for (uint32_t i = 0; i < instruction.listCount; ++i)
    text.values.push_back(frame.values[code.slots[instruction.list + i]]);
  texts.push_back(std::move(text));
}

} // namespace allo::verify
