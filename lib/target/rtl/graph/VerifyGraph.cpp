#include "target/rtl/graph/IntegerRange.h"
#include "target/rtl/graph/PrintGraph.h"

#include <algorithm>

namespace allo::target::rtl {

namespace {
class Verifier {
public:
  Verifier(const Graph &graph, unsigned number) : graph_(graph), function_(graph.functions[number]), number_(number) {}

  std::string run() {
    place_.assign(function_.nodes.size(), noId);
    for (BlockId block = 0; block < function_.blocks.size(); ++block)
      for (unsigned i = 0; i < function_.blocks[block].nodes.size(); ++i) {
        NodeId node = function_.blocks[block].nodes[i];
        if (node >= function_.nodes.size() || function_.nodes[node].block != block || place_[node] != noId)
          return error("block " + std::to_string(block) + " lists a node that is not its own");
        place_[node] = i;
      }
    for (NodeId node = 0; node < function_.nodes.size() && message_.empty(); ++node)
      checkNode(node);
    for (unsigned child = 0; child < function_.children.size() && message_.empty(); ++child)
      checkChild(child);
    for (BlockId block = 0; block < function_.blocks.size() && message_.empty(); ++block)
      checkOrders(block);
    for (const Function::Output &output : function_.outputs)
      if (message_.empty() && (!isVisible(output.value, 0) || width(output.value) != output.width))
        error("output " + output.name + " has a wrong value");
    return message_;
  }

private:
  std::string error(const std::string &what) {
    message_ = function_.name + ": " + what;
    return message_;
  }
  void require(bool holds, NodeId node, const std::string &what) {
    if (!holds && message_.empty())
      error("node " + std::to_string(node) + ": " + what);
  }
  unsigned width(NodeId node) const { return function_.nodes[node].width; }

  bool isVisible(NodeId node, BlockId from) const {
    if (node >= function_.nodes.size() || place_[node] == noId)
      return false;
    for (BlockId block = from; block != noId; block = function_.blocks[block].parent)
      if (function_.nodes[node].block == block)
        return true;
    return false;
  }

  // The node of the block that runs `node`: itself, or the child that holds it.
  NodeId inBlock(NodeId node, BlockId block) const {
    while (function_.nodes[node].block != block)
      node = function_.children[function_.blocks[function_.nodes[node].block].child].node;
    return node;
  }

  void checkNode(NodeId id) {
    const Node &node = function_.nodes[id];
    bool isSilent =
        node.kind == NodeKind::stream && (node.action == StreamAction::write || node.action == StreamAction::clear);
    bool hasValue = node.kind != NodeKind::store && node.kind != NodeKind::child && !isSilent;
    require(hasValue == (node.width > 0), id, "a width where there is no value, or none");
    for (unsigned i = 0; i < node.operands.size(); ++i) {
      NodeId operand = node.operands[i];
      require(isVisible(operand, node.block), id, "operand " + std::to_string(i) + " is not visible");
      bool isBackEdge = node.kind == NodeKind::carried && i == 1;
      if (!message_.empty() || isBackEdge)
        continue;
      NodeId user = inBlock(id, function_.nodes[operand].block);
      require(place_[operand] < place_[user], id, "operand " + std::to_string(i) + " comes later");
    }
    if (node.predicate != noId)
      require(isVisible(node.predicate, node.block) && width(node.predicate) == 1, id, "wrong predicate");
    if (!message_.empty())
      return;
    switch (node.kind) {
    case NodeKind::constant:
      require(node.bits.getBitWidth() == node.width, id, "wrong width of a constant");
      break;
    case NodeKind::argument:
      require(node.index < function_.arguments.size() && function_.arguments[node.index].width == node.width, id,
              "wrong argument");
      break;
    case NodeKind::carried:
      require(node.operands.size() == 2 && width(node.operands[0]) == node.width &&
                  width(node.operands[1]) == node.width,
              id, "widths of a carried value");
      break;
    case NodeKind::slice:
      require(node.operands.size() == 1 && node.index + node.width <= width(node.operands[0]), id,
              "slice beyond its operand");
      break;
    case NodeKind::concat: {
      unsigned sum = 0;
      for (NodeId part : node.operands)
        sum += width(part);
      require(sum == node.width, id, "width of a concatenation");
      break;
    }
    case NodeKind::operation:
      checkOperation(id);
      break;
    case NodeKind::load:
    case NodeKind::store:
      checkAccess(id);
      break;
    case NodeKind::stream:
      checkStream(id);
      break;
    case NodeKind::child:
      require(node.child < function_.children.size() && function_.children[node.child].node == id, id, "wrong child");
      break;
    case NodeKind::result:
      require(node.operands.size() == 1 && function_.nodes[node.operands[0]].kind == NodeKind::child, id,
              "result of what is not a child");
      break;
    case NodeKind::counter: {
      unsigned child = function_.blocks[node.block].child;
      require(child != noId && node.index < function_.children[child].counters.size() &&
                  function_.children[child].counters[node.index].width == node.width,
              id, "wrong counter");
      break;
    }
    }
  }

  void checkOperation(NodeId id) {
    const Node &node = function_.nodes[id];
    const OperatorKey &key = node.operatorKey;
    require(key.width == node.width, id, "width of the operator");
    auto all = [&](unsigned first, unsigned wanted) {
      for (unsigned i = first; i < node.operands.size(); ++i)
        if (width(node.operands[i]) != wanted)
          return false;
      return true;
    };
    switch (key.kind) {
    case OperatorKind::select:
      require(node.operands.size() == 3 && width(node.operands[0]) == 1 && all(1, node.width), id, "widths of select");
      break;
    case OperatorKind::mul:
      require(node.operands.size() == 2 &&
                  std::max(width(node.operands[0]), width(node.operands[1])) == key.operandWidth &&
                  (!key.otherWidth || width(node.operands[1]) <= key.otherWidth),
              id, "widths of mul");
      break;
    case OperatorKind::shl:
    case OperatorKind::shrs:
    case OperatorKind::shru:
      require(node.operands.size() == 2 && width(node.operands[0]) == node.width, id, "widths of a shift");
      break;
    case OperatorKind::add:
    case OperatorKind::sub:
    case OperatorKind::bitAnd:
    case OperatorKind::bitOr:
    case OperatorKind::bitXor:
    case OperatorKind::divs:
    case OperatorKind::divu:
    case OperatorKind::rems:
    case OperatorKind::remu:
      require(node.operands.size() == 2 && all(0, node.width), id, "widths of integer operands");
      break;
    default:
      require(all(0, key.operandWidth), id, "widths of operands");
    }
  }

  void checkAccess(NodeId id) {
    const Node &node = function_.nodes[id];
    require(node.memory < function_.memories.size(), id, "unknown memory");
    if (!message_.empty())
      return;
    const Memory &memory = function_.memories[node.memory];
    bool isStore = node.kind == NodeKind::store, isDynamic = node.banks.size() > 1;
    require(node.operands.size() == 1u + isStore + isDynamic, id, "number of operands of an access");
    require(!node.banks.empty() && std::is_sorted(node.banks.begin(), node.banks.end()) &&
                node.banks.back() < memory.bankCount(),
            id, "banks of an access");
    if (!message_.empty())
      return;
    require(width(node.operands.back()) == indexWidth(memory.bankDepth()), id, "width of the address");
    if (isDynamic)
      require(width(node.operands[isStore]) == indexWidth(memory.bankCount()), id, "width of the bank number");
    require((isStore ? width(node.operands[0]) : node.width) == memory.width, id, "width of the element");
  }

  void checkPlace(NodeId id, const StreamPlace &place) {
    require(place.stream < function_.streams.size(), id, "unknown stream");
    if (!message_.empty())
      return;
    require(!place.elements.empty() && std::is_sorted(place.elements.begin(), place.elements.end()) &&
                place.elements.back() < function_.streams[place.stream].count(),
            id, "elements of a stream");
    if (place.select != noId)
      require(width(place.select) == indexWidth(function_.streams[place.stream].count()), id, "width of a choice");
  }

  void checkStream(NodeId id) {
    const Node &node = function_.nodes[id];
    checkPlace(id, node.fifo);
    if (!message_.empty())
      return;
    const Stream &stream = function_.streams[node.fifo.stream];
    bool isWrite = node.action == StreamAction::write || node.action == StreamAction::tryWrite;
    bool isDynamic = node.fifo.select != noId;
    require(node.operands.size() == 0u + isWrite + isDynamic, id, "number of operands of a stream operation");
    if (isWrite && message_.empty())
      require(width(node.operands[0]) == stream.width, id, "width of what is written to a stream");
    if (node.action == StreamAction::read || node.action == StreamAction::tryRead)
      require(node.width == stream.width + (node.action == StreamAction::tryRead), id, "width of what is read");
    require(isDynamic || node.action == StreamAction::clear || node.fifo.elements.size() == 1, id,
            "a stream operation on several streams");
    require(!isDynamic || node.operands.back() == node.fifo.select, id, "the choice is the last operand");
  }

  void checkChild(unsigned number) {
    const Child &child = function_.children[number];
    NodeId id = child.node;
    BlockId around = function_.nodes[id].block;
    for (const Counter &counter : child.counters)
      for (const std::vector<LinearBound> *bounds : {&counter.lower, &counter.upper}) {
        require(!bounds->empty() && counter.step > 0, id, "a counter without bounds or with a wrong step");
        for (const LinearBound &bound : *bounds)
          for (const LinearBound::Term &term : bound.terms)
            require(term.isCounter ? &counter - child.counters.data() > std::ptrdiff_t(term.index)
                                   : isVisible(term.index, around),
                    id, "a bound uses what is not known before the loop");
      }
    if (child.kind == Child::loop) {
      require(child.body < function_.blocks.size() && function_.blocks[child.body].child == number, id, "wrong body");
      require(child.counters.empty() == (child.condition != noId), id, "a loop is counted or has a condition");
      for (NodeId carried : child.carried)
        require(function_.nodes[carried].kind == NodeKind::carried && function_.nodes[carried].block == child.body, id,
                "wrong carried value");
    } else if (child.kind == Child::branch) {
      require(isVisible(child.decision, around) && width(child.decision) == 1, id, "wrong decision");
      for (const Result &result : child.results)
        require(isVisible(result.thenValue, child.thenBlock) && isVisible(result.elseValue, child.elseBlock) &&
                    width(result.thenValue) == result.width && width(result.elseValue) == result.width,
                id, "wrong result of a branch");
    } else {
      checkCall(child);
    }
  }

  void checkCall(const Child &child) {
    require(child.callee < number_, child.node, "a call of a function that comes later");
    if (!message_.empty())
      return;
    const Function &callee = graph_.functions[child.callee];
    require(child.scalars.size() == callee.arguments.size(), child.node, "number of scalars of a call");
    for (unsigned i = 0; i < child.scalars.size() && message_.empty(); ++i)
      require(width(child.scalars[i]) == callee.arguments[i].width, child.node, "width of a scalar of a call");
    unsigned parameters = std::count_if(callee.memories.begin(), callee.memories.end(),
                                        [](const Memory &memory) { return memory.isParameter; });
    require(child.memories.size() == parameters, child.node, "number of arrays of a call");
    for (unsigned i = 0; i < child.memories.size() && message_.empty(); ++i) {
      const Memory &given = function_.memories[child.memories[i]], &wanted = callee.memories[i];
      bool fits = child.banks[i].empty() ? given.bankCount() == wanted.bankCount()
                                         : static_cast<int64_t>(child.banks[i].size()) == wanted.bankCount();
      require(fits && given.bankDepth() == wanted.bankDepth() && given.width == wanted.width &&
                  given.readLatency == wanted.readLatency,
              child.node, "array '" + given.name + "' does not fit the parameter '" + wanted.name + "'");
    }
    unsigned streams = std::count_if(callee.streams.begin(), callee.streams.end(),
                                     [](const Stream &stream) { return stream.isParameter; });
    require(child.streams.size() == streams, child.node, "number of streams of a call");
    for (unsigned i = 0; i < child.streams.size() && message_.empty(); ++i) {
      const StreamPlace &place = child.streams[i];
      checkPlace(child.node, place);
      const Stream &wanted = callee.streams[i];
      bool isWhole = !wanted.extents.empty();
      if (message_.empty())
        require(function_.streams[place.stream].width == wanted.width &&
                    (isWhole ? int64_t(place.elements.size()) == wanted.count()
                             : place.elements.size() == 1 || place.select != noId),
                child.node, "stream '" + wanted.name + "' does not fit what is passed");
    }
  }

  void checkOrders(BlockId block) {
    for (const OrderEdge &edge : function_.blocks[block].orders) {
      bool areHere = edge.from < function_.nodes.size() && edge.to < function_.nodes.size() &&
                     function_.nodes[edge.from].block == block && function_.nodes[edge.to].block == block;
      if (message_.empty() && !areHere)
        error("an order edge leaves its block");
      if (message_.empty() && edge.distance == 0 && place_[edge.from] >= place_[edge.to])
        error("an order edge goes backwards");
    }
  }

  const Graph &graph_;
  const Function &function_;
  unsigned number_;
  std::vector<unsigned> place_; // of a node in its block
  std::string message_;
};
} // namespace

std::string verify(const Graph &graph) {
  for (unsigned function = 0; function < graph.functions.size(); ++function)
    if (std::string message = Verifier(graph, function).run(); !message.empty())
      return message;
  return {};
}

} // namespace allo::target::rtl
