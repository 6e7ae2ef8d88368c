// Two ways, by what decides whether the nest runs:
//
//   values outside of the loop               its variable
//   if (n > 0) { for (j) { A; for (k<n) B; } }     for (j = 0; j < min(1, m); ++j) { A; }
//   else       { for (j) { A; } }                  for (j = 1; j < m; ++j) { A; for (k < j) B; }
//
// The condition stands outside of as many loops as do not decide it, so that they can become part of the nest.
#include "target/rtl/legalise/SeparateEmpty.h"

#include "target/rtl/legalise/AffineMaps.h"
#include "target/rtl/legalise/LoopBounds.h"
#include "target/rtl/legalise/Nest.h"

#include "mlir/Dialect/Affine/LoopUtils.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/IntegerSet.h"

using namespace mlir;

namespace allo::target::rtl::legal {
namespace {

// A copy of `root` without the nest.
Operation *copyWithout(OpBuilder &builder, Operation *root, Operation *nest, FreshIds &ids) {
  IRMapping mapping;
  Operation *copy = builder.clone(*root, mapping);
  mapping.lookup(nest)->erase();
  copy->walk([&](Operation *op) { ids.renumber(op); });
  return copy;
}

bool isDefinedIn(Value value, Operation *op) {
  if (auto argument = dyn_cast<BlockArgument>(value))
    return op->isAncestor(argument.getOwner()->getParentOp());
  return op->isAncestor(value.getDefiningOp());
}

bool dependsOn(ArrayRef<BoundDifference> differences, Operation *op) {
  return llvm::any_of(differences, [&](const BoundDifference &difference) {
    return llvm::any_of(difference.operands, [&](Value value) { return isDefinedIn(value, op); });
  });
}

// Whether everything in the loop beside `inner` is straight code.
bool holdsOnly(affine::AffineForOp loop, Operation *inner) {
  return llvm::all_of(*loop.getBody(), [&](Operation &op) { return &op == inner || isStraight(&op); });
}

// if (differences > 0) { root } else { root without the nest }
void addVersion(ArrayRef<BoundDifference> differences, affine::AffineForOp outer, Operation *nest, FreshIds &ids) {
  affine::AffineForOp root = outer;
  while (auto parent = dyn_cast<affine::AffineForOp>(root->getParentOp())) {
    if (dependsOn(differences, parent) || !holdsOnly(parent, root))
      break;
    root = parent;
  }
  SmallVector<AffineExpr> conditions;
  SmallVector<Value> values;
  for (const BoundDifference &difference : differences) {
    SmallVector<AffineExpr> places;
    for (Value operand : difference.operands) {
      places.push_back(getAffineDimExpr(values.size(), root.getContext()));
      values.push_back(operand);
    }
    ArrayRef<AffineExpr> all = places;
    unsigned dims = difference.map.getNumDims();
    conditions.push_back(difference.map.getResult(0).replaceDimsAndSymbols(all.take_front(dims), all.drop_front(dims)) -
                         1);
  }
  IntegerSet set = IntegerSet::get(values.size(), 0, conditions, SmallVector<bool>(conditions.size(), false));
  affine::canonicalizeSetAndOperands(&set, &values);
  OpBuilder builder(root);
  auto guard = affine::AffineIfOp::create(builder, nest->getLoc(), set, values, true);
  builder.setInsertionPointToStart(guard.getElseBlock());
  copyWithout(builder, root, nest, ids);
  root->moveBefore(guard.getThenBlock()->getTerminator());
}

// Where the nest starts or stops to run, as a bound of the outer loop.
struct Border {
  AffineExpr value; // over the operands of the difference, all as dims
  bool runsAbove = false;
};

// coefficient * variable + rest >= 1
std::optional<Border> borderOf(const BoundDifference &difference, affine::AffineForOp outer) {
  unsigned dims = difference.map.getNumDims(), symbols = difference.map.getNumSymbols();
  SmallVector<AffineExpr> places;
  for (unsigned i = 0; i < dims + symbols; ++i)
    places.push_back(getAffineDimExpr(i, outer.getContext()));
  ArrayRef<AffineExpr> all = places;
  AffineExpr expression = difference.map.getResult(0).replaceDimsAndSymbols(all.take_front(dims), all.drop_front(dims));
  SmallVector<int64_t> row;
  if (failed(getFlattenedAffineExpr(expression, dims + symbols, 0, &row)) || row.size() != dims + symbols + 1)
    return std::nullopt;
  size_t place = llvm::find(difference.operands, outer.getInductionVar()) - difference.operands.begin();
  if (place == difference.operands.size() || row[place] == 0)
    return std::nullopt;
  AffineExpr rest = simplifyAffineExpr(expression - all[place] * row[place] - 1, dims + symbols, 0);
  if (row[place] > 0)
    return Border{(-rest).ceilDiv(row[place]), true};
  return Border{rest.floorDiv(-row[place]) + 1, false};
}

void addBound(affine::AffineForOp loop, bool isLower, AffineExpr bound, ArrayRef<Value> operands) {
  AffineMap map = isLower ? loop.getLowerBoundMap() : loop.getUpperBoundMap();
  SmallVector<Value> values(isLower ? loop.getLowerBoundOperands() : loop.getUpperBoundOperands());
  SmallVector<AffineExpr> places, results;
  for (unsigned i = 0; i < values.size(); ++i)
    places.push_back(getAffineDimExpr(i, loop.getContext()));
  ArrayRef<AffineExpr> all = places;
  for (AffineExpr result : map.getResults())
    results.push_back(result.replaceDimsAndSymbols(all.take_front(map.getNumDims()), all.drop_front(map.getNumDims())));
  results.push_back(bound.shiftDims(operands.size(), values.size()));
  values.append(operands.begin(), operands.end());
  AffineMap widened = AffineMap::get(values.size(), 0, results, loop.getContext());
  affine::canonicalizeMapAndOperands(&widened, &values);
  widened = withoutRepeats(widened, isLower);
  if (isLower)
    loop.setLowerBound(values, widened);
  else
    loop.setUpperBound(values, widened);
}

// Two loops, one after the other: the one with the nest is `outer`.
void addSplit(const BoundDifference &difference, const Border &border, affine::AffineForOp outer, Operation *nest,
              FreshIds &ids) {
  OpBuilder builder(outer);
  if (!border.runsAbove)
    builder.setInsertionPointAfter(outer);
  auto copy = cast<affine::AffineForOp>(copyWithout(builder, outer, nest, ids));
  addBound(outer, border.runsAbove, border.value, difference.operands);
  addBound(copy, !border.runsAbove, border.value, difference.operands);
  (void)affine::promoteIfSingleIteration(copy); // a loop that is straight code then
}

} // namespace

bool separateEmpty(affine::AffineForOp outer, ArrayRef<affine::AffineForOp> loops, FreshIds &ids) {
  SmallVector<BoundDifference> outside, inside;
  for (affine::AffineForOp loop : loops)
    for (BoundDifference &difference : openDifferences(loop)) {
      for (affine::AffineForOp around : loops)
        if (llvm::is_contained(difference.operands, around.getInductionVar()))
          return false;
      (dependsOn(difference, outer) ? inside : outside).push_back(difference);
    }
  std::optional<Border> border;
  if (!inside.empty()) {
    if (inside.size() > 1 || outer.getStepAsInt() != 1)
      return false;
    border = borderOf(inside.front(), outer);
    if (!border)
      return false;
  }
  affine::AffineForOp outermost = loops.front();
  if (border)
    addSplit(inside.front(), *border, outer, outermost, ids);
  if (!outside.empty())
    addVersion(outside, outer, outermost, ids);
  return true;
}

} // namespace allo::target::rtl::legal
