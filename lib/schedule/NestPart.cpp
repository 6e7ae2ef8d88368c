#include "schedule/NestPart.h"

#include "analysis/IterationDomain.h"
#include "analysis/TripCount.h"
#include "ir/Naming.h"

#include "mlir/IR/IntegerSet.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;

namespace allo::schedule {
namespace {

using analysis::Access;
using analysis::Instance;
using analysis::LinearExpression;
using analysis::LinearSystem;
using analysis::SymbolColumns;

std::vector<Access> writesIn(Operation *root, Value array) {
  std::vector<Access> accesses = analysis::accessesTo(root, array);
  std::erase_if(accesses, [](const Access &access) { return !access.isWrite; });
  return accesses;
}

// factor * variable + rest, where the rest is over `values` plus anything from `least` to `most`.
struct IndexForm {
  int64_t factor = 0;
  SmallVector<std::pair<Value, int64_t>> rest;
  int64_t least = 0, most = 0;
};

// An index of an access as a form in the variable of a loop around it; nothing where it has none.
std::optional<IndexForm> formOf(const Access &access, unsigned dimension, affine::AffineForOp loop) {
  LinearSystem system;
  SymbolColumns symbols;
  Instance instance = analysis::addInstance(system, symbols, access.op);
  auto indices = analysis::lineariseMap(system, symbols, instance, access.map, access.operands);
  if (!indices)
    return std::nullopt;
  LinearExpression index = (*indices)[dimension];
  IndexForm form;
  form.factor = index.coefficient(instance.columnOf(loop));
  form.least = form.most = index.constant;
  auto take = [&](unsigned column) { return std::exchange(index.coefficients[column], 0); };
  for (auto [around, column] : llvm::zip_equal(instance.loops, instance.columns)) {
    if (index.coefficient(column) == 0)
      continue;
    int64_t factor = take(column);
    auto counted = dyn_cast<affine::AffineForOp>(around);
    if (around == loop.getOperation())
      continue;
    if (around->isProperAncestor(loop) && counted) {
      form.rest.push_back({counted.getInductionVar(), factor});
      continue;
    }
    if (!counted || !counted.hasConstantBounds() || counted.getConstantUpperBound() <= counted.getConstantLowerBound())
      return std::nullopt;
    int64_t low = counted.getConstantLowerBound(), high = counted.getConstantUpperBound() - 1;
    form.least += factor * (factor > 0 ? low : high);
    form.most += factor * (factor > 0 ? high : low);
  }
  for (auto &[value, column] : symbols)
    for (unsigned each = 0; each < column.coefficients.size(); ++each)
      if (column.coefficient(each) == 1 && index.coefficient(each) != 0)
        form.rest.push_back({value, take(each)});
  if (form.factor == 0 || llvm::any_of(index.coefficients, [](int64_t left) { return left != 0; }))
    return std::nullopt;
  llvm::sort(form.rest, [](const auto &left, const auto &right) {
    return left.first.getAsOpaquePointer() < right.first.getAsOpaquePointer();
  });
  return form;
}

// One form for all writes below the loop: the union of what they need.
std::optional<IndexForm> formOf(ArrayRef<Access> writes, unsigned dimension, affine::AffineForOp loop) {
  std::optional<IndexForm> all;
  for (const Access &write : writes) {
    auto form = formOf(write, dimension, loop);
    if (!form || (all && (all->factor != form->factor || all->rest != form->rest)))
      return std::nullopt;
    if (all) {
      form->least = std::min(form->least, all->least);
      form->most = std::max(form->most, all->most);
    }
    all = std::move(form);
  }
  return all;
}

// The loop counted from 0 in steps of 1.
void normalise(affine::AffineForOp loop) {
  LoopCounts counts = loopCounts(loop);
  MLIRContext *context = loop.getContext();
  int64_t step = loop.getStepAsInt();
  loop.setStep(1);
  setBounds(loop, {counts.values, {getAffineConstantExpr(0, context)}, counts.counts});
  OpBuilder builder(loop.getBody(), loop.getBody()->begin());
  SmallVector<Value> values = counts.values;
  AffineExpr variable = getAffineDimExpr(values.size(), context);
  values.push_back(loop.getInductionVar());
  // The variable's uses, but not that of the expression which takes its place.
  auto placeholder = affine::AffineApplyOp::create(
      builder, loop.getLoc(), AffineMap::get(1, 0, getAffineDimExpr(0, context)), ValueRange{loop.getInductionVar()});
  loop.getInductionVar().replaceAllUsesExcept(placeholder, placeholder);
  replaceVariable(placeholder, counts.lower + variable * step, values, loop.getBody());
  placeholder->erase();
}

// Drops bounds that others imply where the loop stands.
void dropImplied(affine::AffineForOp loop) {
  LoopBounds bounds = loopBounds(loop);
  auto isImplied = [&](AffineExpr weak, AffineExpr strong, bool isLower) {
    LinearSystem system;
    SymbolColumns symbols;
    Instance around = analysis::addInstance(system, symbols, loop);
    SmallVector<Value> operands(bounds.values);
    AffineMap map = AffineMap::get(operands.size(), 0, {weak, strong}, loop.getContext());
    affine::fullyComposeAffineMapAndOperands(&map, &operands);
    auto both = analysis::lineariseMap(system, symbols, around, map, operands);
    if (!both)
      return false;
    isLower ? system.addLess((*both)[1], (*both)[0]) : system.addLess((*both)[0], (*both)[1]);
    return system.isEmpty();
  };
  for (bool isLower : {true, false}) {
    auto &list = isLower ? bounds.lower : bounds.upper;
    for (size_t i = list.size(); i-- > 0;)
      for (size_t j = 0; j < list.size() && list.size() > 1; ++j)
        if (i != j && isImplied(list[i], list[j], isLower)) {
          list.erase(list.begin() + i);
          break;
        }
  }
  setBounds(loop, bounds);
}

// expression / divisor rounded up or down; what the divisor divides stands outside of the division.
AffineExpr quotient(AffineExpr expression, int64_t divisor, bool roundsUp, unsigned dims) {
  MLIRContext *context = expression.getContext();
  SmallVector<int64_t> flat;
  if (failed(getFlattenedAffineExpr(expression, dims, 0, &flat)) || flat.size() != dims + 1)
    return roundsUp ? expression.ceilDiv(divisor) : expression.floorDiv(divisor);
  AffineExpr whole = getAffineConstantExpr(0, context), rest = getAffineConstantExpr(flat.back(), context);
  for (unsigned dim = 0; dim < dims; ++dim)
    if (flat[dim] % divisor == 0)
      whole = whole + getAffineDimExpr(dim, context) * (flat[dim] / divisor);
    else
      rest = rest + getAffineDimExpr(dim, context) * flat[dim];
  return whole + (roundsUp ? rest.ceilDiv(divisor) : rest.floorDiv(divisor));
}

// What is left of the loop writes an index from `range.first` to `range.last` in a dimension of this form.
void addBounds(affine::AffineForOp loop, const IndexForm &form, const ArrayPart &part, const ArrayPart::Range &range) {
  MLIRContext *context = loop.getContext();
  LoopBounds bounds = loopBounds(loop);
  unsigned shift = bounds.values.size();
  llvm::append_range(bounds.values, part.values);
  AffineExpr rest = getAffineConstantExpr(0, context);
  for (auto [value, factor] : form.rest) {
    rest = rest + getAffineDimExpr(bounds.values.size(), context) * factor;
    bounds.values.push_back(value);
  }
  int64_t size = std::abs(form.factor);
  auto shifted = [&](AffineExpr expression) { return expression.shiftDims(part.values.size(), shift); };
  for (AffineExpr first : range.first) { // factor * variable >= distance
    AffineExpr distance = shifted(first) - rest - form.most;
    if (form.factor > 0)
      bounds.lower.push_back(quotient(distance, size, true, bounds.values.size()));
    else
      bounds.upper.push_back(quotient(-distance, size, false, bounds.values.size()) + 1);
  }
  for (AffineExpr last : range.last) { // factor * variable <= distance
    AffineExpr distance = shifted(last) - rest - form.least;
    if (form.factor > 0)
      bounds.upper.push_back(quotient(distance, size, false, bounds.values.size()) + 1);
    else
      bounds.lower.push_back(quotient(-distance, size, true, bounds.values.size()));
  }
  setBounds(loop, bounds);
}

} // namespace

void restrictNest(affine::AffineForOp nest, Value array, const ArrayPart &part) {
  nest->walk<WalkOrder::PreOrder>([&](affine::AffineForOp loop) {
    std::vector<Access> writes = writesIn(loop, array);
    if (writes.empty())
      return;
    for (auto [dimension, range] : llvm::enumerate(part.dimensions)) {
      if (range.first.empty() && range.last.empty())
        continue;
      auto form = formOf(writes, dimension, loop);
      if (!form)
        continue;
      if (loop.getStepAsInt() != 1) {
        if (loop.getLowerBoundMap().getNumResults() != 1)
          continue;
        normalise(loop);
        writes = writesIn(loop, array);
        form = formOf(writes, dimension, loop);
        if (!form)
          continue;
      }
      addBounds(loop, *form, part, range);
      dropImplied(loop);
    }
  });
}

affine::AffineForOp dissolveSingle(affine::AffineForOp nest) {
  SmallVector<affine::AffineForOp> loops;
  nest->walk<WalkOrder::PreOrder>([&](affine::AffineForOp loop) { loops.push_back(loop); });
  for (affine::AffineForOp loop : loops) {
    affine::AffineForOp only;
    bool hasMore = false;
    for (Operation &op : loop.getBody()->without_terminator()) {
      auto inner = dyn_cast<affine::AffineForOp>(op);
      hasMore |= inner ? static_cast<bool>(only) : op.getNumRegions() != 0 || !isMemoryEffectFree(&op);
      only = inner ? inner : only;
    }
    if (!only || hasMore || analysis::tripCount(loop) != 1)
      continue;
    LoopBounds bounds = loopBounds(loop);
    replaceVariable(loop.getInductionVar(), bounds.lower.front(), bounds.values, loop.getBody());
    Block *body = loop.getBody();
    loop->getBlock()->getOperations().splice(loop->getIterator(), body->getOperations(), body->begin(),
                                             std::prev(body->end()));
    if (loop == nest)
      nest = only;
    loop.erase();
  }
  return nest;
}

void guardWrites(Operation *nest, Value array, const ArrayPart &part) {
  for (const Access &write : writesIn(nest, array)) {
    LinearSystem system;
    SymbolColumns symbols;
    Instance instance = analysis::addInstance(system, symbols, write.op);
    MLIRContext *context = nest->getContext();
    unsigned dims = write.map.getNumDims();
    SmallVector<Value> operands(write.operands.begin(), write.operands.end());
    llvm::append_range(operands, part.values);
    SmallVector<AffineExpr> conditions;
    SmallVector<AffineExpr> places; // of the operands of the write, all as dims
    for (unsigned i = 0; i < write.operands.size(); ++i)
      places.push_back(getAffineDimExpr(i, context));
    ArrayRef<AffineExpr> all = places;
    auto require = [&](AffineExpr condition) {
      SmallVector<Value> values(operands);
      AffineMap map = AffineMap::get(values.size(), 0, condition, context);
      affine::fullyComposeAffineMapAndOperands(&map, &values);
      auto value = analysis::lineariseMap(system, symbols, instance, map, values);
      if (value) {
        LinearSystem outside = system;
        outside.addNonNegative(LinearExpression(-1).plus(value->front(), -1));
        if (outside.isEmpty())
          return;
      }
      conditions.push_back(condition);
    };
    for (auto [dimension, range] : llvm::enumerate(part.dimensions)) {
      AffineExpr index =
          write.map.getResult(dimension).replaceDimsAndSymbols(all.take_front(dims), all.drop_front(dims));
      for (AffineExpr first : range.first)
        require(index - first.shiftDims(part.values.size(), places.size()));
      for (AffineExpr last : range.last)
        require(last.shiftDims(part.values.size(), places.size()) - index);
    }
    if (conditions.empty())
      continue;
    IntegerSet set = IntegerSet::get(operands.size(), 0, conditions, SmallVector<bool>(conditions.size(), false));
    affine::canonicalizeSetAndOperands(&set, &operands);
    OpBuilder builder(write.op);
    auto guard = affine::AffineIfOp::create(builder, write.op->getLoc(), set, operands, /*withElseRegion=*/false);
    write.op->moveBefore(guard.getThenBlock()->getTerminator());
  }
}

} // namespace allo::schedule
