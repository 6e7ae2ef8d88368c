#include "schedule/WordGroups.h"

#include "analysis/TripCount.h"

#include "llvm/ADT/SetVector.h"

using namespace mlir;

namespace allo::schedule {

namespace {
// A store with the index of its word and its lane.
struct LaneStore {
  affine::AffineStoreOp store;
  AffineLane lane;
  unsigned dimensions;
  SmallVector<Value> operands;
  SmallVector<AffineExpr> indices;
};

LaneStore laneStoreOf(affine::AffineStoreOp store, unsigned dimension, int64_t factor) {
  AffineMap map = store.getAffineMap();
  SmallVector<Value> operands(store.getMapOperands());
  affine::fullyComposeAffineMapAndOperands(&map, &operands);
  affine::canonicalizeMapAndOperands(&map, &operands);
  LaneStore result{store, laneOf(map.getResult(dimension), map.getNumDims(), operands, factor), map.getNumDims(),
                   operands, SmallVector<AffineExpr>(map.getResults())};
  result.indices[dimension] = result.lane.word;
  return result;
}

WordGroup groupOf(const LaneStore &store) {
  return {{}, {}, store.lane, store.dimensions, store.operands, store.indices};
}

// All iterations of the loop around the store write one word, the k-th of them lane k.
bool fillsWordInLoop(const LaneStore &lane, ArrayRef<Value> memories, int64_t factor) {
  auto loop = dyn_cast<affine::AffineForOp>(lane.store->getParentOp());
  if (!loop || !loop.hasConstantLowerBound() || loop.getStepAsInt() != 1 || analysis::tripCount(loop) != factor)
    return false;
  auto found = llvm::find(lane.operands, loop.getInductionVar());
  if (found == lane.operands.end())
    return false;
  auto position = static_cast<unsigned>(found - lane.operands.begin());
  if (position >= lane.dimensions ||
      llvm::any_of(lane.indices, [&](AffineExpr index) { return index.isFunctionOfDim(position); }))
    return false;
  for (Value operand : lane.operands)
    if (operand != loop.getInductionVar() && !loop.isDefinedOutsideOfLoop(operand))
      return false;
  AffineExpr variable = getAffineDimExpr(position, loop.getContext());
  if (lane.lane.lane != variable - loop.getConstantLowerBound())
    return false;
  return llvm::none_of(*loop.getBody(), [&](Operation &op) { return &op != lane.store && usesAny(&op, memories); });
}

// Stores of one block, one after another, that together write all lanes of one word.
class RunOfStores {
public:
  RunOfStores(int64_t factor, std::vector<WordGroup> &groups) : factor_(factor), groups_(groups) {}

  void clear() { run_.clear(); }

  void add(const LaneStore &store) {
    auto lane = dyn_cast<AffineConstantExpr>(store.lane.lane);
    if (!lane)
      return clear();
    if (!run_.empty() && (run_.front().indices != store.indices || run_.front().operands != store.operands ||
                          lanes_.count(lane.getValue())))
      clear();
    if (run_.empty())
      lanes_.clear();
    lanes_[lane.getValue()] = store.store;
    run_.push_back(store);
    if (static_cast<int64_t>(lanes_.size()) < factor_)
      return;
    WordGroup group = groupOf(store);
    for (auto [number, op] : lanes_)
      group.operations.push_back(op);
    groups_.push_back(std::move(group));
    clear();
  }

private:
  int64_t factor_;
  std::vector<WordGroup> &groups_;
  SmallVector<LaneStore> run_;
  std::map<int64_t, Operation *> lanes_;
};

} // namespace

bool usesAny(Operation *op, ArrayRef<Value> memories) {
  return op
      ->walk([&](Operation *inner) {
        bool uses =
            llvm::any_of(inner->getOperands(), [&](Value value) { return llvm::is_contained(memories, value); });
        return uses ? WalkResult::interrupt() : WalkResult::advance();
      })
      .wasInterrupted();
}

std::vector<WordGroup> storesOfWholeWords(ArrayRef<Value> memories, unsigned dimension, int64_t factor) {
  std::vector<WordGroup> groups;
  llvm::SetVector<Block *> blocks;
  for (Value memory : memories)
    for (Operation *user : memory.getUsers())
      if (isa<affine::AffineStoreOp>(user))
        blocks.insert(user->getBlock());
  for (Block *block : blocks) {
    RunOfStores run(factor, groups);
    for (Operation &op : *block) {
      auto store = dyn_cast<affine::AffineStoreOp>(op);
      if (!store || !llvm::is_contained(memories, store.getMemRef())) {
        if (usesAny(&op, memories))
          run.clear();
        continue;
      }
      LaneStore lane = laneStoreOf(store, dimension, factor);
      if (fillsWordInLoop(lane, memories, factor)) {
        WordGroup group = groupOf(lane);
        group.loop = cast<affine::AffineForOp>(store->getParentOp());
        group.operations.push_back(store);
        groups.push_back(std::move(group));
        run.clear();
      } else {
        run.add(lane);
      }
    }
  }
  return groups;
}

} // namespace allo::schedule
