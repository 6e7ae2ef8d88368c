// One affine.if for the loops with one bound. That a variable equals the greatest of several bounds is no conjunction,
// but that it does not is one: such a loop gets an affine.if of its own, of which the else side counts.
#include "target/rtl/legalise/IterationGuard.h"

#include "mlir/IR/IntegerSet.h"

using namespace mlir;

namespace allo::target::rtl::legal {
namespace {

class Guard {
public:
  Guard(OpBuilder &builder, Location location, bool isFirst)
      : builder_(builder), location_(location), isFirst_(isFirst) {}

  // Leaves the builder in the block that runs.
  void open(ArrayRef<affine::AffineForOp> loops) {
    for (affine::AffineForOp loop : loops)
      if (boundOf(loop).getNumResults() == 1)
        addSimple(loop);
    if (!constraints_.empty())
      enter(std::move(constraints_), std::move(isEquality_), std::move(values_), false);
    for (affine::AffineForOp loop : loops)
      if (boundOf(loop).getNumResults() != 1)
        openMultiple(loop);
  }

private:
  AffineMap boundOf(affine::AffineForOp loop) const {
    return isFirst_ ? loop.getLowerBoundMap() : loop.getUpperBoundMap();
  }

  // The results of the bound and the variable, all over `values` as dims.
  SmallVector<AffineExpr> expressions(affine::AffineForOp loop, SmallVector<Value> &values, AffineExpr &variable) {
    MLIRContext *context = loop.getContext();
    AffineMap bound = boundOf(loop);
    SmallVector<AffineExpr> places;
    for (Value operand : isFirst_ ? loop.getLowerBoundOperands() : loop.getUpperBoundOperands()) {
      places.push_back(getAffineDimExpr(values.size(), context));
      values.push_back(operand);
    }
    variable = getAffineDimExpr(values.size(), context);
    values.push_back(loop.getInductionVar());
    ArrayRef<AffineExpr> all = places;
    SmallVector<AffineExpr> results;
    for (AffineExpr result : bound.getResults())
      results.push_back(
          result.replaceDimsAndSymbols(all.take_front(bound.getNumDims()), all.drop_front(bound.getNumDims())));
    return results;
  }

  void addSimple(affine::AffineForOp loop) {
    AffineExpr variable;
    AffineExpr bound = expressions(loop, values_, variable).front();
    // Equal where that is the same: it takes less hardware than an order.
    constraints_.push_back(isFirst_ ? variable - bound : variable + loop.getStepAsInt() - bound);
    isEquality_.push_back(isFirst_ || loop.getStepAsInt() == 1);
  }

  void openMultiple(affine::AffineForOp loop) {
    SmallVector<Value> values;
    AffineExpr variable;
    SmallVector<AffineExpr> others;
    int64_t step = loop.getStepAsInt();
    for (AffineExpr bound : expressions(loop, values, variable))
      others.push_back(isFirst_ ? variable - step - bound : bound - variable - step - 1);
    size_t count = others.size();
    enter(std::move(others), SmallVector<bool>(count, false), std::move(values), true);
  }

  void enter(SmallVector<AffineExpr> constraints, SmallVector<bool> isEquality, SmallVector<Value> values,
             bool isElse) {
    for (AffineExpr &constraint : constraints)
      constraint = simplifyAffineExpr(constraint, values.size(), 0);
    IntegerSet set = IntegerSet::get(values.size(), 0, constraints, isEquality);
    affine::canonicalizeSetAndOperands(&set, &values);
    auto guard = affine::AffineIfOp::create(builder_, location_, set, values, isElse);
    builder_.setInsertionPointToStart(isElse ? guard.getElseBlock() : guard.getThenBlock());
  }

  OpBuilder &builder_;
  Location location_;
  bool isFirst_;
  SmallVector<AffineExpr> constraints_;
  SmallVector<bool> isEquality_;
  SmallVector<Value> values_;
};

} // namespace

void openGuard(OpBuilder &builder, Location location, ArrayRef<affine::AffineForOp> loops, Iteration iteration) {
  Guard(builder, location, iteration == Iteration::first).open(loops);
}

} // namespace allo::target::rtl::legal
