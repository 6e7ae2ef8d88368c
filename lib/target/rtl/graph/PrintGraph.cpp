#include "target/rtl/graph/PrintGraph.h"

#include "llvm/ADT/SmallString.h"

#include <sstream>

namespace allo::target::rtl {

namespace {
class GraphPrinter {
public:
  std::string print(const Graph &graph) {
    graph_ = &graph;
    for (const Function &function : graph.functions)
      printFunction(function);
    for (const TopParameter &parameter : graph.parameters) {
      out_ << "parameter " << parameter.name;
      if (parameter.memory >= 0)
        out_ << " memory " << parameter.memory;
      for (const TopParameter::MemberArray &member : parameter.members)
        out_ << " memory " << member.memory << " at " << member.offset;
      for (auto [offset, input] : parameter.inputs)
        out_ << " input " << input << " at " << offset;
      for (auto [offset, output] : parameter.outputs)
        out_ << " output " << output << " at " << offset;
      out_ << "\n";
    }
    if (graph.resultOutput >= 0)
      out_ << "result output " << graph.resultOutput << "\n";
    return out_.str();
  }

private:
  void printFunction(const Function &function) {
    function_ = &function;
    out_ << "function " << function.name << (function.isTop ? " top" : "") << "  // " << function.signature << "\n";
    for (unsigned i = 0; i < function.arguments.size(); ++i)
      out_ << "  argument " << i << " " << function.arguments[i].name << ": " << function.arguments[i].width
           << (function.arguments[i].isSigned ? " signed\n" : " unsigned\n");
    for (unsigned i = 0; i < function.memories.size(); ++i)
      printMemory(i, function.memories[i]);
    for (unsigned i = 0; i < function.streams.size(); ++i)
      printStream(i, function.streams[i]);
    printBlock(0, "  ");
    for (const Function::Output &output : function.outputs)
      out_ << "  output " << output.name << ": " << output.width << " = " << value(output.value) << "\n";
  }

  void printMemory(unsigned number, const Memory &memory) {
    static const char *const styles[] = {"registers", "lutram", "bram", "uram", "external"};
    static const char *const kinds[] = {"none", "block", "cyclic", "complete"};
    out_ << "  memory " << number << " " << memory.name << ": " << memory.elementType;
    for (const MemoryDimension &dimension : memory.dimensions)
      out_ << "[" << dimension.extent << "]";
    for (const MemoryDimension &dimension : memory.dimensions)
      if (dimension.kind != MemoryDimension::none)
        out_ << " " << kinds[dimension.kind] << " " << dimension.banks << "x" << dimension.depth;
    out_ << " " << styles[unsigned(memory.style)] << " banks " << memory.bankCount() << " depth " << memory.bankDepth()
         << " width " << memory.width << " latency " << memory.readLatency << " ports " << memory.ports;
    if (memory.copies > 1)
      out_ << " copies " << memory.copies;
    if (memory.isParameter)
      out_ << " parameter " << memory.parameter;
    if (!memory.contents.empty())
      out_ << " contents " << memory.contents.size();
    out_ << "\n";
  }

  void printStream(unsigned number, const Stream &stream) {
    out_ << "  stream " << number << " " << stream.name << ": " << stream.elementType;
    for (int64_t extent : stream.extents)
      out_ << "[" << extent << "]";
    out_ << " width " << stream.width << " depth " << stream.depth;
    if (stream.isParameter)
      out_ << " parameter " << stream.parameter;
    out_ << "\n";
  }

  void printPlace(const StreamPlace &place) {
    const Stream &stream = function_->streams[place.stream];
    out_ << stream.name;
    if (stream.extents.empty() || int64_t(place.elements.size()) == stream.count())
      return;
    out_ << " number";
    for (unsigned element : place.elements)
      out_ << " " << element;
  }

  std::string value(NodeId id) const {
    if (id == noId)
      return "none";
    const Node &node = function_->nodes[id];
    if (node.kind != NodeKind::constant)
      return "%" + std::to_string(id);
    llvm::SmallString<20> digits;
    node.bits.toString(digits, node.width > 32 ? 16 : 10, node.width > 1 && node.width <= 32, node.width > 32);
    return digits.str().str();
  }

  std::string bound(const LinearBound &bound) const {
    std::ostringstream text;
    if (bound.divisor != 1)
      text << "(";
    text << bound.constant;
    for (const LinearBound::Term &term : bound.terms) {
      text << (term.coefficient < 0 ? " - " : " + ");
      if (std::abs(term.coefficient) != 1)
        text << std::abs(term.coefficient) << " ";
      text << (term.isCounter ? "counter " + std::to_string(term.index) : value(term.index));
    }
    if (bound.divisor != 1)
      text << ") / " << bound.divisor;
    return text.str();
  }

  void printBounds(const char *name, const std::vector<LinearBound> &bounds) {
    out_ << name;
    for (unsigned i = 0; i < bounds.size(); ++i)
      out_ << (i ? ", " : "") << bound(bounds[i]);
    out_ << ")";
  }

  void printBlock(BlockId id, const std::string &indent) {
    const Block &block = function_->blocks[id];
    out_ << indent << "block " << id << (block.isPipelined ? " pipelined" : "") << "\n";
    for (NodeId node : block.nodes)
      if (function_->nodes[node].kind != NodeKind::constant)
        printNode(node, indent + "  ");
    for (const OrderEdge &edge : block.orders) {
      out_ << indent << "  order " << value(edge.from) << " -> " << value(edge.to) << " distance " << edge.distance
           << " separation " << edge.separation;
      if (edge.memory != noId)
        out_ << " " << function_->memories[edge.memory].name;
      if (edge.stream != noId)
        out_ << " " << function_->streams[edge.stream].name << (edge.fromStart ? " from its start" : "");
      out_ << "\n";
    }
  }

  void printNode(NodeId id, const std::string &indent) {
    const Node &node = function_->nodes[id];
    out_ << indent << value(id);
    if (node.width)
      out_ << ": " << node.width;
    out_ << " = ";
    switch (node.kind) {
    case NodeKind::constant:
      break;
    case NodeKind::argument:
      out_ << "argument " << node.index;
      break;
    case NodeKind::counter:
      out_ << "counter " << node.index;
      break;
    case NodeKind::carried:
      out_ << "carried";
      break;
    case NodeKind::operation:
      out_ << nameOf(node.operatorKey.kind);
      if (node.operatorKey.kind == OperatorKind::fcmp)
        out_ << "." << unsigned(node.operatorKey.predicate);
      if (node.operatorKey.operandWidth != node.width)
        out_ << "." << node.operatorKey.operandWidth;
      if (node.operatorKey.otherWidth)
        out_ << "x" << node.operatorKey.otherWidth;
      break;
    case NodeKind::load:
    case NodeKind::store:
      out_ << (node.kind == NodeKind::load ? "load " : "store ") << function_->memories[node.memory].name << " bank";
      for (unsigned bank : node.banks)
        out_ << " " << bank;
      if (node.group >= 0)
        out_ << " group " << node.group;
      break;
    case NodeKind::stream: {
      static const char *const actions[] = {"read", "write", "try_read", "try_write", "empty", "full", "size", "clear"};
      out_ << actions[unsigned(node.action)] << " ";
      printPlace(node.fifo);
      break;
    }
    case NodeKind::child:
      out_ << "child " << node.child;
      break;
    case NodeKind::result:
      out_ << "result " << node.index << " of";
      break;
    case NodeKind::slice:
      out_ << "slice " << node.index;
      break;
    case NodeKind::concat:
      out_ << "concat";
      break;
    }
    for (unsigned i = 0; i < node.operands.size(); ++i)
      out_ << (i ? ", " : " ") << value(node.operands[i]);
    if (node.predicate != noId)
      out_ << " if " << value(node.predicate);
    if (!node.name.empty() && node.kind != NodeKind::load)
      out_ << "  // " << node.name;
    out_ << "\n";
    if (node.kind == NodeKind::child)
      printChild(function_->children[node.child], indent + "  ");
  }

  void printChild(const Child &child, const std::string &indent) {
    out_ << indent;
    if (child.kind == Child::call) {
      out_ << "call " << child.name << " function " << child.callee << " (";
      for (NodeId scalar : child.scalars)
        out_ << " " << value(scalar);
      for (MemoryId memory : child.memories)
        out_ << " " << function_->memories[memory].name;
      for (const StreamPlace &place : child.streams) {
        out_ << " ";
        printPlace(place);
      }
      out_ << " )\n";
      return;
    }
    if (child.kind == Child::branch) {
      out_ << "branch " << child.name << " on " << value(child.decision) << "\n";
      if (child.thenBlock != noId)
        printBlock(child.thenBlock, indent);
      if (child.elseBlock != noId)
        printBlock(child.elseBlock, indent);
      for (const Result &result : child.results)
        out_ << indent << "result: " << result.width << " = " << value(result.thenValue) << " else "
             << value(result.elseValue) << "\n";
      return;
    }
    out_ << "loop " << child.name << " path " << child.path << " interval " << child.requestedInterval;
    if (!child.limiterKind.empty())
      out_ << " limited by " << child.limiterKind << ": " << child.limiter;
    out_ << "\n";
    for (const Counter &counter : child.counters) {
      out_ << indent << "counter " << counter.name << ": " << counter.width;
      printBounds(" from max(", counter.lower);
      printBounds(" to min(", counter.upper);
      out_ << " step " << counter.step << "\n";
    }
    if (child.condition != noId)
      out_ << indent << "while " << value(child.condition) << "\n";
    if (!child.carried.empty()) {
      out_ << indent << "carries";
      for (NodeId carried : child.carried)
        out_ << " " << value(carried);
      out_ << "\n";
    }
    printBlock(child.body, indent);
  }

  const Graph *graph_ = nullptr;
  const Function *function_ = nullptr;
  std::ostringstream out_;
};
} // namespace

std::string print(const Graph &graph) { return GraphPrinter().print(graph); }

} // namespace allo::target::rtl
