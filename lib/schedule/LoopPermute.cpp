// permuteBand: the loops of a perfect nest in another order. Bounds move along when the loops that they mention stay
// outside; otherwise the domain is projected loop by loop (Fourier-Motzkin), from the innermost new loop outwards:
//   for i in 0..N { for j in i..N }   becomes   for j in 0..N { for i in 0..j+1 }
// Projection over rationals is enough: iterations of an outer loop that it adds have empty inner loops.
#include "schedule/LoopRewrite.h"

#include "analysis/IterationDomain.h"
#include "ir/Naming.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/Support/MathExtras.h"

#include <numeric>

using namespace mlir;
using allo::analysis::LinearExpression;
using allo::analysis::LinearSystem;

namespace allo::schedule {
namespace {

struct Bounds {
  AffineMap lower, upper;
  SmallVector<Value> lowerOperands, upperOperands;
};

Bounds boundsOf(affine::AffineForOp loop) {
  return {loop.getLowerBoundMap(), loop.getUpperBoundMap(), llvm::to_vector(loop.getLowerBoundOperands()),
          llvm::to_vector(loop.getUpperBoundOperands())};
}

bool mentions(affine::AffineForOp loop, affine::AffineForOp other) {
  return llvm::is_contained(loop.getLowerBoundOperands(), other.getInductionVar()) ||
         llvm::is_contained(loop.getUpperBoundOperands(), other.getInductionVar());
}

// New bounds of the loops of a band in their new order.
class Projection {
public:
  Projection(StepContext &context, const Band &band, const Band &order) : context_(context), order_(order) {
    Operation *terminator = affine::AffineForOp(band.back()).getBody()->getTerminator();
    instance_ = analysis::addInstance(system_, symbols_, terminator);
    for (affine::AffineForOp loop : order)
      columns_.push_back(instance_.columnOf(loop));
    for (affine::AffineForOp loop : band)
      requireSimple(loop);
    for (auto [loop, column] : llvm::zip_equal(instance_.loops, instance_.columns))
      if (auto affineLoop = dyn_cast<affine::AffineForOp>(loop))
        values_[column] = affineLoop.getInductionVar();
    for (auto &[value, expression] : symbols_)
      for (auto [column, coefficient] : llvm::enumerate(expression.coefficients))
        if (coefficient == 1)
          values_[column] = value;
    for (const LinearExpression &row : system_.inequalities())
      (mentionsBand(row) ? rows_ : around_).push_back(row);
  }

  llvm::DenseMap<Operation *, Bounds> run() {
    llvm::DenseMap<Operation *, Bounds> result;
    for (unsigned i = order_.size(); i-- > 0;) {
      std::vector<LinearExpression> here, outside;
      for (LinearExpression &row : rows_)
        (row.coefficient(columns_[i]) != 0 ? here : outside).push_back(std::move(row));
      removeRedundant(here, outside);
      rows_ = std::move(outside);
      eliminate(here, columns_[i]);
      removeRedundant(here, rows_); // outer loops will keep what the elimination says
      if (independent_.contains(order_[i]))
        result[order_[i]] = boundsOf(order_[i]);
      else
        result[order_[i]] = boundsFrom(here, i);
    }
    return result;
  }

private:
  // A loop takes part in the projection when its bounds mention the band or are mentioned in it.
  void requireSimple(affine::AffineForOp loop) {
    bool isIndependent = llvm::none_of(order_, [&](affine::AffineForOp other) {
      return other != loop && (mentions(loop, other) || mentions(other, loop));
    });
    if (isIndependent) {
      independent_.insert(loop);
      return;
    }
    if (loop.getStepAsInt() != 1)
      context_.refuse("the bounds of the loops depend on each other and " + context_.describe(loop) + " has step " +
                          std::to_string(loop.getStepAsInt()),
                      "bounds that depend on other loops of the nest can be rewritten for loops with step 1 only");
    for (const LinearSystem::Division &division : system_.divisions())
      if (mentionsBand(division.numerator))
        context_.refuse("a bound of " + context_.describe(loop) + " divides the variable of a loop of the nest",
                        "bounds with a division cannot be exchanged");
    if (!instance_.isPrecise)
      context_.refuse("a bound of " + context_.describe(loop) + " is not linear", "such bounds cannot be exchanged");
  }

  bool mentionsBand(const LinearExpression &row) const {
    return llvm::any_of(columns_, [&](unsigned column) { return row.coefficient(column) != 0; });
  }

  // Drops rows that the others imply.
  void removeRedundant(std::vector<LinearExpression> &here, const std::vector<LinearExpression> &outside) {
    for (unsigned i = 0; i < here.size();) {
      LinearSystem rest;
      while (rest.columns() < system_.columns())
        rest.addColumn();
      llvm::for_each(system_.equalities(), [&](const LinearExpression &row) { rest.addZero(row); });
      llvm::for_each(around_, [&](const LinearExpression &row) { rest.addNonNegative(row); });
      llvm::for_each(outside, [&](const LinearExpression &row) { rest.addNonNegative(row); });
      for (unsigned other = 0; other < here.size(); ++other)
        if (other != i)
          rest.addNonNegative(here[other]);
      rest.addNonNegative(LinearExpression(-1).plus(here[i], -1));
      if (rest.isEmpty())
        here.erase(here.begin() + i);
      else
        ++i;
    }
  }

  // Adds to rows_ what lower and upper rows say about the other columns.
  void eliminate(ArrayRef<LinearExpression> here, unsigned column) {
    for (const LinearExpression &lower : here)
      for (const LinearExpression &upper : here) {
        int64_t up = lower.coefficient(column), down = -upper.coefficient(column);
        if (up <= 0 || down <= 0)
          continue;
        LinearExpression sum = LinearExpression().plus(lower, down).plus(upper, up);
        int64_t divisor = 0;
        for (int64_t value : sum.coefficients)
          divisor = std::gcd(divisor, value);
        if (divisor == 0)
          continue;
        for (int64_t &value : sum.coefficients)
          value /= divisor;
        sum.constant = llvm::divideFloorSigned(sum.constant, divisor);
        if (mentionsBand(sum))
          rows_.push_back(std::move(sum));
      }
  }

  // coefficient * x + rest >= 0, as bounds of x over the values outside.
  Bounds boundsFrom(ArrayRef<LinearExpression> here, unsigned position) {
    unsigned column = columns_[position];
    SmallVector<AffineExpr> lower, upper;
    operands_.clear();
    for (const LinearExpression &row : here) {
      int64_t coefficient = row.coefficient(column);
      LinearExpression rest = row;
      rest.coefficients[column] = 0;
      if (coefficient > 0)
        lower.push_back(expressionOf(LinearExpression().plus(rest, -1)).ceilDiv(coefficient));
      else
        upper.push_back(expressionOf(rest).floorDiv(-coefficient) + 1);
    }
    if (lower.empty() || upper.empty())
      context_.refuse("no bounds of " + context_.describe(order_[position]) + " remain in the new order");
    MLIRContext *mlir = order_[position]->getContext();
    Bounds bounds{AffineMap::get(operands_.size(), 0, lower, mlir), AffineMap::get(operands_.size(), 0, upper, mlir),
                  operands_, operands_};
    return bounds;
  }

  AffineExpr dimOf(Value value) {
    unsigned place = std::distance(operands_.begin(), llvm::find(operands_, value));
    if (place == operands_.size())
      operands_.push_back(value);
    return getAffineDimExpr(place, value.getContext());
  }

  AffineExpr expressionOf(const LinearExpression &row) {
    MLIRContext *mlir = order_.front()->getContext();
    AffineExpr sum = getAffineConstantExpr(row.constant, mlir);
    for (auto [column, coefficient] : llvm::enumerate(row.coefficients)) {
      if (coefficient == 0)
        continue;
      if (auto value = values_.find(column); value != values_.end()) {
        sum = sum + dimOf(value->second) * coefficient;
        continue;
      }
      auto division = llvm::find_if(system_.divisions(),
                                    [&](const LinearSystem::Division &entry) { return entry.column == column; });
      if (division == system_.divisions().end())
        context_.refuse("a bound of the nest cannot be written in the new order");
      sum = sum + expressionOf(division->numerator).floorDiv(division->denominator) * coefficient;
    }
    return sum;
  }

  StepContext &context_;
  const Band &order_;
  LinearSystem system_;
  analysis::SymbolColumns symbols_;
  analysis::Instance instance_;
  SmallVector<unsigned> columns_;           // of the loops in their new order
  llvm::DenseMap<unsigned, Value> values_;  // of columns that are loop variables or symbols
  llvm::DenseSet<Operation *> independent_; // loops that keep their bounds
  std::vector<LinearExpression> rows_;      // >= 0, about loops of the band
  std::vector<LinearExpression> around_;    // >= 0, about what is outside
  SmallVector<Value> operands_;
};

} // namespace

bool keepsBounds(const Band &order) {
  for (unsigned outer = 0; outer < order.size(); ++outer)
    for (unsigned inner = outer + 1; inner < order.size(); ++inner)
      if (mentions(order[outer], order[inner]))
        return false;
  return true;
}

Band permuteBand(StepContext &context, const Band &band, const Band &order) {
  llvm::DenseMap<Operation *, Bounds> bounds;
  if (keepsBounds(order))
    for (affine::AffineForOp loop : order)
      bounds[loop] = boundsOf(loop);
  else
    bounds = Projection(context, band, order).run();

  affine::AffineForOp innermost = band.back();
  OpBuilder builder(band.front());
  Band result;
  for (affine::AffineForOp loop : order) {
    auto created = affine::AffineForOp::create(builder, loop.getLoc(), 0, 1, loop.getStepAsInt());
    created->setDiscardableAttrs(llvm::to_vector(loop->getDiscardableAttrs()));
    result.push_back(created);
    builder.setInsertionPointToStart(created.getBody());
  }
  Block *body = result.back().getBody();
  body->getOperations().splice(body->begin(), innermost.getBody()->getOperations(), innermost.getBody()->begin(),
                               std::prev(innermost.getBody()->end()));
  llvm::DenseMap<Value, Value> newVariables;
  for (auto [loop, created] : llvm::zip_equal(order, result))
    newVariables[affine::AffineForOp(loop).getInductionVar()] = affine::AffineForOp(created).getInductionVar();
  for (auto [loop, created] : llvm::zip_equal(order, result)) {
    Bounds &own = bounds[loop];
    auto rename = [&](SmallVector<Value> &operands) {
      for (Value &operand : operands)
        if (auto found = newVariables.find(operand); found != newVariables.end())
          operand = found->second;
    };
    rename(own.lowerOperands);
    rename(own.upperOperands);
    affine::canonicalizeMapAndOperands(&own.lower, &own.lowerOperands);
    affine::canonicalizeMapAndOperands(&own.upper, &own.upperOperands);
    affine::AffineForOp(created).setLowerBound(own.lowerOperands, own.lower);
    affine::AffineForOp(created).setUpperBound(own.upperOperands, own.upper);
  }
  for (auto &[variable, replacement] : newVariables)
    variable.replaceAllUsesWith(replacement);
  band.front()->erase();
  return result;
}

} // namespace allo::schedule
