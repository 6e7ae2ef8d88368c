// Which accesses must follow which, and by how many cycles, in one iteration and across iterations of a pipelined loop.
#include "target/rtl/graph/Stages.h"

#include "analysis/IterationDistance.h"
#include "ir/Directives.h"
#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

#include <algorithm>
#include <map>
#include <unordered_map>

using namespace mlir;

namespace allo::target::rtl {

bool isPipelineBody(const Function &function, BlockId block) {
  unsigned child = function.blocks[block].child;
  if (child == noId || function.children[child].kind != Child::loop || function.children[child].requestedInterval == 0)
    return false;
  return llvm::none_of(function.blocks[block].nodes,
                       [&](NodeId node) { return function.nodes[node].kind == NodeKind::child; });
}

bool excludeEachOther(Operation *first, Operation *second) {
  for (Operation *around = first->getParentOp(); around; around = around->getParentOp()) {
    if (!around->isAncestor(second))
      continue;
    if (!isa<scf::IfOp, affine::AffineIfOp>(around))
      return false;
    auto sideOf = [&](Operation *op) {
      Region *region = op->getParentRegion();
      while (region->getParentOp() != around)
        region = region->getParentOp()->getParentRegion();
      return region;
    };
    return sideOf(first) != sideOf(second);
  }
  return false;
}

namespace {
struct Touch { // an access, seen from a block: the node of the block that it is or that holds it
  NodeId node = noId;
  unsigned position = 0; // in the array's accesses
  NodeId access = noId;  // the load, store or call itself
};

// Above so many accesses at unknown elements every one of them is taken to meet every other one.
constexpr unsigned largestUnknownCount = 128;

class OrderBuilder {
public:
  OrderBuilder(Function &function, const FunctionRecords &records) : function_(function), records_(records) {}

  void run() {
    touches_.resize(function_.blocks.size());
    collect();
    for (BlockId block = 0; block < function_.blocks.size(); ++block) {
      edges_.clear();
      for (const auto &[memory, touches] : touches_[block])
        addForArray(block, memory, touches);
      Block &result = function_.blocks[block];
      for (const auto &[key, edge] : edges_)
        result.orders.push_back(edge);
      reduce(result.orders);
    }
  }

private:
  using Key = std::tuple<NodeId, NodeId, int64_t>;

  void collect() {
    llvm::DenseMap<Operation *, NodeId> nodes;
    for (const AccessRecord &access : records_.accesses)
      if (access.node != noId)
        nodes[access.op] = access.node;
    for (const Child &child : function_.children)
      if (child.kind == Child::call)
        nodes[records_.childLoops[&child - function_.children.data()][0]] = child.node;
    for (MemoryId memory = 0; memory < records_.arrays.size(); ++memory) {
      const auto &accesses = records_.arrays[memory].accesses;
      for (unsigned position = 0; position < accesses.size(); ++position) {
        auto found = nodes.find(accesses[position].op);
        if (found == nodes.end())
          continue; // a load that nothing uses
        NodeId node = found->second, access = node;
        for (BlockId block = function_.nodes[node].block;;) {
          touches_[block][memory].push_back({node, position, access});
          if (block == 0)
            break;
          node = function_.children[function_.blocks[block].child].node;
          block = function_.blocks[block].parent;
        }
      }
    }
  }

  bool isChild(NodeId node) const { return function_.nodes[node].kind == NodeKind::child; }

  // A store of cycle t is seen by a load that starts in t + 1; a load gets what was there before a store of its cycle.
  // A child that starts in t accesses from t + 1 on; of the one that comes first the cycle that waits for it counts.
  int64_t separation(NodeId from, bool fromWrites, NodeId to) const {
    if (isChild(to))
      return 0;
    return isChild(from) || fromWrites ? 1 : 0;
  }

  void add(NodeId from, NodeId to, int64_t distance, bool fromWrites, MemoryId memory) {
    if (from == to)
      return;
    OrderEdge edge{from, to, distance, separation(from, fromWrites, to), memory};
    auto [known, isNew] = edges_.try_emplace({from, to, distance}, edge);
    if (!isNew)
      known->second.separation = std::max(known->second.separation, edge.separation);
  }

  void addForArray(BlockId block, MemoryId memory, const std::vector<Touch> &touches) {
    const auto &all = records_.arrays[memory].accesses;
    bool hasWrite = llvm::any_of(touches, [&](const Touch &touch) { return all[touch.position].isWrite; });
    bool hasSeveral = llvm::any_of(touches, [&](const Touch &touch) { return touch.node != touches[0].node; });
    if (!hasWrite || !hasSeveral)
      return;
    unsigned unknown = llvm::count_if(touches, [&](const Touch &touch) { return !all[touch.position].isAffine; });
    bool isPipelined = isPipelineBody(function_, block);
    if (unknown > largestUnknownCount)
      return addChain(memory, touches, isPipelined);
    std::vector<analysis::Access> accesses;
    for (const Touch &touch : touches)
      accesses.push_back(all[touch.position]);
    analysis::Nest nest;
    unsigned child = function_.blocks[block].child;
    if (child != noId && function_.children[child].kind == Child::loop)
      nest.assign(records_.childLoops[child].begin(), records_.childLoops[child].end());
    auto scope = isPipelined ? analysis::ConflictScope::allIterations : analysis::ConflictScope::oneIteration;
    for (const analysis::IterationConflict &conflict : analysis::conflictsOf(accesses, nest, scope)) {
      NodeId first = touches[conflict.first].node, second = touches[conflict.second].node;
      if (isApart(memory, touches[conflict.first].access, touches[conflict.second].access))
        continue;
      bool firstWrites = accesses[conflict.first].isWrite, secondWrites = accesses[conflict.second].isWrite;
      if (conflict.inOneIteration && !excludeEachOther(accesses[conflict.first].op, accesses[conflict.second].op))
        add(first, second, 0, firstWrites, memory);
      if (!isPipelined)
        continue;
      if (conflict.forward)
        addCarried(nest, first, second, *conflict.forward, firstWrites, secondWrites, memory);
      if (conflict.backward)
        addCarried(nest, second, first, *conflict.backward, secondWrites, firstWrites, memory);
    }
    Value root = records_.arrays[memory].root;
    if (isPipelined && nest.back()->isAncestor(root.getParentBlock()->getParentOp()))
      addReuse(memory, touches);
  }

  // What the schedule claims of the dependences of an array between iterations (the primitive `dependence`): the least
  // distance, 0 for nothing, or none at all. A nest that runs as one loop needs the claim of each of its loops.
  std::optional<int64_t> claimedDistance(const analysis::Nest &nest, MemoryId memory, bool fromWrites,
                                         bool toWrites) const {
    ir::VariableAttr variable = ir::variableOf(records_.arrays[memory].root);
    StringRef direction = fromWrites && toWrites ? "WAW" : fromWrites ? "RAW" : "WAR";
    int64_t least = 0;
    bool allNone = variable && !nest.empty();
    for (Operation *loop : nest) {
      bool isNone = false;
      for (const ir::Directive &directive : ir::directivesOf(loop)) {
        StringRef options = directive.second;
        std::string said = ir::optionOf(options, "direction");
        int64_t distance = 0;
        if (!variable || ir::wordOf(directive) != "dependence" || ir::optionOf(options, "type") != "inter" ||
            ir::optionOf(options, "variable") != "%" + std::to_string(variable.getId()) ||
            (!said.empty() && said != direction))
          continue;
        isNone |= ir::optionOf(options, "dependent") == "false";
        if (nest.size() == 1 && !StringRef(ir::optionOf(options, "distance")).getAsInteger(10, distance))
          least = std::max(least, distance);
      }
      allNone &= isNone;
    }
    return allNone ? std::nullopt : std::optional(least);
  }

  void addCarried(const analysis::Nest &nest, NodeId from, NodeId to, int64_t distance, bool fromWrites, bool toWrites,
                  MemoryId memory) {
    if (std::optional<int64_t> least = claimedDistance(nest, memory, fromWrites, toWrites))
      add(from, to, std::max(distance, *least), fromWrites, memory);
  }

  // In different banks: of calls that take parts of an array the analysis knows no more.
  bool isApart(MemoryId memory, NodeId first, NodeId second) const {
    llvm::SmallVector<unsigned> banks = banksOf(memory, first), others = banksOf(memory, second);
    return !banks.empty() && !others.empty() &&
           llvm::none_of(banks, [&](unsigned bank) { return llvm::is_contained(others, bank); });
  }

  // Empty: any.
  llvm::SmallVector<unsigned> banksOf(MemoryId memory, NodeId access) const {
    const Node &node = function_.nodes[access];
    if (node.kind != NodeKind::child)
      return llvm::SmallVector<unsigned>(node.banks.begin(), node.banks.end());
    const Child &call = function_.children[node.child];
    llvm::SmallVector<unsigned> banks;
    for (unsigned i = 0; i < call.memories.size(); ++i)
      if (call.memories[i] == memory) {
        if (call.banks[i].empty())
          return {};
        banks.append(call.banks[i].begin(), call.banks[i].end());
      }
    return banks;
  }

  // Writes in a row, reads between two of them: enough to keep everything in its order.
  void addChain(MemoryId memory, const std::vector<Touch> &touches, bool isPipelined) {
    const auto &all = records_.arrays[memory].accesses;
    NodeId firstWrite = noId, lastWrite = noId;
    std::vector<NodeId> reads, readsBefore;
    for (const Touch &touch : touches) {
      if (!all[touch.position].isWrite) {
        if (lastWrite != noId)
          add(lastWrite, touch.node, 0, true, memory);
        else
          readsBefore.push_back(touch.node);
        reads.push_back(touch.node);
        continue;
      }
      if (lastWrite != noId)
        add(lastWrite, touch.node, 0, true, memory);
      for (NodeId read : reads)
        add(read, touch.node, 0, false, memory);
      reads.clear();
      lastWrite = touch.node;
      if (firstWrite == noId)
        firstWrite = touch.node;
    }
    if (!isPipelined)
      return;
    for (NodeId read : reads)
      add(read, firstWrite, 1, false, memory);
    for (NodeId read : readsBefore)
      add(lastWrite, read, 1, true, memory);
    add(lastWrite, firstWrite, 1, true, memory);
  }

  // An array of the loop's body is a new one in every iteration, but one memory holds them all: the next iteration may
  // write an element only after this one has read and written it.
  void addReuse(MemoryId memory, const std::vector<Touch> &touches) {
    const auto &all = records_.arrays[memory].accesses;
    llvm::DenseMap<NodeId, const AccessRecord *> recordOf;
    for (const AccessRecord &record : records_.accesses)
      if (record.node != noId)
        recordOf[record.node] = &record;
    auto isConstant = [&](const Touch &touch) {
      return llvm::all_of(recordOf[touch.node]->index, [](const LinearForm &form) { return form.isConstant(); });
    };
    for (const Touch &write : touches) {
      if (!all[write.position].isWrite)
        continue;
      for (const Touch &before : touches) {
        bool isElsewhere =
            isConstant(write) && isConstant(before) && recordOf[write.node]->index != recordOf[before.node]->index;
        if (!isElsewhere)
          add(before.node, write.node, 1, all[before.position].isWrite, memory);
      }
    }
  }

  // Leaves out edges of one iteration that two others already say.
  void reduce(std::vector<OrderEdge> &orders) const {
    std::map<std::pair<NodeId, NodeId>, int64_t> known;
    std::map<NodeId, std::vector<NodeId>> after;
    for (const OrderEdge &edge : orders)
      if (edge.distance == 0 && !isChild(edge.from) && !isChild(edge.to)) {
        known[{edge.from, edge.to}] = edge.separation;
        after[edge.from].push_back(edge.to);
      }
    std::erase_if(orders, [&](const OrderEdge &edge) {
      auto found = after.find(edge.from);
      if (edge.distance != 0 || found == after.end() || isChild(edge.to))
        return false;
      unsigned looked = 0;
      for (NodeId between : llvm::reverse(found->second)) {
        if (between >= edge.to)
          continue;
        if (++looked > 64)
          return false;
        auto second = known.find({between, edge.to});
        if (second != known.end() && known[{edge.from, between}] + second->second >= edge.separation)
          return true;
      }
      return false;
    });
  }

  Function &function_;
  const FunctionRecords &records_;
  std::vector<std::map<MemoryId, std::vector<Touch>>> touches_; // by block
  std::map<Key, OrderEdge> edges_;
};
} // namespace

void addOrders(Function &function, const FunctionRecords &records) { OrderBuilder(function, records).run(); }

} // namespace allo::target::rtl
