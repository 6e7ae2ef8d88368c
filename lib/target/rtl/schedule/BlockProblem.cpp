#include "target/rtl/schedule/BlockProblem.h"

#include "target/rtl/GraphQueries.h"

namespace allo::target::rtl {

using namespace scheduling;

BlockProblem::BlockProblem(const Graph &graph, Function &function, BlockId block, const Device &device,
                           const Options &options, const std::vector<std::set<NodeId>> &used,
                           const std::vector<double> &estimates)
    : graph_(graph), function_(function), block_(block), device_(device), options_(options), used_(used),
      estimates_(estimates), clock_(options.clockNs * (1 - device.clockMargin())) {
  const Block &self = function.blocks[block];
  isPipelined_ = self.isPipelined;
  problem_.clock = clock_;
  if (isPipelined_)
    problem_.interval = function.children[self.child].requestedInterval;
  addNodes();
  addOrderEdges();
  if (!isPipelined_) {
    addPortOrders();
    addStartsBeforeWaits();
  }
  addLoopEnds();
}

bool BlockProblem::isLocal(NodeId id) const {
  if (id == noId || function_.nodes[id].block != block_)
    return false;
  NodeKind kind = function_.nodes[id].kind;
  return kind != NodeKind::constant && kind != NodeKind::argument;
}

unsigned BlockProblem::addOperation(Operation operation, NodeId owner) {
  problem_.operations.push_back(std::move(operation));
  ownerOf_.push_back(owner);
  return problem_.operations.size() - 1;
}

unsigned BlockProblem::resource(const std::string &key, unsigned units, const std::string &name) {
  auto [entry, isNew] = resources_.try_emplace(key, problem_.resources.size());
  if (isNew)
    problem_.resources.push_back({units, name});
  return entry->second;
}

void BlockProblem::dataEdge(NodeId from, unsigned to, int64_t distance) {
  if (isLocal(from))
    problem_.edges.push_back({operationOf_.at(from), to, distance, 0, true});
}

void BlockProblem::orderEdge(unsigned from, unsigned to, int64_t separation, int64_t distance) {
  problem_.edges.push_back({from, to, distance, separation, false});
}

unsigned BlockProblem::sink(NodeId value, int64_t after) {
  Operation operation;
  operation.width = 0;
  unsigned number = addOperation(operation, noId);
  if (isLocal(value)) {
    if (after == 0)
      dataEdge(value, number);
    else
      orderEdge(operationOf_.at(value), number, problem_.operations[operationOf_.at(value)].latency + after);
  }
  return number;
}

void BlockProblem::addNodes() {
  const std::vector<NodeId> &nodes = function_.blocks[block_].nodes;
  for (NodeId id : nodes)
    addNode(id);
  for (NodeId id : nodes)
    addDataEdges(id);
}

void BlockProblem::addAccess(const Node &node, Operation &operation) {
  const Memory &memory = function_.memories[node.memory];
  bool isLoad = node.kind == NodeKind::load;
  // Who is on the port is chosen between the accesses of one module: a few inputs.
  if (memory.readLatency == 0 && isLoad) {
    MemoryTiming timing = device_.lutRam();
    operation.delayIn = (memory.isScalarBanks() ? 0.05 : timing.delayIn + timing.delayOut);
    if (node.banks.size() > 1)
      operation.delayIn += device_.muxDelay(node.banks.size(), memory.width);
  } else {
    MemoryTiming timing = device_.blockRam();
    operation.latency = isLoad ? memory.readLatency : 0;
    operation.delayIn = timing.delayIn + device_.muxDelay(2, 10);
    operation.delayOut = timing.delayOut;
    if (node.banks.size() > 1)
      (isLoad ? operation.delayOut : operation.delayIn) += device_.muxDelay(node.banks.size(), memory.width);
  }
  if (memory.isScalarBanks())
    return; // any number of reads; writes to one element are kept apart by order edges
  // Reads and writes of duplicated memories and LUT RAM have ports of their own.
  bool isSplit = memory.copies > 1 || memory.style == MemoryStyle::lutRam;
  std::string role = isSplit ? (isLoad ? "read" : "write") : "";
  unsigned units = !isSplit                              ? memory.ports
                   : !isLoad                             ? 1
                   : memory.style == MemoryStyle::lutRam ? memory.copies
                                                         : memory.copies * (memory.ports - 1);
  for (unsigned bank : node.banks) {
    std::string name = memory.name + (memory.bankCount() > 1 ? " bank " + std::to_string(bank) : "");
    unsigned number = resource(std::to_string(node.memory) + "/" + std::to_string(bank) + role, units,
                               std::to_string(units) + (role.empty() ? "" : " " + role) +
                                   (units == 1 ? " port of " : " ports of ") + name);
    isPort_[number] = true;
    operation.uses.push_back({number, node.group, 1});
  }
}

void BlockProblem::addOperator(const Node &node, Operation &operation) {
  OperatorData data = device_.operatorFor(node.operatorKey, clock_);
  operation.latency = data.latency;
  operation.delayIn = data.delayIn;
  operation.delayOut = data.delayOut;
  OperatorKind kind = node.operatorKey.kind;
  bool isShift = kind == OperatorKind::shl || kind == OperatorKind::shrs || kind == OperatorKind::shru;
  bool isWiring =
      kind == OperatorKind::signExtend || kind == OperatorKind::zeroExtend || kind == OperatorKind::truncate;
  if (isWiring || (isShift && function_.nodes[node.operands[1]].kind == NodeKind::constant))
    operation.delayIn = 0;
  auto limit = options_.limits.find(nameOf(kind));
  if (limit != options_.limits.end()) {
    auto own = options_.functionLimits.find(function_.name);
    bool isOwn = own != options_.functionLimits.end() && own->second.contains(nameOf(kind)) &&
                 own->second.at(nameOf(kind)) == limit->second;
    unsigned number = resource(std::string("limit ") + nameOf(kind), limit->second,
                               std::to_string(limit->second) + " " + nameOf(kind) + " allowed by " +
                                   (isOwn ? "the schedule" : "--limit"));
    operation.uses.push_back({number, -1, data.interval});
  } else if (data.interval > 1) {
    std::string name = std::string(nameOf(kind)) + ", which starts every " + std::to_string(data.interval) + " cycles";
    unsigned number = resource("unit " + std::to_string(ownerOf_.size()), 1, name);
    operation.uses.push_back({number, -1, data.interval});
  }
}

// A read at the beginning of an iteration decides when that enters; where nothing is computed for it, it is pinned
// there. One under a condition weighs nothing, so that it is not moved away from it.
void BlockProblem::addStream(const Node &node, Operation &operation) {
  operation.delayIn = device_.lutRam().delayOut;
  if (node.fifo.elements.size() > 1)
    operation.delayIn += device_.muxDelay(node.fifo.elements.size(), std::max(1u, node.width));
  if (!isPipelined_ || !isBeginning_)
    return;
  isBeginning_ = node.action == StreamAction::read;
  if (!isBeginning_)
    return;
  operation.width = 0;
  bool isCounted = function_.children[function_.blocks[block_].child].condition == noId;
  operation.pinned = isCounted && node.predicate == noId && !isLocal(node.fifo.select);
}

void BlockProblem::addNode(NodeId id) {
  const Node &node = function_.nodes[id];
  if (!isLocal(id))
    return;
  Operation operation;
  operation.width = node.width;
  switch (node.kind) {
  case NodeKind::operation:
    addOperator(node, operation);
    break;
  case NodeKind::load:
  case NodeKind::store:
    addAccess(node, operation);
    break;
  case NodeKind::stream:
    addStream(node, operation);
    break;
  case NodeKind::counter:
    operation.pinned = true; // a register that has its value from the first cycle on
    break;
  case NodeKind::carried:
    operation.delayIn = isPipelined_ ? device_.muxDelay(2, node.width) : 0;
    break;
  case NodeKind::child: {
    operation.role = Operation::childStart;
    operation.delayIn = 0.5;
    operation.width = 0;
    operationOf_[id] = addOperation(operation, id);
    Operation wait;
    wait.role = Operation::wait;
    wait.width = 0;
    wait.estimate = estimates_[node.child];
    waitOf_[id] = addOperation(wait, id);
    orderEdge(operationOf_[id], waitOf_[id], 1);
    return;
  }
  default:
    break; // wires
  }
  operationOf_[id] = addOperation(operation, id);
}

void BlockProblem::addDataEdges(NodeId id) {
  const Node &node = function_.nodes[id];
  if (!isLocal(id))
    return;
  unsigned self = operationOf_.at(id);
  switch (node.kind) {
  case NodeKind::child:
    for (NodeId value : used_[node.child])
      dataEdge(value, self);
    break;
  case NodeKind::result:
    orderEdge(waitOf_.at(node.operands[0]), self, 1);
    break;
  case NodeKind::counter:
    break;
  case NodeKind::carried:
    if (isPipelined_)
      dataEdge(node.operands[1], self, 1);
    break;
  default:
    for (NodeId operand : node.operands)
      dataEdge(operand, self);
  }
  if (node.kind != NodeKind::child)
    dataEdge(node.predicate, self);
}

void BlockProblem::addOrderEdges() {
  for (const OrderEdge &edge : function_.blocks[block_].orders) {
    bool fromChild = function_.nodes[edge.from].kind == NodeKind::child;
    bool toChild = function_.nodes[edge.to].kind == NodeKind::child;
    unsigned from = fromChild ? waitOf_.at(edge.from) : operationOf_.at(edge.from);
    unsigned to = operationOf_.at(edge.to);
    if (edge.distance > 0 && !isPipelined_)
      continue; // iterations do not overlap
    int64_t separation = edge.separation;
    if (fromChild)
      separation = toChild ? 0 : 1;
    else if (toChild)
      separation = 0; // the child's first cycle comes after that of its start
    if (edge.fromStart)
      from = operationOf_.at(edge.from);
    // What stands at time 0 has no predecessor in its iteration; where it has, it is not at the beginning.
    if (problem_.operations[to].pinned && edge.distance == 0) {
      if (problem_.operations[from].pinned && separation == 0)
        continue;
      problem_.operations[to].pinned = false;
    }
    orderEdge(from, to, separation, edge.distance);
  }
}

// Two children, or a child and an access beside it, that use one port of a memory never run at the same time; in
// source order.
void BlockProblem::addPortOrders() {
  struct Lane { // one port of one bank
    NodeId lastChild = noId;
    std::vector<NodeId> sinceChild;
  };
  std::map<BankId, std::vector<Lane>> lanes;
  for (NodeId id : function_.blocks[block_].nodes) {
    const Node &node = function_.nodes[id];
    bool isChild = node.kind == NodeKind::child;
    for (const auto &[bank, use] : banksTouched(graph_, function_, node)) {
      const Memory &memory = function_.memories[bank.first];
      if (memory.isScalarBanks() && !use.isWritten)
        continue;
      std::vector<Lane> &ports = lanes[bank];
      ports.resize(memory.hasEqualPorts() ? memory.ports : 1); // of others a child takes all
      for (unsigned port = 0; port < ports.size(); ++port) {
        Lane &lane = ports[port];
        if (isChild && memory.hasEqualPorts() && !use.ports.contains(port))
          continue;
        if (lane.lastChild != noId)
          orderEdge(waitOf_.at(lane.lastChild), operationOf_.at(id), isChild ? 0 : 1);
        if (!isChild) {
          lane.sinceChild.push_back(id);
          continue;
        }
        for (NodeId access : lane.sinceChild)
          orderEdge(operationOf_.at(access), operationOf_.at(id), 0);
        lane.lastChild = id;
        lane.sinceChild.clear();
      }
    }
  }
}

// What has to be known by the end of an iteration.
void BlockProblem::addLoopEnds() {
  const Block &block = function_.blocks[block_];
  if (block.child == noId) {
    for (const Function::Output &output : function_.outputs)
      sink(output.value, 1); // read from its register in the last step
    return;
  }
  const Child &child = function_.children[block.child];
  if (child.kind == Child::branch) {
    for (const Result &result : child.results)
      sink(block_ == child.thenBlock ? result.thenValue : result.elseValue, 0);
    return;
  }
  for (NodeId carried : child.carried)
    sink(function_.nodes[carried].operands[1], 0);
  if (child.condition == noId)
    return;
  sink(child.condition, 0);
  exitValues_.push_back(child.condition);
  for (unsigned index : resultsUsed(function_, child))
    exitValues_.push_back(function_.nodes[child.carried[index]].operands[1]);
  if (!isPipelined_)
    return;
  // The next iteration is issued only when the condition of this one is known.
  unsigned known = sink(child.condition, 0);
  Operation issue;
  issue.width = 0;
  issue_ = addOperation(issue, noId);
  for (unsigned i = 0; i < issue_; ++i)
    orderEdge(issue_, i, 0);
  orderEdge(known, issue_, 1, 1);
}

} // namespace allo::target::rtl
