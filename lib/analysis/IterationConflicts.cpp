// Conflicts of many accesses: pairs that cannot meet because of the divisors of their indices are never looked at, the
// others share one exact answer for each pair of classes and difference of constants.
#include "analysis/AccessClasses.h"
#include "analysis/NestLoops.h"

#include "llvm/Support/MathExtras.h"

#include <unordered_map>

using namespace mlir;

namespace allo::analysis {
namespace {

struct Answer { // but for conditions, which the classes do not tell apart
  bool inOneIteration = false;
  std::optional<int64_t> forward, backward;
};

// The accesses to one memory.
class Conflicts {
public:
  Conflicts(ArrayRef<Access> all, std::vector<unsigned> positions, const Nest &nest,
            const std::vector<NestLoop> &nestLoops, ConflictScope scope)
      : all_(all), positions_(std::move(positions)), nest_(nest), nestLoops_(nestLoops),
        withDistances_(scope == ConflictScope::allIterations && !nest.empty()), accesses_(pick()), classes_(accesses_) {
  }

  void collect(std::vector<IterationConflict> &conflicts) {
    conflicts_ = &conflicts;
    std::vector<std::vector<unsigned>> byShape(classes_.shapes());
    std::vector<unsigned> unknown;
    for (unsigned access = 0; access < accesses_.size(); ++access) {
      unsigned shape = classes_[access].shape;
      (shape == AccessClasses::unknown ? unknown : byShape[shape]).push_back(access);
    }
    for (unsigned access : unknown)
      for (unsigned other = 0; other < accesses_.size(); ++other)
        if (classes_[other].shape != AccessClasses::unknown || other >= access)
          visit(access, other);
    findFixedColumns();
    for (unsigned first = 0; first < byShape.size(); ++first)
      for (unsigned second = first; second < byShape.size(); ++second)
        visitShapes(first, byShape[first], second, byShape[second]);
  }

private:
  std::vector<Access> pick() const {
    std::vector<Access> picked;
    for (unsigned position : positions_)
      picked.push_back(all_[position]);
    return picked;
  }

  // Loops in one iteration of which all compared executions are.
  void findFixedColumns() {
    SmallVector<Operation *> common = loopsAround(withDistances_ ? nest_.front() : accesses_.front().op);
    if (!withDistances_)
      for (const Access &access : accesses_)
        llvm::erase_if(common, [&](Operation *loop) { return !loop->isProperAncestor(access.op); });
    for (unsigned column = 0; column < classes_.columns(); ++column) {
      Value value = classes_.valueOf(column);
      affine::AffineForOp loop = value ? affine::getForInductionVarOwner(value) : affine::AffineForOp();
      isFixed_.push_back(value && (!loop || llvm::is_contained(common, loop.getOperation())));
    }
  }

  void visitShapes(unsigned first, ArrayRef<unsigned> firstAccesses, unsigned second,
                   ArrayRef<unsigned> secondAccesses) {
    auto isWrite = [&](unsigned access) { return accesses_[access].isWrite; };
    if (llvm::none_of(firstAccesses, isWrite) && llvm::none_of(secondAccesses, isWrite))
      return;
    SmallVector<int64_t, 4> moduli;
    for (unsigned dimension = 0; dimension < classes_.indicesOf(first).size(); ++dimension)
      moduli.push_back(classes_.modulusOf(first, second, dimension, [&](unsigned column) { return isFixed_[column]; }));
    auto residuesOf = [&](unsigned access) {
      std::vector<int64_t> residues;
      for (auto [constant, modulus] : llvm::zip_equal(classes_[access].constants, moduli))
        residues.push_back(modulus == 0 ? constant : llvm::mod(constant, modulus));
      return residues;
    };
    struct Bucket {
      std::vector<unsigned> writes, reads;
    };
    std::map<std::vector<int64_t>, Bucket> buckets;
    for (unsigned access : secondAccesses) {
      Bucket &bucket = buckets[residuesOf(access)];
      (isWrite(access) ? bucket.writes : bucket.reads).push_back(access);
    }
    for (unsigned access : firstAccesses) {
      auto found = buckets.find(residuesOf(access));
      if (found == buckets.end())
        continue;
      for (unsigned other : found->second.writes)
        if (first != second || !isWrite(access) || other >= access) // pairs of writes of one shape are found twice
          visit(access, other);
      if (isWrite(access) && first != second)
        for (unsigned other : found->second.reads)
          visit(access, other);
    }
  }

  void visit(unsigned first, unsigned second) {
    if (!accesses_[first].isWrite && !accesses_[second].isWrite)
      return;
    if (first > second)
      std::swap(first, second);
    const Answer &answer = answerFor(first, second);
    bool inOneIteration =
        answer.inOneIteration && first != second && !areExclusive(accesses_[first].op, accesses_[second].op);
    if (inOneIteration || answer.forward || answer.backward)
      conflicts_->push_back({positions_[first], positions_[second], inOneIteration, answer.forward, answer.backward});
  }

  const Answer &answerFor(unsigned first, unsigned second) {
    const AccessClasses::Member &left = classes_[first], &right = classes_[second];
    key_.assign({left.shape, left.context, right.shape, right.context});
    if (left.shape != AccessClasses::unknown && right.shape != AccessClasses::unknown)
      for (auto [before, after] : llvm::zip_equal(left.constants, right.constants))
        key_.push_back(after - before);
    auto [entry, inserted] = answers_.try_emplace(key_);
    if (inserted) {
      const Access &before = accesses_[first], &after = accesses_[second];
      entry->second.inOneIteration = mayMeetInOneIteration(before, after);
      if (withDistances_) {
        entry->second.forward = minimumDistance(before, after, nestLoops_);
        entry->second.backward = minimumDistance(after, before, nestLoops_);
      }
    }
    return entry->second;
  }

  struct KeyHash {
    size_t operator()(const std::vector<int64_t> &key) const { return llvm::hash_combine_range(key); }
  };

  ArrayRef<Access> all_;
  std::vector<unsigned> positions_;
  const Nest &nest_;
  const std::vector<NestLoop> &nestLoops_;
  bool withDistances_;
  std::vector<Access> accesses_;
  AccessClasses classes_;
  std::vector<bool> isFixed_;
  std::unordered_map<std::vector<int64_t>, Answer, KeyHash> answers_;
  std::vector<int64_t> key_;
  std::vector<IterationConflict> *conflicts_ = nullptr;
};

} // namespace

std::vector<IterationConflict> conflictsOf(ArrayRef<Access> accesses, const Nest &nest, ConflictScope scope) {
  llvm::MapVector<Value, std::vector<unsigned>> byMemory;
  for (auto [position, access] : llvm::enumerate(accesses))
    byMemory[access.memory].push_back(position);
  std::vector<IterationConflict> conflicts;
  std::vector<NestLoop> nestLoops;
  if (scope == ConflictScope::allIterations)
    nestLoops = nestLoopsOf(nest);
  for (auto &[memory, positions] : byMemory)
    if (llvm::any_of(positions, [&](unsigned position) { return accesses[position].isWrite; }))
      Conflicts(accesses, positions, nest, nestLoops, scope).collect(conflicts);
  llvm::sort(conflicts, [](const IterationConflict &left, const IterationConflict &right) {
    return std::pair(left.first, left.second) < std::pair(right.first, right.second);
  });
  return conflicts;
}

} // namespace allo::analysis
