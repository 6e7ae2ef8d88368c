#include "lang/AffineDomain.h"

#include "mlir/Analysis/Presburger/IntegerRelation.h"
#include "mlir/Analysis/Presburger/Simplex.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"

#include "llvm/ADT/MapVector.h"

#include <algorithm>
#include <limits>

using namespace mlir;

namespace allo::lang {

AffineExpr AffineDomain::addOperand(Value value, Interval range) {
  operands.push_back(value);
  ranges.push_back(range);
  return getAffineDimExpr(operands.size() - 1, context);
}

AffineExpr AffineDomain::operandOf(Value value) const {
  for (unsigned i = 0; i < operands.size(); ++i)
    if (operands[i] == value)
      return getAffineDimExpr(i, context);
  return {};
}

AffineDomain::Interval AffineDomain::intervalOf(AffineExpr expression) const {
  if (auto constant = dyn_cast<AffineConstantExpr>(expression))
    return {constant.getValue(), constant.getValue()};
  if (auto dimension = dyn_cast<AffineDimExpr>(expression))
    return ranges[dimension.getPosition()];
  auto binary = cast<AffineBinaryOpExpr>(expression);
  Interval left = intervalOf(binary.getLHS()), right = intervalOf(binary.getRHS());
  switch (binary.getKind()) {
  case AffineExprKind::Add:
    return {left.low + right.low, left.high + right.high};
  case AffineExprKind::Mul: {
    __int128 products[] = {left.low * right.low, left.low * right.high, left.high * right.low, left.high * right.high};
    return {*std::min_element(products, products + 4), *std::max_element(products, products + 4)};
  }
  case AffineExprKind::Mod: // by a positive constant
    return {0, right.high - 1};
  case AffineExprKind::FloorDiv: { // by a positive constant
    auto floorOf = [](__int128 a, __int128 b) { return a / b - (a % b < 0 ? 1 : 0); };
    return {floorOf(left.low, right.low), floorOf(left.high, right.low)};
  }
  default:
    return {std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::max()};
  }
}

namespace {
// A linear form over operands and over divisions, which are taken as variables of their own.
struct LinearForm {
  llvm::MapVector<AffineExpr, int64_t> terms;
  int64_t constant = 0;
};

void addTo(LinearForm &form, AffineExpr expression, int64_t scale) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expression)) {
    form.constant += scale * constant.getValue();
    return;
  }
  if (auto binary = dyn_cast<AffineBinaryOpExpr>(expression)) {
    if (binary.getKind() == AffineExprKind::Add) {
      addTo(form, binary.getLHS(), scale);
      addTo(form, binary.getRHS(), scale);
      return;
    }
    if (binary.getKind() == AffineExprKind::Mul)
      if (auto factor = dyn_cast<AffineConstantExpr>(binary.getRHS())) {
        addTo(form, binary.getLHS(), scale * factor.getValue());
        return;
      }
  }
  form.terms[expression] += scale;
}
} // namespace

bool AffineDomain::provesEmpty(AffineExpr nonNegative) const {
  SmallVector<LinearForm> rows;
  llvm::MapVector<AffineExpr, unsigned> columns;
  auto addRow = [&](AffineExpr expression) {
    LinearForm form;
    addTo(form, expression, 1);
    for (auto &term : form.terms)
      columns.insert({term.first, columns.size()});
    rows.push_back(std::move(form));
  };
  addRow(nonNegative);
  for (AffineExpr constraint : constraints)
    addRow(constraint);

  presburger::IntegerPolyhedron polyhedron(presburger::PresburgerSpace::getSetSpace(columns.size()));
  for (const LinearForm &form : rows) {
    SmallVector<int64_t> row(columns.size() + 1, 0);
    for (auto &term : form.terms)
      row[columns[term.first]] = term.second;
    row.back() = form.constant;
    polyhedron.addInequality(row);
  }
  for (auto &column : columns) {
    Interval range = intervalOf(column.first);
    constexpr __int128 limit = std::numeric_limits<int64_t>::max();
    if (range.low >= -limit)
      polyhedron.addBound(presburger::BoundType::LB, column.second, static_cast<int64_t>(range.low));
    if (range.high <= limit)
      polyhedron.addBound(presburger::BoundType::UB, column.second, static_cast<int64_t>(range.high));
  }
  presburger::Simplex simplex(polyhedron);
  return simplex.isEmpty();
}

bool AffineDomain::provesAtLeast(AffineExpr expression, __int128 low) const {
  if (intervalOf(expression).low >= low)
    return true;
  if (low < std::numeric_limits<int64_t>::min() / 2)
    return false;
  // No point with expression <= low - 1.
  return provesEmpty(static_cast<int64_t>(low - 1) - expression);
}

bool AffineDomain::provesAtMost(AffineExpr expression, __int128 high) const {
  if (intervalOf(expression).high <= high)
    return true;
  if (high > std::numeric_limits<int64_t>::max() / 2)
    return false;
  return provesEmpty(expression - static_cast<int64_t>(high + 1));
}

bool AffineDomain::provesInRange(AffineExpr expression, const IntegerRange &range) const {
  return provesAtLeast(expression, range.low) && provesAtMost(expression, range.high);
}

AffineDomain::MapAndOperands AffineDomain::mapOf(ArrayRef<AffineExpr> expressions) const {
  SmallVector<AffineExpr> simple;
  for (AffineExpr expression : expressions)
    simple.push_back(simplifyAffineExpr(expression, operands.size(), 0));
  MapAndOperands result{AffineMap::get(operands.size(), 0, simple, context), operands};
  affine::canonicalizeMapAndOperands(&result.map, &result.operands);
  return result;
}

} // namespace allo::lang
