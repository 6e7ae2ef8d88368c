// Which operations on streams, and children with some, must follow which (docs/decisions/0030): operations of one block
// in program order at the grain of a cycle, children only where they take the same end of a stream.
#include "target/rtl/GraphQueries.h"
#include "target/rtl/graph/Stages.h"

#include "ir/Directives.h"

#include "llvm/ADT/DenseMap.h"

#include <map>

using namespace mlir;

namespace allo::target::rtl {

namespace {
using Uses = std::map<FifoId, StreamUse>;

struct Item { // of a block, in source order
  NodeId node = noId;
  Uses uses;
  Operation *op = nullptr; // of an operation on a stream
  bool isChild() const { return op == nullptr; }
};

class StreamOrders {
public:
  StreamOrders(const Graph &graph, Function &function, const FunctionRecords &records)
      : graph_(graph), function_(function), records_(records) {
    for (const StreamRecord &record : records.streams)
      if (record.node != noId)
        operationOf_[record.node] = record.op;
  }

  void run() {
    for (BlockId block = 0; block < function_.blocks.size(); ++block) {
      std::vector<Item> items = itemsOf(block);
      if (items.empty())
        continue;
      block_ = block;
      edges_.clear();
      isDataflow_ = isDataflow(block);
      for (unsigned second = 0; second < items.size(); ++second)
        addWithin(items, second);
      if (isPipelineBody(function_, block))
        addAcross(items);
      for (const auto &[key, edge] : edges_)
        function_.blocks[block].orders.push_back(edge);
    }
  }

private:
  // Beyond so many operations before, the chain through those between is all there is.
  static constexpr unsigned farthest = 64;

  std::vector<Item> itemsOf(BlockId block) {
    std::vector<Item> items;
    for (NodeId id : function_.blocks[block].nodes) {
      const Node &node = function_.nodes[id];
      if (node.kind != NodeKind::stream && node.kind != NodeKind::child)
        continue;
      Item item{id, streamsTouched(graph_, function_, node), operationOf_.lookup(id)};
      if (!item.uses.empty())
        items.push_back(std::move(item));
    }
    return items;
  }

  bool isDataflow(BlockId block) const {
    unsigned child = function_.blocks[block].child;
    Operation *place = child == noId ? records_.function : records_.childLoops[child].back();
    return static_cast<bool>(ir::directiveOf(place, "dataflow"));
  }

  // The stream through which the second one must not come before the first one is over; noId for none.
  StreamId conflict(const Item &first, const Item &second) const {
    bool both = first.isChild() && second.isChild();
    for (const auto &[fifo, use] : first.uses) {
      auto found = second.uses.find(fifo);
      if (found == second.uses.end())
        continue;
      const StreamUse &other = found->second;
      bool asks = (use.asks || other.asks) && !(both && isDataflow_);
      if ((use.reads && other.reads) || (use.writes && other.writes) || use.clears || other.clears || asks)
        return fifo.first;
    }
    return noId;
  }

  // Whether the FIFO that they share has changed for the second one a cycle after the first.
  bool isCycleApart(const Item &first, const Item &second) const {
    for (const auto &[fifo, use] : first.uses) {
      auto found = second.uses.find(fifo);
      if (found == second.uses.end())
        continue;
      const StreamUse &other = found->second;
      bool changes = use.reads || use.writes || use.clears;
      bool isReadThenWrite = use.reads && !other.reads && other.writes && !other.asks && !use.asks;
      if (changes && !isReadThenWrite)
        return true;
    }
    return false;
  }

  // What an operation that depends on time found stays so only for a cycle: what waits comes after it.
  static bool asksBefore(const Item &first, const Item &second) {
    auto asks = [](const auto &entry) { return entry.second.asks; };
    auto waits = [](const auto &entry) { return entry.second.waits; };
    return std::any_of(first.uses.begin(), first.uses.end(), asks) &&
           std::any_of(second.uses.begin(), second.uses.end(), waits);
  }

  void add(const Item &from, const Item &to, int64_t distance, int64_t separation, StreamId stream,
           bool fromStart = false) {
    if (from.node == to.node && distance == 0)
      return;
    OrderEdge edge{from.node, to.node, distance, separation, noId, stream, fromStart};
    auto [known, isNew] = edges_.try_emplace({from.node, to.node, distance, fromStart}, edge);
    if (!isNew)
      known->second.separation = std::max(known->second.separation, separation);
  }

  static StreamId anyStream(const Item &item) { return item.uses.begin()->first.first; }

  void addWithin(const std::vector<Item> &items, unsigned position) {
    const Item &second = items[position];
    bool isChained = false;
    for (unsigned back = 1; back <= position && back <= farthest; ++back) {
      const Item &first = items[position - back];
      StreamId through = conflict(first, second);
      if (first.isChild()) {
        if (through != noId)
          add(first, second, 0, second.isChild() ? 0 : 1, through);
        else if (!second.isChild())
          add(first, second, 0, 1, anyStream(first), /*fromStart=*/true);
        continue;
      }
      if (second.isChild()) {
        if (through != noId)
          add(first, second, 0, 0, through);
        continue;
      }
      bool isApart =
          !excludeEachOther(first.op, second.op) && (isCycleApart(first, second) || asksBefore(first, second));
      if (isApart || !isChained)
        add(first, second, 0, isApart ? 1 : 0, through == noId ? anyStream(first) : through);
      isChained = true;
    }
  }

  // An iteration's operations come after those of the iteration before, but for the reads at its beginning.
  void addAcross(const std::vector<Item> &items) {
    bool isBeginning = true;
    for (unsigned position = 0; position < items.size(); ++position) {
      const Item &item = items[position];
      for (unsigned other = 0; other < items.size(); ++other)
        if (items.size() <= farthest || other + 1 == items.size() || other == position)
          if (isCycleApart(items[other], item))
            add(items[other], item, 1, 1, anyStream(item));
      isBeginning &= function_.nodes[item.node].action == StreamAction::read;
      if (!isBeginning)
        add(items.back(), item, 1, 0, anyStream(item));
    }
  }

  const Graph &graph_;
  Function &function_;
  const FunctionRecords &records_;
  llvm::DenseMap<NodeId, Operation *> operationOf_;
  BlockId block_ = 0;
  bool isDataflow_ = false;
  std::map<std::tuple<NodeId, NodeId, int64_t, bool>, OrderEdge> edges_;
};
} // namespace

void addStreamOrders(const Graph &graph, Function &function, const FunctionRecords &records) {
  StreamOrders(graph, function, records).run();
}

} // namespace allo::target::rtl
