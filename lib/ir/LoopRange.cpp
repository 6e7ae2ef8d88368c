#include "ir/LoopRange.h"

#include "mlir/Dialect/Affine/Analysis/AffineStructures.h"
#include "mlir/Dialect/Affine/Analysis/Utils.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;

namespace allo::ir {

namespace {
// An index that was made of an integer of up to 32 bits has the range of that integer.
void addRangeOfCast(affine::FlatAffineValueConstraints &domain, unsigned position, Value symbol) {
  Operation *cast = symbol.getDefiningOp();
  if (!cast || !isa<arith::IndexCastOp, arith::IndexCastUIOp>(cast))
    return;
  auto source = dyn_cast<IntegerType>(cast->getOperand(0).getType());
  if (!source || source.getWidth() > 32)
    return;
  bool isSigned = isa<arith::IndexCastOp>(cast);
  int64_t values = int64_t(1) << source.getWidth();
  domain.addBound(presburger::BoundType::LB, position, isSigned ? -values / 2 : 0);
  domain.addBound(presburger::BoundType::UB, position, isSigned ? values / 2 - 1 : values - 1);
}
} // namespace

LoopRange rangeOfLoopVariable(Value variable) {
  affine::AffineForOp loop = affine::getForInductionVarOwner(variable);
  if (!loop)
    return {};
  SmallVector<Operation *> loops;
  for (Operation *op = loop; op; op = op->getParentOp())
    if (isa<affine::AffineForOp>(op))
      loops.insert(loops.begin(), op);
  affine::FlatAffineValueConstraints domain;
  if (failed(affine::getIndexSet(loops, &domain)))
    return {};
  SmallVector<Value> others;
  domain.getValues(0, domain.getNumDimAndSymbolVars(), &others);
  for (auto [position, other] : llvm::enumerate(others))
    addRangeOfCast(domain, position, other);
  for (Value other : others)
    if (other != variable)
      domain.projectOut(other);
  unsigned position;
  if (!domain.findVar(variable, &position))
    return {};
  return {domain.getConstantBound64(presburger::BoundType::LB, position),
          domain.getConstantBound64(presburger::BoundType::UB, position)};
}

} // namespace allo::ir
