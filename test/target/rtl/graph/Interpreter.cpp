#include "Interpreter.h"

#include "target/rtl/graph/IntegerRange.h"

#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/APSInt.h"

#include <cmath>
#include <set>

using llvm::APFloat;
using llvm::APInt;
using namespace allo::target::rtl;

namespace allo::test {

struct Interpreter::Frame {
  const Function &function;
  std::vector<APInt> values;
  std::vector<APInt> scalars;
  std::vector<Array *> arrays;
  std::vector<std::vector<APInt>> results; // of children
  // Of the pipelined loop that runs, by memory, bank, address: who wrote last, who has read since, in which iteration.
  struct History {
    NodeId writer = noId;
    int64_t written = 0;
    std::map<NodeId, int64_t> reads;
  };
  std::map<std::tuple<MemoryId, unsigned, uint64_t>, History> touched;
  std::map<int, std::set<unsigned>> groups; // banks touched in this iteration
};

namespace {
[[noreturn]] void fail(const Function &function, NodeId node, const std::string &what) {
  throw InternalError(function.name + " node " + std::to_string(node) + ": " + what, function.nodes[node].place);
}

const llvm::fltSemantics &semanticsOf(FloatFormat format) {
  if (format.width() == 64)
    return APFloat::IEEEdouble();
  return format.width() == 32 ? APFloat::IEEEsingle() : APFloat::IEEEhalf();
}
} // namespace

Interpreter::Array Interpreter::distribute(const Memory &memory, const std::vector<APInt> &elements) {
  Array array(memory.bankCount(), std::vector<APInt>(memory.bankDepth(), APInt(memory.width, 0)));
  std::vector<int64_t> index(memory.dimensions.size(), 0);
  for (const APInt &element : elements) {
    auto [bank, address] = memory.bankAndAddress(index);
    array[bank][address] = element;
    for (unsigned d = index.size(); d-- > 0 && ++index[d] == memory.dimensions[d].extent;)
      index[d] = 0;
  }
  return array;
}

std::vector<APInt> Interpreter::collect(const Memory &memory, const Array &array) {
  std::vector<APInt> elements;
  std::vector<int64_t> index(memory.dimensions.size(), 0);
  int64_t count = 1;
  for (const MemoryDimension &dimension : memory.dimensions)
    count *= dimension.extent;
  for (int64_t i = 0; i < count; ++i) {
    auto [bank, address] = memory.bankAndAddress(index);
    elements.push_back(array[bank][address]);
    for (unsigned d = index.size(); d-- > 0 && ++index[d] == memory.dimensions[d].extent;)
      index[d] = 0;
  }
  return elements;
}

std::vector<APInt> Interpreter::run(const std::vector<APInt> &scalars, const std::vector<Array *> &arrays) {
  return runFunction(graph_.functions.size() - 1, scalars, arrays);
}

std::vector<APInt> Interpreter::runFunction(unsigned number, const std::vector<APInt> &scalars,
                                            const std::vector<Array *> &arrays) {
  const Function &function = graph_.functions[number];
  Frame frame{function, {}, scalars, {}, {}, {}, {}};
  for (const Node &node : function.nodes)
    frame.values.push_back(APInt(std::max(1u, node.width), 0));
  frame.results.resize(function.children.size());
  std::vector<Array> local(function.memories.size());
  for (unsigned i = 0, parameter = 0; i < function.memories.size(); ++i) {
    const Memory &memory = function.memories[i];
    if (memory.isParameter) {
      frame.arrays.push_back(arrays[parameter++]);
      continue;
    }
    local[i] = distribute(memory, memory.contents);
    frame.arrays.push_back(&local[i]);
  }
  runBlock(frame, 0, 0);
  std::vector<APInt> outputs;
  for (const Function::Output &output : function.outputs)
    outputs.push_back(frame.values[output.value]);
  return outputs;
}

void Interpreter::runBlock(Frame &frame, BlockId block, int64_t iteration) {
  frame.groups.clear();
  for (NodeId node : frame.function.blocks[block].nodes)
    runNode(frame, node, iteration);
}

void Interpreter::runNode(Frame &frame, NodeId id, int64_t iteration) {
  const Node &node = frame.function.nodes[id];
  APInt &value = frame.values[id];
  bool acts = node.predicate == noId || !frame.values[node.predicate].isZero();
  switch (node.kind) {
  case NodeKind::constant:
    value = node.bits;
    return;
  case NodeKind::argument:
    value = frame.scalars[node.index];
    return;
  case NodeKind::counter:
  case NodeKind::carried:
    return; // set by the loop
  case NodeKind::slice:
    value = frame.values[node.operands[0]].extractBits(node.width, node.index);
    return;
  case NodeKind::concat: {
    APInt bits = frame.values[node.operands[0]];
    for (NodeId part : llvm::ArrayRef(node.operands).drop_front())
      bits = bits.concat(frame.values[part]);
    value = bits;
    return;
  }
  case NodeKind::operation: {
    std::vector<APInt> operands;
    for (NodeId operand : node.operands)
      operands.push_back(frame.values[operand]);
    value = operation(node.operatorKey, operands);
    return;
  }
  case NodeKind::load:
  case NodeKind::store:
    if (acts)
      access(frame, id, iteration);
    return;
  case NodeKind::child:
    if (acts)
      runChild(frame, id);
    return;
  case NodeKind::result: {
    const auto &results = frame.results[frame.function.nodes[node.operands[0]].child];
    if (node.index < results.size())
      value = results[node.index];
    return;
  }
  }
}

void Interpreter::access(Frame &frame, NodeId id, int64_t iteration) {
  const Node &node = frame.function.nodes[id];
  bool isStore = node.kind == NodeKind::store;
  unsigned bank = node.banks[0];
  if (node.banks.size() > 1) {
    bank = frame.values[node.operands[isStore]].getZExtValue();
    if (std::find(node.banks.begin(), node.banks.end(), bank) == node.banks.end())
      fail(frame.function, id, "bank " + std::to_string(bank) + " is not among those announced");
  }
  if (node.group >= 0 && !frame.groups[node.group].insert(bank).second)
    fail(frame.function, id, "a group touches bank " + std::to_string(bank) + " twice");
  auto &elements = (*frame.arrays[node.memory])[bank];
  uint64_t address = frame.values[node.operands.back()].getZExtValue();
  if (address >= elements.size())
    fail(frame.function, id, "address " + std::to_string(address) + " is outside of the bank");
  if (frame.function.blocks[node.block].isPipelined)
    checkOrder(frame, id, iteration, bank, address);
  if (isStore)
    elements[address] = frame.values[node.operands[0]];
  else
    frame.values[id] = elements[address];
}

void Interpreter::checkOrder(Frame &frame, NodeId id, int64_t iteration, unsigned bank, uint64_t address) {
  const Function &function = frame.function;
  const Node &node = function.nodes[id];
  auto &history = frame.touched[{node.memory, bank, address}];
  auto check = [&](NodeId other, int64_t last) {
    if (other == id)
      return;
    if (last == iteration) {
      if (!isOrderedWithin(function, other, id))
        fail(function, id, "no order after node " + std::to_string(other) + " in one iteration");
      return;
    }
    for (const OrderEdge &edge : function.blocks[node.block].orders)
      if (edge.from == other && edge.to == id && edge.distance > 0 && edge.distance <= iteration - last)
        return;
    fail(function, id,
         "no order after node " + std::to_string(other) + " at distance " + std::to_string(iteration - last));
  };
  if (history.writer != noId)
    check(history.writer, history.written);
  if (node.kind == NodeKind::load) {
    history.reads[id] = iteration;
    return;
  }
  for (auto [reader, last] : history.reads)
    check(reader, last);
  history = {id, iteration, {}};
}

bool Interpreter::isOrderedWithin(const Function &function, NodeId from, NodeId to) {
  auto [known, isNew] = ordered_.try_emplace({&function, from, to}, false);
  if (!isNew)
    return known->second;
  bool isOrdered = false;
  for (const OrderEdge &edge : function.blocks[function.nodes[to].block].orders)
    isOrdered = isOrdered || (edge.distance == 0 && edge.to == to &&
                              (edge.from == from || isOrderedWithin(function, from, edge.from)));
  return ordered_[{&function, from, to}] = isOrdered;
}

void Interpreter::runChild(Frame &frame, NodeId id) {
  const Child &child = frame.function.children[frame.function.nodes[id].child];
  auto groups = frame.groups;
  auto &results = frame.results[frame.function.nodes[id].child];
  if (child.kind == Child::loop) {
    runLoop(frame, child);
  } else if (child.kind == Child::branch) {
    bool isThen = !frame.values[child.decision].isZero();
    BlockId side = isThen ? child.thenBlock : child.elseBlock;
    if (side != noId)
      runBlock(frame, side, 0);
    results.clear();
    for (const Result &result : child.results)
      results.push_back(frame.values[isThen ? result.thenValue : result.elseValue]);
  } else {
    std::vector<APInt> scalars;
    for (NodeId scalar : child.scalars)
      scalars.push_back(frame.values[scalar]);
    std::vector<Array *> arrays;
    for (MemoryId memory : child.memories)
      arrays.push_back(frame.arrays[memory]);
    results = runFunction(child.callee, scalars, arrays);
  }
  frame.groups = groups;
}

void Interpreter::runLoop(Frame &frame, const Child &child) {
  const Function &function = frame.function;
  auto &results = frame.results[function.nodes[child.node].child];
  frame.touched.clear();
  std::vector<APInt> carried;
  for (NodeId node : child.carried)
    carried.push_back(frame.values[function.nodes[node].operands[0]]);
  int64_t iteration = 0;
  std::vector<int64_t> counters(child.counters.size());
  auto runIteration = [&] {
    for (unsigned k = 0; k < carried.size(); ++k)
      frame.values[child.carried[k]] = carried[k];
    for (NodeId node : function.blocks[child.body].nodes)
      if (function.nodes[node].kind == NodeKind::counter)
        frame.values[node] =
            APInt(function.nodes[node].width, counters[function.nodes[node].index], true, /*implicitTrunc=*/false);
    runBlock(frame, child.body, iteration++);
    for (unsigned k = 0; k < carried.size(); ++k)
      carried[k] = frame.values[function.nodes[child.carried[k]].operands[1]];
  };
  auto boundOf = [&](const LinearBound &bound) {
    int64_t value = bound.constant;
    for (const LinearBound::Term &term : bound.terms)
      value += term.coefficient *
               (term.isCounter ? counters[term.index] : frame.values[term.index].sextOrTrunc(64).getSExtValue());
    return floorDivide(value, bound.divisor);
  };
  auto runDimension = [&](auto &self, unsigned d) -> void {
    if (d == child.counters.size())
      return runIteration();
    const Counter &counter = child.counters[d];
    int64_t lower = INT64_MIN, upper = INT64_MAX;
    for (const LinearBound &bound : counter.lower)
      lower = std::max(lower, boundOf(bound));
    for (const LinearBound &bound : counter.upper)
      upper = std::min(upper, boundOf(bound));
    for (counters[d] = lower; counters[d] < upper;) {
      self(self, d + 1);
      counters[d] += counter.step;
      if (!IntegerRange::constant(counters[d]).fits(counter.width))
        fail(function, child.node, "a counter does not hold the value after its last");
    }
  };
  if (child.condition == noId) {
    runDimension(runDimension, 0);
  } else {
    do
      runIteration();
    while (!frame.values[child.condition].isZero());
  }
  results = carried;
  frame.touched.clear();
}

//===-- Operations ------------------------------------------------------------------------------------------------===//

APInt Interpreter::operation(const OperatorKey &key, const std::vector<APInt> &operands) {
  if (key.kind >= OperatorKind::fadd)
    return floating(key, operands);
  const APInt &a = operands[0];
  auto bit = [](bool value) { return APInt(1, value); };
  switch (key.kind) {
  case OperatorKind::select:
    return operands[0].isZero() ? operands[2] : operands[1];
  case OperatorKind::signExtend:
    return a.sext(key.width);
  case OperatorKind::zeroExtend:
    return a.zext(key.width);
  case OperatorKind::truncate:
    return a.trunc(key.width);
  case OperatorKind::mul:
    return a.sextOrTrunc(key.width) * operands[1].sextOrTrunc(key.width);
  case OperatorKind::shl:
    return a.shl(operands[1].getZExtValue());
  case OperatorKind::shrs:
    return a.ashr(operands[1].getZExtValue());
  case OperatorKind::shru:
    return a.lshr(operands[1].getZExtValue());
  default:
    break;
  }
  const APInt &b = operands[1];
  switch (key.kind) {
  case OperatorKind::add:
    return a + b;
  case OperatorKind::sub:
    return a - b;
  case OperatorKind::divs:
    return b.isZero() ? APInt::getAllOnes(key.width) : a.sdiv(b);
  case OperatorKind::divu:
    return b.isZero() ? APInt::getAllOnes(key.width) : a.udiv(b);
  case OperatorKind::rems:
    return b.isZero() ? a : a.srem(b);
  case OperatorKind::remu:
    return b.isZero() ? a : a.urem(b);
  case OperatorKind::bitAnd:
    return a & b;
  case OperatorKind::bitOr:
    return a | b;
  case OperatorKind::bitXor:
    return a ^ b;
  case OperatorKind::equal:
    return bit(a == b);
  case OperatorKind::notEqual:
    return bit(a != b);
  case OperatorKind::lessSigned:
    return bit(a.slt(b));
  case OperatorKind::lessEqualSigned:
    return bit(a.sle(b));
  case OperatorKind::lessUnsigned:
    return bit(a.ult(b));
  case OperatorKind::lessEqualUnsigned:
    return bit(a.ule(b));
  default:
    throw InternalError("unknown integer operation");
  }
}

namespace {
bool compare(FloatPredicate predicate, APFloat::cmpResult result) {
  bool less = result == APFloat::cmpLessThan, equal = result == APFloat::cmpEqual,
       greater = result == APFloat::cmpGreaterThan, unordered = result == APFloat::cmpUnordered;
  switch (predicate) {
  case FloatPredicate::oeq:
    return equal;
  case FloatPredicate::ogt:
    return greater;
  case FloatPredicate::oge:
    return greater || equal;
  case FloatPredicate::olt:
    return less;
  case FloatPredicate::ole:
    return less || equal;
  case FloatPredicate::one:
    return less || greater;
  case FloatPredicate::ord:
    return !unordered;
  case FloatPredicate::ueq:
    return equal || unordered;
  case FloatPredicate::ugt:
    return greater || unordered;
  case FloatPredicate::uge:
    return !less;
  case FloatPredicate::ult:
    return less || unordered;
  case FloatPredicate::ule:
    return !greater;
  case FloatPredicate::une:
    return !equal;
  case FloatPredicate::uno:
    return unordered;
  }
  return false;
}
} // namespace

APInt Interpreter::floating(const OperatorKey &key, const std::vector<APInt> &operands) {
  constexpr auto nearest = APFloat::rmNearestTiesToEven;
  const llvm::fltSemantics &semantics = semanticsOf(key.format);
  if (key.kind == OperatorKind::sitofp || key.kind == OperatorKind::uitofp) {
    APFloat result(semantics);
    result.convertFromAPInt(operands[0], key.kind == OperatorKind::sitofp, nearest);
    return result.bitcastToAPInt();
  }
  APFloat a(semantics, operands[0]);
  std::optional<APFloat> b;
  if (operands.size() > 1)
    b.emplace(semantics, operands[1]);
  auto rounded = [&](APFloat::roundingMode mode) {
    a.roundToIntegral(mode);
    return a;
  };
  switch (key.kind) {
  case OperatorKind::fadd:
    return (a + *b).bitcastToAPInt();
  case OperatorKind::fsub:
    return (a - *b).bitcastToAPInt();
  case OperatorKind::fmul:
    return (a * *b).bitcastToAPInt();
  case OperatorKind::fdiv:
    return (a / *b).bitcastToAPInt();
  case OperatorKind::fsqrt: // exact for both formats: the host's is correctly rounded
    return key.format.width() == 32 ? APFloat(std::sqrt(a.convertToFloat())).bitcastToAPInt()
                                    : APFloat(std::sqrt(a.convertToDouble())).bitcastToAPInt();
  case OperatorKind::fma:
    a.fusedMultiplyAdd(*b, APFloat(semantics, operands[2]), nearest);
    return a.bitcastToAPInt();
  case OperatorKind::fcmp:
    return APInt(1, compare(key.predicate, a.compare(*b)));
  case OperatorKind::fneg:
    return (-a).bitcastToAPInt();
  case OperatorKind::fabs:
    return llvm::abs(a).bitcastToAPInt();
  case OperatorKind::fcopysign:
    a.copySign(*b);
    return a.bitcastToAPInt();
  case OperatorKind::fmin:
    return llvm::minnum(a, *b).bitcastToAPInt();
  case OperatorKind::fmax:
    return llvm::maxnum(a, *b).bitcastToAPInt();
  case OperatorKind::ffloor:
    return rounded(APFloat::rmTowardNegative).bitcastToAPInt();
  case OperatorKind::fceil:
    return rounded(APFloat::rmTowardPositive).bitcastToAPInt();
  case OperatorKind::ftrunc:
    return rounded(APFloat::rmTowardZero).bitcastToAPInt();
  case OperatorKind::fround:
    return rounded(APFloat::rmNearestTiesToAway).bitcastToAPInt();
  case OperatorKind::froundeven:
    return rounded(nearest).bitcastToAPInt();
  case OperatorKind::fext:
  case OperatorKind::ftruncate: {
    bool losesInformation = false;
    a.convert(semanticsOf(key.resultFormat), nearest, &losesInformation);
    return a.bitcastToAPInt();
  }
  case OperatorKind::fptosi:
  case OperatorKind::fptoui: {
    llvm::APSInt result(key.width, key.kind == OperatorKind::fptoui);
    bool isExact = false;
    a.convertToInteger(result, APFloat::rmTowardZero, &isExact); // saturates; NaN gives 0
    return result;
  }
  default:
    throw InternalError("unknown floating operation");
  }
}

} // namespace allo::test
