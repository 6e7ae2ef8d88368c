#include "analysis/BankChoice.h"

#include "analysis/ExecutionPair.h"
#include "ir/Naming.h"

#include "llvm/Support/MathExtras.h"

#include <numeric>
#include <set>

using namespace mlir;

namespace allo::analysis {
namespace {

// The part that an index lies in.
int64_t partOf(const DimensionCut &cut, int64_t index) {
  switch (cut.kind) {
  case DimensionCut::none:
    return 0;
  case DimensionCut::block:
    return llvm::divideFloorSigned(index, cut.depth);
  case DimensionCut::cyclic:
    return llvm::mod(index, cut.parts);
  case DimensionCut::complete:
    return index;
  }
  throw InternalError("an unknown kind of partition");
}

// Restricts the system to executions whose index lies in the part.
void addInPart(LinearSystem &system, const LinearExpression &index, const DimensionCut &cut, int64_t part) {
  switch (cut.kind) {
  case DimensionCut::none:
    return;
  case DimensionCut::complete:
    return system.addZero(index.plus(-part));
  case DimensionCut::cyclic:
    return system.addZero(index.plus(-part).add(LinearExpression::column(system.addColumn()), -cut.parts));
  case DimensionCut::block:
    system.addNonNegative(index.plus(-part * cut.depth));
    system.addNonNegative(LinearExpression((part + 1) * cut.depth - 1).plus(index, -1));
  }
}

void addInOnePart(LinearSystem &system, const LinearExpression &left, const LinearExpression &right,
                  const DimensionCut &cut) {
  if (cut.kind == DimensionCut::complete)
    return system.addEqual(left, right);
  if (cut.kind == DimensionCut::none)
    return;
  LinearExpression column = LinearExpression::column(system.addColumn());
  if (cut.kind == DimensionCut::cyclic)
    return system.addZero(left.plus(right, -1).plus(column, -cut.parts));
  for (const LinearExpression &index : {left, right}) { // in block `column`
    LinearExpression offset = index.plus(column, -cut.depth);
    system.addNonNegative(offset);
    system.addNonNegative(LinearExpression(cut.depth - 1).plus(offset, -1));
  }
}

// Whether an operation runs for all combinations of values of the loops around it.
bool runsAlways(Operation *op) {
  for (Operation *parent = op->getParentOp(); parent && !isa<func::FuncOp>(parent); parent = parent->getParentOp()) {
    auto loop = dyn_cast<affine::AffineForOp>(parent);
    if (isa<affine::AffineIfOp>(parent) || (loop && !loop.hasConstantBounds()))
      return false;
  }
  return true;
}

Operation *innermostLoop(Operation *op) {
  Operation *parent = op->getParentOp();
  while (parent && !ir::isLoop(parent))
    parent = parent->getParentOp();
  return parent;
}

} // namespace

BankChoice::BankChoice(ArrayRef<Access> accesses, ArrayRef<DimensionCut> cuts)
    : accesses_(accesses), cuts_(cuts.begin(), cuts.end()), classes_(accesses) {}

std::vector<std::vector<int64_t>> BankChoice::partsOf(unsigned access) {
  std::vector<std::vector<int64_t>> parts;
  for (unsigned dimension = 0; dimension < cuts_.size(); ++dimension)
    parts.push_back(partsOf(access, dimension));
  return parts;
}

std::vector<int64_t> BankChoice::partsOf(unsigned access, unsigned dimension) {
  const AccessClasses::Member &member = classes_[access];
  const DimensionCut &cut = cuts_[dimension];
  if (cut.kind == DimensionCut::none || cut.parts == 1)
    return {0};
  if (member.shape == AccessClasses::unknown) {
    std::vector<int64_t> all(cut.parts);
    std::iota(all.begin(), all.end(), 0);
    return all;
  }
  int64_t constant = member.constants[dimension];
  if (classes_.indicesOf(member.shape)[dimension].isConstant())
    return {std::clamp<int64_t>(partOf(cut, constant), 0, cut.parts - 1)};
  std::vector<int64_t> key{dimension, member.shape, member.context,
                           cut.kind == DimensionCut::cyclic ? llvm::mod(constant, cut.parts) : constant};
  auto [entry, inserted] = parts_.try_emplace(std::move(key));
  if (inserted) {
    bool isExact = false;
    std::vector<int64_t> candidates = candidatesOf(access, dimension, isExact);
    entry->second = isExact || candidates.size() == 1 ? candidates : reachable(access, dimension, candidates);
  }
  return entry->second;
}

// The parts reached when every loop takes all its iterations, which is exact when their bounds are constants and no
// guard leaves any out.
std::vector<int64_t> BankChoice::candidatesOf(unsigned access, unsigned dimension, bool &isExact) const {
  constexpr size_t most = 1 << 16;
  const AccessClasses::Member &member = classes_[access];
  const DimensionCut &cut = cuts_[dimension];
  const LinearExpression &index = classes_.indicesOf(member.shape)[dimension];
  int64_t modulus = cut.kind == DimensionCut::cyclic ? cut.parts : 0;
  isExact = runsAlways(accesses_[access].op);
  std::set<int64_t> values{modulus ? llvm::mod(member.constants[dimension], modulus) : member.constants[dimension]};
  for (unsigned column = 0; column < classes_.columns(); ++column) {
    int64_t factor = index.coefficient(column);
    if (factor == 0 || (modulus && factor % modulus == 0))
      continue;
    Value value = classes_.valueOf(column);
    affine::AffineForOp loop = value ? affine::getForInductionVarOwner(value) : affine::AffineForOp();
    bool isConstant = loop && loop.hasConstantBounds();
    isExact &= isConstant;
    int64_t trips = modulus;
    if (isConstant) {
      trips = llvm::divideCeilSigned(loop.getConstantUpperBound() - loop.getConstantLowerBound(), loop.getStepAsInt());
      trips = modulus ? std::min(trips, modulus) : trips;
    }
    if ((!isConstant && !modulus) || values.size() * trips > most) {
      isExact = false;
      std::vector<int64_t> all(cut.parts);
      std::iota(all.begin(), all.end(), 0);
      return all;
    }
    std::set<int64_t> sums;
    for (int64_t iteration = 0; iteration < trips; ++iteration)
      for (int64_t before : values)
        sums.insert(modulus ? llvm::mod(before + factor * iteration, modulus) : before + factor * iteration);
    values = std::move(sums);
  }
  std::set<int64_t> parts;
  for (int64_t index : values)
    if (int64_t part = partOf(cut, index); part >= 0 && part < cut.parts)
      parts.insert(part);
  if (parts.empty())
    parts.insert(0); // never runs, or only out of bounds
  return {parts.begin(), parts.end()};
}

// Those of the parts that an execution really touches.
std::vector<int64_t> BankChoice::reachable(unsigned access, unsigned dimension,
                                           const std::vector<int64_t> &candidates) const {
  LinearSystem system;
  SymbolColumns symbols;
  Instance instance = addInstance(system, symbols, accesses_[access].op);
  auto indices = lineariseMap(system, symbols, instance, accesses_[access].map, accesses_[access].operands);
  if (!indices)
    return candidates;
  std::vector<int64_t> reached;
  for (int64_t part : candidates) {
    LinearSystem restricted = system;
    addInPart(restricted, (*indices)[dimension], cuts_[dimension], part);
    if (restricted.isEmpty())
      continue;
    auto alternatives = expandAlternatives(restricted, {&instance});
    if (llvm::any_of(alternatives, [](const LinearSystem &alternative) { return !alternative.isEmpty(); }))
      reached.push_back(part);
  }
  return reached.empty() ? std::vector<int64_t>{candidates.front()} : reached;
}

bool BankChoice::inDifferentBanks(unsigned first, unsigned second, bool orSameElement) {
  if (first == second)
    return orSameElement;
  const AccessClasses::Member &left = classes_[first], &right = classes_[second];
  if (areExclusive(accesses_[first].op, accesses_[second].op))
    return true;
  if (left.shape == AccessClasses::unknown || right.shape == AccessClasses::unknown)
    return false;
  if (std::optional<bool> answer = compareConstants(first, second, orSameElement))
    return *answer;
  std::vector<int64_t> key{left.shape, left.context, right.shape, right.context, orSameElement};
  llvm::append_range(key, left.constants);
  llvm::append_range(key, right.constants);
  auto [entry, inserted] = different_.try_emplace(std::move(key));
  if (inserted)
    entry->second = neverInOneBank(first, second, orSameElement);
  return entry->second;
}

// Answers where the indices differ by constants.
std::optional<bool> BankChoice::compareConstants(unsigned first, unsigned second, bool orSameElement) const {
  const AccessClasses::Member &left = classes_[first], &right = classes_[second];
  if (left.shape != right.shape || innermostLoop(accesses_[first].op) != innermostLoop(accesses_[second].op))
    return std::nullopt;
  bool isSameElement = true, isSameBank = true;
  for (auto [cut, before, after] : llvm::zip_equal(cuts_, left.constants, right.constants)) {
    int64_t difference = after - before;
    isSameElement &= difference == 0;
    if (cut.kind == DimensionCut::cyclic && difference % cut.parts != 0)
      return true;
    if (cut.kind == DimensionCut::complete && difference != 0)
      return true;
    if (cut.kind == DimensionCut::block && std::abs(difference) >= cut.depth)
      return true;
    isSameBank &= cut.kind != DimensionCut::block || difference == 0;
  }
  if (isSameElement && orSameElement)
    return true;
  if (isSameBank && left.context == right.context)
    return false;
  return std::nullopt;
}

bool BankChoice::neverInOneBank(unsigned first, unsigned second, bool orSameElement) const {
  ExecutionPair pair(accesses_[first], accesses_[second]);
  auto indices = pair.indices();
  if (!indices)
    return false;
  for (auto [left, right, cut] : llvm::zip_equal(indices->first, indices->second, cuts_))
    addInOnePart(pair.system, left, right, cut);
  if (!orSameElement || pair.system.isEmpty())
    return !pair.isPossible();
  for (auto [left, right] : llvm::zip_equal(indices->first, indices->second)) {
    LinearSystem less = pair.system, greater = pair.system;
    less.addLess(left, right);
    greater.addLess(right, left);
    if (pair.isPossible(less) || pair.isPossible(greater))
      return false;
  }
  return true;
}

std::vector<std::vector<int64_t>> partsOf(const Access &access, ArrayRef<DimensionCut> cuts) {
  return BankChoice(access, cuts).partsOf(0);
}

bool inDifferentBanks(const Access &first, const Access &second, ArrayRef<DimensionCut> cuts, bool orSameElement) {
  Access both[] = {first, second};
  return BankChoice(both, cuts).inDifferentBanks(0, 1, orSameElement);
}

} // namespace allo::analysis
