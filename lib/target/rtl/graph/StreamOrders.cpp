// Which operations on streams, and children with some, must follow which (docs/decisions/0030): operations of one block
// in program order at the grain of a cycle, children only where they take the same end of a stream.
#include "target/rtl/GraphQueries.h"
#include "target/rtl/graph/Stages.h"

#include "ir/Directives.h"

#include "llvm/ADT/DenseMap.h"

#include <map>
#include <optional>
#include <set>

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
      edges_.clear();
      users_.clear();
      isDataflow_ = isDataflow(block);
      addWithin(items);
      if (isPipelineBody(function_, block))
        addAcross(items);
      for (const auto &[key, edge] : edges_)
        function_.blocks[block].orders.push_back(edge);
    }
  }

private:
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

  // Two operations of one kind on a FIFO, under the same conditions: what must come before the first one comes before
  // the second one by way of it.
  static bool standsFor(const Item &first, const Item &second, const FifoId &fifo) {
    if (first.isChild() || second.isChild() || first.op->getBlock() != second.op->getBlock())
      return false;
    const StreamUse &use = first.uses.at(fifo), &other = second.uses.at(fifo);
    bool changes = use.reads || use.writes || use.clears;
    return changes && use.reads == other.reads && use.writes == other.writes && use.asks == other.asks &&
           use.clears == other.clears;
  }

  void addWithin(const std::vector<Item> &items) {
    std::vector<unsigned> children; // since the last operation, which is after the start of those before
    std::vector<unsigned> askers;
    std::optional<unsigned> last; // operation
    for (unsigned position = 0; position < items.size(); ++position) {
      const Item &item = items[position];
      std::set<unsigned> before;
      for (const auto &[fifo, use] : item.uses) {
        std::vector<unsigned> &users = users_[fifo];
        for (size_t user = users.size(); user-- > 0;) {
          before.insert(users[user]);
          if (standsFor(items[users[user]], item, fifo))
            break;
        }
        users.push_back(position);
      }
      if (item.isChild()) {
        children.push_back(position);
      } else {
        before.insert(children.begin(), children.end());
        before.insert(askers.begin(), askers.end());
        if (last)
          before.insert(*last);
      }
      for (unsigned first : before)
        addBetween(items[first], item, first == last);
      if (item.isChild())
        continue;
      children.clear();
      last = position;
      if (llvm::any_of(item.uses, [](const auto &entry) { return entry.second.asks; }))
        askers.push_back(position);
    }
  }

  // `isChain`: operations that stand side by side.
  void addBetween(const Item &first, const Item &second, bool isChain) {
    StreamId through = conflict(first, second);
    if (first.isChild()) {
      if (through != noId)
        add(first, second, 0, second.isChild() ? 0 : 1, through);
      else if (!second.isChild())
        add(first, second, 0, 1, anyStream(first), /*fromStart=*/true);
      return;
    }
    if (second.isChild()) {
      if (through != noId)
        add(first, second, 0, 0, through);
      return;
    }
    bool isApart = !excludeEachOther(first.op, second.op) && (isCycleApart(first, second) || asksBefore(first, second));
    if (isApart || isChain)
      add(first, second, 0, isApart ? 1 : 0, through == noId ? anyStream(first) : through);
  }

  // An iteration's operations come after those of the iteration before, but for the reads at its beginning.
  void addAcross(const std::vector<Item> &items) {
    for (const auto &[fifo, users] : users_) {
      bool areAlike = llvm::all_of(users, [&, &fifo = fifo, &users = users](unsigned user) {
        return standsFor(items[users[0]], items[user], fifo);
      });
      for (unsigned first : areAlike ? ArrayRef(users).take_back() : ArrayRef(users))
        for (unsigned second : areAlike ? ArrayRef(users).take_front() : ArrayRef(users))
          if (isCycleApart(items[first], items[second]))
            add(items[first], items[second], 1, 1, fifo.first);
    }
    bool isBeginning = true;
    for (const Item &item : items) {
      isBeginning &= function_.nodes[item.node].action == StreamAction::read;
      if (!isBeginning)
        add(items.back(), item, 1, 0, anyStream(item));
    }
  }

  const Graph &graph_;
  Function &function_;
  const FunctionRecords &records_;
  llvm::DenseMap<NodeId, Operation *> operationOf_;
  bool isDataflow_ = false;
  std::map<FifoId, std::vector<unsigned>> users_; // of the block, by position
  std::map<std::tuple<NodeId, NodeId, int64_t, bool>, OrderEdge> edges_;
};
} // namespace

void addStreamOrders(const Graph &graph, Function &function, const FunctionRecords &records) {
  StreamOrders(graph, function, records).run();
}

} // namespace allo::target::rtl
