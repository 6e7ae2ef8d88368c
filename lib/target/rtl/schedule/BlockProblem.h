// One block of the graph as a scheduling problem, and the way back.
#pragma once

#include "target/rtl/Design.h"
#include "target/rtl/schedule/Problem.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace allo::target::rtl {

class BlockProblem {
public:
  // `used`: valuesUsedByChildren of the function; `estimates`: expected cycles of each child.
  BlockProblem(const Graph &graph, Function &function, BlockId block, const Device &device, const Options &options,
               const std::vector<std::set<NodeId>> &used, const std::vector<double> &estimates);

  const scheduling::Problem &problem() const { return problem_; }
  // Writes times, depth and interval into the graph, and for the loop of the block what limits it.
  void accept(const scheduling::Schedule &schedule);

private:
  static constexpr unsigned none = ~0u;

  void addNodes();
  void addNode(NodeId id);
  void addAccess(const Node &node, scheduling::Operation &operation);
  void addOperator(const Node &node, scheduling::Operation &operation);
  void addStream(const Node &node, scheduling::Operation &operation);
  void addDataEdges(NodeId id);
  void addOrderEdges();
  void addPortOrders();        // children and accesses that would need one port at once
  void addStartsBeforeWaits(); // of children joined by streams
  void addLoopEnds();
  unsigned addOperation(scheduling::Operation operation, NodeId owner);
  unsigned resource(const std::string &key, unsigned units, const std::string &name);
  void dataEdge(NodeId from, unsigned to, int64_t distance = 0);
  void orderEdge(unsigned from, unsigned to, int64_t separation, int64_t distance = 0);
  unsigned sink(NodeId value, int64_t after); // an operation `after` cycles behind the value
  bool isLocal(NodeId id) const;
  std::string explain(const scheduling::Limiter &limiter, std::string &kind) const;
  std::string explainRecurrence(const scheduling::Limiter &limiter) const;
  std::string describe(NodeId id) const;

  const Graph &graph_;
  Function &function_;
  BlockId block_;
  const Device &device_;
  const Options &options_;
  const std::vector<std::set<NodeId>> &used_;
  const std::vector<double> &estimates_;
  double clock_;
  bool isPipelined_ = false;
  bool isBeginning_ = true; // no stream operation but reads was met yet
  scheduling::Problem problem_;
  std::map<NodeId, unsigned> operationOf_; // of a child: its start
  std::map<NodeId, unsigned> waitOf_;
  std::vector<NodeId> ownerOf_; // of operations; noId for sinks
  std::map<std::string, unsigned> resources_;
  std::map<unsigned, bool> isPort_;
  unsigned issue_ = none;
  std::vector<NodeId> exitValues_;
};

// Chooses a port of each bank for every access of a scheduled block.
void assignPorts(Function &function, BlockId block);

// Before a block is scheduled, after those inside it: readers of one memory on different ports of it.
void spreadPorts(const Graph &graph, Function &function, BlockId block);

} // namespace allo::target::rtl
