#include "analysis/AccessClasses.h"

#include "analysis/IterationDomain.h"
#include "ir/Naming.h"

#include "mlir/Dialect/SCF/IR/SCF.h"

#include <numeric>

using namespace mlir;

namespace allo::analysis {

AccessClasses::AccessClasses(ArrayRef<Access> accesses) {
  members_.reserve(accesses.size());
  for (const Access &access : accesses) {
    Member &member = members_.emplace_back();
    member.context = contextOf(access.op->getBlock());
    if (!access.isAffine)
      continue;
    SmallVector<LinearExpression> dims, symbols;
    for (auto [position, operand] : llvm::enumerate(access.operands))
      (position < access.map.getNumDims() ? dims : symbols).push_back(expressionOf(operand));
    SmallVector<LinearExpression, 4> indices;
    for (AffineExpr result : access.map.getResults()) {
      std::optional<LinearExpression> index = values_.linearise(result, dims, symbols);
      if (!index)
        break;
      indices.push_back(std::move(*index));
    }
    if (indices.size() != access.map.getNumResults())
      continue;
    std::vector<int64_t> key;
    for (LinearExpression &index : indices) {
      member.constants.push_back(std::exchange(index.constant, 0));
      while (!index.coefficients.empty() && index.coefficients.back() == 0)
        index.coefficients.pop_back();
      key.push_back(index.coefficients.size());
      llvm::append_range(key, index.coefficients);
    }
    auto [found, inserted] = shapeNumbers_.try_emplace(std::move(key), shapes_.size());
    if (inserted)
      shapes_.push_back(std::move(indices));
    member.shape = found->second;
  }
}

LinearExpression AccessClasses::expressionOf(Value value) {
  auto [entry, inserted] = expressions_.try_emplace(value);
  if (!inserted)
    return entry->second;
  if (std::optional<int64_t> constant = getConstantIntValue(value))
    return entry->second = LinearExpression(*constant);
  unsigned column = values_.addColumn();
  columnValues_[column] = value;
  affine::AffineForOp loop = affine::getForInductionVarOwner(value);
  if (!loop || !loop.hasConstantLowerBound())
    return entry->second = LinearExpression::column(column);
  LinearExpression iteration(loop.getConstantLowerBound());
  return entry->second = iteration.add(LinearExpression::column(column), loop.getStepAsInt());
}

unsigned AccessClasses::contextOf(Block *block) {
  auto [entry, inserted] = blockContexts_.try_emplace(block);
  if (!inserted)
    return entry->second;
  std::vector<const void *> key;
  Region *region = block->getParent();
  for (Operation *parent = region->getParentOp(); parent && !isa<func::FuncOp>(parent);
       region = parent->getParentRegion(), parent = region->getParentOp()) {
    if (ir::isLoop(parent))
      key.push_back(parent);
    auto guard = dyn_cast<affine::AffineIfOp>(parent);
    if (!guard)
      continue;
    IntegerSet set = guard.getIntegerSet();
    AffineMap map = AffineMap::get(set.getNumDims(), set.getNumSymbols(), set.getConstraints(), guard.getContext());
    SmallVector<Value> operands(guard.getOperands());
    affine::fullyComposeAffineMapAndOperands(&map, &operands);
    affine::canonicalizeMapAndOperands(&map, &operands);
    uintptr_t flags = region == &guard.getElseRegion();
    for (bool isEquality : set.getEqFlags())
      flags = flags * 2 + isEquality;
    key.push_back(map.getAsOpaquePointer());
    key.push_back(reinterpret_cast<const void *>(flags));
    for (Value operand : operands)
      key.push_back(operand.getAsOpaquePointer());
  }
  unsigned number = contextNumbers_.try_emplace(std::move(key), contextNumbers_.size()).first->second;
  return blockContexts_[block] = number;
}

int64_t AccessClasses::modulusOf(unsigned first, unsigned second, unsigned dimension,
                                 llvm::function_ref<bool(unsigned)> isFixed) const {
  const LinearExpression &left = shapes_[first][dimension], &right = shapes_[second][dimension];
  int64_t modulus = 0;
  for (unsigned column = 0; column < values_.columns(); ++column) {
    int64_t before = left.coefficient(column), after = right.coefficient(column);
    if (isFixed(column))
      modulus = std::gcd(modulus, before - after);
    else
      modulus = std::gcd(modulus, std::gcd(before, after));
  }
  return modulus;
}

bool areExclusive(Operation *first, Operation *second) {
  if (first->getBlock() == second->getBlock())
    return false;
  for (Region *region = second->getParentRegion(); region; region = region->getParentRegion()) {
    Operation *parent = region->getParentOp();
    if (!parent || !parent->isProperAncestor(first))
      continue;
    return isa<affine::AffineIfOp, scf::IfOp>(parent) && !region->findAncestorOpInRegion(*first);
  }
  return false;
}

} // namespace allo::analysis
