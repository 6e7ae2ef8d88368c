#include "analysis/PortUse.h"

#include "analysis/TripCount.h"
#include "ir/AlloDialect.h"
#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/BuiltinTypes.h"

using namespace mlir;

namespace allo::analysis {

namespace {
constexpr size_t mostCopies = 1024; // pairs are compared

// The value of a loop variable in a numbered iteration. The loop counts from a constant.
void fixVariable(Access &access, affine::AffineForOp loop, int64_t value) {
  for (unsigned i = 0; i < access.map.getNumDims(); ++i)
    if (access.operands[i] == loop.getInductionVar()) {
      AffineExpr constant = getAffineConstantExpr(value, loop.getContext());
      access.map = access.map.replace(getAffineDimExpr(i, loop.getContext()), constant, access.map.getNumDims(),
                                      access.map.getNumSymbols());
    }
}

SmallVector<Operation *> loopsBetween(Operation *outer, Operation *op) {
  SmallVector<Operation *> loops;
  for (Operation *parent = op->getParentOp(); parent != outer; parent = parent->getParentOp())
    if (ir::isLoop(parent))
      loops.push_back(parent);
  return loops;
}

// A copy for each iteration of a loop around the access. False where the loop cannot be unrolled.
bool unroll(std::vector<Access> &copies, Operation *op) {
  auto loop = dyn_cast<affine::AffineForOp>(op);
  std::optional<int64_t> trips = tripCount(op);
  if (!loop || !trips || !loop.hasConstantLowerBound())
    return false;
  std::vector<Access> next;
  for (int64_t iteration = 0; iteration < *trips && next.size() <= mostCopies; ++iteration)
    for (const Access &copy : copies) {
      next.push_back(copy);
      fixVariable(next.back(), loop, loop.getConstantLowerBound() + iteration * loop.getStepAsInt());
    }
  copies = std::move(next);
  return true;
}
} // namespace

std::vector<DimensionCut> cutsOf(MemRefType type) {
  std::vector<DimensionCut> cuts(type.getRank());
  auto memory = dyn_cast_or_null<ir::MemoryAttr>(type.getMemorySpace());
  if (!memory)
    return cuts;
  for (auto [cut, partition, extent] : llvm::zip(cuts, memory.getPartitions(), type.getShape())) {
    int64_t factor = partition.getFactor();
    if (partition.getKind() == ir::PartitionKind::Complete)
      cut = {DimensionCut::complete, extent, 1};
    else if (partition.getKind() == ir::PartitionKind::Cyclic)
      cut = {DimensionCut::cyclic, factor, (extent + factor - 1) / factor};
    else if (partition.getKind() == ir::PartitionKind::Block)
      cut = {DimensionCut::block, factor, (extent + factor - 1) / factor};
  }
  return cuts;
}

std::optional<std::vector<Access>> accessesOfIteration(Operation *loop, Value memory, Operation *&obstacle) {
  std::vector<Access> all;
  for (const Access &access : collectAccesses(loop)) {
    if (!isSameMemory(access.memory, memory))
      continue;
    std::vector<Access> copies{access};
    for (Operation *inner : loopsBetween(loop, access.op))
      if (!unroll(copies, inner)) {
        obstacle = inner;
        return std::nullopt;
      }
    all.insert(all.end(), copies.begin(), copies.end());
    if (all.size() > mostCopies) {
      obstacle = loop;
      return std::nullopt;
    }
  }
  return all;
}

// The accesses are coloured one after another, each with the first colour that no access in conflict has: exact where
// being in one bank is transitive, which it is for indices that differ by constants.
BankDemand bankDemand(ArrayRef<Access> accesses, ArrayRef<DimensionCut> cuts) {
  BankDemand demand;
  BankChoice choice(accesses, cuts);
  std::vector<std::vector<unsigned>> colours; // the accesses of each
  for (unsigned second = 0; second < accesses.size(); ++second) {
    std::vector<bool> taken(accesses.size());
    for (auto [colour, members] : llvm::enumerate(colours))
      for (unsigned first : members) {
        bool bothRead = !accesses[first].isWrite && !accesses[second].isWrite;
        if (choice.inDifferentBanks(first, second, bothRead))
          continue;
        taken[colour] = true;
        demand.conflicts.push_back({first, second});
      }
    size_t colour = static_cast<size_t>(llvm::find(taken, false) - taken.begin());
    if (colour >= colours.size())
      colours.emplace_back();
    colours[colour].push_back(second);
  }
  demand.most = static_cast<int64_t>(colours.size());
  return demand;
}

} // namespace allo::analysis
