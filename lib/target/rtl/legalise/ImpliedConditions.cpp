// Affine conditions that the loops and branches around already decide:
//   for i = 1 to n { affine.if (i - 1 >= 0, j - 2 >= 0) … }  →  affine.if (j - 2 >= 0) …
// A branch without conditions left, or with one that never holds, is replaced by its side. Decided over integers
// (analysis::LinearSystem), within a budget: unrolling makes thousands of branches.
#include "target/rtl/legalise/Rewrites.h"

#include "analysis/IterationDomain.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/IR/IntegerSet.h"

using namespace mlir;

namespace allo::target::rtl::legal {

namespace {
constexpr unsigned mostQuestions = 2000;

using analysis::LinearExpression;
using analysis::LinearSystem;

class Conditions {
public:
  bool visit(affine::AffineIfOp branch) {
    IntegerSet set = branch.getIntegerSet();
    if (questions + 2 * set.getNumConstraints() > mostQuestions)
      return false;
    LinearSystem system;
    analysis::SymbolColumns symbols;
    analysis::Instance here = analysis::addInstance(system, symbols, branch);
    AffineMap map = AffineMap::get(set.getNumDims(), set.getNumSymbols(), set.getConstraints(), set.getContext());
    SmallVector<Value> operands(branch.getOperands());
    affine::fullyComposeAffineMapAndOperands(&map, &operands);
    auto values = analysis::lineariseMap(system, symbols, here, map, operands);
    if (!values)
      return false;
    LinearSystem holds = system;
    SmallVector<AffineExpr> kept;
    SmallVector<bool> flags;
    for (auto [constraint, isEquality, value] : llvm::zip_equal(set.getConstraints(), set.getEqFlags(), *values)) {
      isEquality ? holds.addZero(value) : holds.addNonNegative(value);
      if (isImplied(system, value, isEquality))
        continue;
      kept.push_back(constraint);
      flags.push_back(isEquality);
    }
    ++questions;
    if (holds.isEmpty())
      return takeSide(branch, false);
    if (kept.empty())
      return takeSide(branch, true);
    if (kept.size() == set.getNumConstraints())
      return false;
    branch.setIntegerSet(IntegerSet::get(set.getNumDims(), set.getNumSymbols(), kept, flags));
    return true;
  }

private:
  // True when nothing in the system breaks the constraint.
  bool isImplied(const LinearSystem &system, const LinearExpression &value, bool isEquality) {
    LinearSystem below = system;
    below.addNonNegative(LinearExpression(-1).plus(value, -1));
    ++questions;
    if (!below.isEmpty())
      return false;
    if (!isEquality)
      return true;
    LinearSystem above = system;
    above.addNonNegative(value.plus(-1));
    ++questions;
    return above.isEmpty();
  }

  static bool takeSide(affine::AffineIfOp branch, bool side) {
    Region &region = side ? branch.getThenRegion() : branch.getElseRegion();
    if (!region.empty()) {
      Block &block = region.front();
      Operation *end = block.getTerminator();
      branch->replaceAllUsesWith(end->getOperands());
      end->erase();
      branch->getBlock()->getOperations().splice(Block::iterator(branch), block.getOperations());
    }
    branch.erase();
    return true;
  }

  unsigned questions = 0;
};
} // namespace

bool dropImpliedConditions(func::FuncOp function) {
  SmallVector<affine::AffineIfOp> branches;
  function.walk([&](affine::AffineIfOp branch) { branches.push_back(branch); }); // inner ones first
  Conditions conditions;
  bool changed = false;
  for (affine::AffineIfOp branch : branches)
    changed |= conditions.visit(branch);
  return changed;
}

} // namespace allo::target::rtl::legal
