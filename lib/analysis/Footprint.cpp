#include "analysis/Footprint.h"

#include "analysis/Coverage.h"
#include "analysis/IterationDomain.h"

#include <tuple>

using namespace mlir;

namespace allo::analysis {
namespace {

class Builder {
public:
  Builder(ArrayRef<Access> accesses, affine::AffineForOp axis, ArrayRef<int64_t> shape)
      : accesses_(accesses), axis_(axis), shape_(shape), around_(axis, accesses) {}

  Footprint build() {
    Footprint result;
    result.isEmpty = llvm::all_of(accesses_, [&](const Access &access) { return neverRuns(access); });
    for (const Access &access : accesses_)
      result.isWritten |= access.isWrite;
    for (unsigned dimension = 0; dimension < shape_.size(); ++dimension)
      result.dimensions.push_back(rangeOf(dimension));
    addClipping(result.dimensions);
    result.values = around_.values();
    bool isCovered = llvm::none_of(accesses_, [&](const Access &access) {
      return !access.isWrite && !isWrittenBefore(around_, access, accesses_);
    });
    if (result.isWritten && isCovered)
      isCovered = isWrittenWhole(around_, ranges_, accesses_);
    result.needsCopyIn = !isCovered;
    return result;
  }

private:
  bool neverRuns(const Access &access) const {
    LinearSystem system = around_.system();
    SymbolColumns symbols = around_.symbols();
    addInstance(system, symbols, access.op, &around_.instance(), around_.inside());
    return system.isEmpty();
  }

  // One access: its index in this dimension as a column, everything inside the axis projected away.
  LinearSystem projected(const Access &access, unsigned dimension, unsigned &column) const {
    LinearSystem system = around_.system();
    SymbolColumns symbols = around_.symbols();
    column = system.addColumn();
    unsigned kept = system.columns();
    Instance instance = addInstance(system, symbols, access.op, &around_.instance(), around_.inside());
    auto index = lineariseMap(system, symbols, instance, access.map, access.operands);
    if (index)
      system.addEqual(LinearExpression::column(column), (*index)[dimension]);
    for (unsigned inner = system.columns(); inner-- > kept;)
      system.eliminate(inner);
    return system;
  }

  void addCandidates(const LinearSystem &system, unsigned column, std::vector<LinearExpression> &lower,
                     std::vector<LinearExpression> &upper) const {
    auto add = [&](const LinearExpression &row) {
      int64_t coefficient = row.coefficient(column);
      if (coefficient != 1 && coefficient != -1)
        return;
      LinearExpression rest = LinearExpression().plus(row, -coefficient); // x = -rest / coefficient
      rest.coefficients[column] = 0;
      if (!around_.isExpressible(rest))
        return;
      auto &list = coefficient == 1 ? lower : upper;
      if (llvm::none_of(list, [&](const LinearExpression &other) {
            return other.constant == rest.constant && other.plus(rest, -1).isConstant();
          }))
        list.push_back(rest);
    };
    llvm::for_each(system.inequalities(), add);
    for (const LinearExpression &row : system.equalities()) {
      add(row);
      add(LinearExpression().plus(row, -1));
    }
  }

  DimensionRange rangeOf(unsigned dimension) {
    std::vector<LinearSystem> systems;
    std::vector<LinearExpression> lower{LinearExpression(0)}, upper{LinearExpression(shape_[dimension] - 1)};
    unsigned column = 0;
    for (const Access &access : accesses_) {
      systems.push_back(projected(access, dimension, column));
      addCandidates(systems.back(), column, lower, upper);
    }
    LinearExpression index = LinearExpression::column(column);
    // The whole dimension is always allowed; other bounds have to hold for every access.
    auto holds = [&](const LinearExpression &bound, bool isLower) {
      return llvm::all_of(systems, [&](LinearSystem system) {
        isLower ? system.addLess(index, bound) : system.addLess(bound, index);
        return system.isEmpty();
      });
    };
    LinearExpression start = lower.front(), end = upper.front();
    int64_t extent = shape_[dimension];
    // Of ranges of one extent not the whole dimension, and rather one that has as many elements in every iteration:
    // where the loops around run once, that is what it would be if they ran more often.
    auto rank = [&](const LinearExpression &low, const LinearExpression &high, int64_t size) {
      return std::tuple(size, isWholeDimension(low, high, dimension), !high.plus(low, -1).isConstant());
    };
    llvm::erase_if(lower, [&](const LinearExpression &bound) { return !holds(bound, true); });
    llvm::erase_if(upper, [&](const LinearExpression &bound) { return !holds(bound, false); });
    for (const LinearExpression &low : lower)
      for (const LinearExpression &high : upper) {
        std::optional<int64_t> largest = around_.system().maximum(high.plus(low, -1));
        if (!largest && low.isConstant() && low.constant == 0)
          largest = shape_[dimension] - 1; // in bounds by the language
        if (!largest)
          continue;
        int64_t size = std::max<int64_t>(1, *largest + 1);
        if (rank(low, high, size) < rank(start, end, extent)) {
          start = low;
          end = high;
          extent = size;
        }
      }
    return makeRange(start, end, extent, dimension);
  }

  bool isWholeDimension(const LinearExpression &start, const LinearExpression &end, unsigned dimension) const {
    return start.isConstant() && start.constant == 0 && end.isConstant() && end.constant == shape_[dimension] - 1;
  }

  DimensionRange makeRange(const LinearExpression &start, const LinearExpression &end, int64_t extent,
                           unsigned dimension) {
    DimensionRange range;
    range.start = around_.expressionOf(start);
    range.count = around_.expressionOf(end.plus(start, -1).plus(1));
    range.extent = extent;
    range.extentStartsBefore = mayExceed(LinearExpression().plus(start, -1), 0);
    range.extentEndsBehind = mayExceed(start, shape_[dimension] - extent);
    ranges_.push_back({start, end, shape_[dimension]});
    return range;
  }

  bool mayExceed(const LinearExpression &expression, int64_t limit) const {
    std::optional<int64_t> largest = around_.system().maximum(expression);
    return !largest || *largest > limit;
  }

  // Whether the copies could leave the array where the kernel itself does not.
  void addClipping(MutableArrayRef<DimensionRange> dimensions) const {
    LinearSystem copied = around_.system(); // iterations whose copy loops run
    for (auto [dimension, range] : llvm::zip_equal(dimensions, ranges_))
      if (dimension.extent > 1)
        copied.addNonNegative(range.last.plus(range.first, -1));
    for (auto [index, range] : llvm::enumerate(ranges_)) {
      LinearSystem before = copied, behind = copied;
      before.addLess(range.first, LinearExpression(0));
      behind.addLess(LinearExpression(range.arrayExtent - 1), range.last);
      dimensions[index].startsBefore = !isReached(around_, before, index, range.first, accesses_);
      dimensions[index].endsBehind = !isReached(around_, behind, index, range.last, accesses_);
    }
  }

  ArrayRef<Access> accesses_;
  affine::AffineForOp axis_;
  ArrayRef<int64_t> shape_;
  AxisIteration around_;
  std::vector<IndexRange> ranges_;
};

} // namespace

Footprint footprintOf(ArrayRef<Access> accesses, affine::AffineForOp axis, ArrayRef<int64_t> shape) {
  return Builder(accesses, axis, shape).build();
}

} // namespace allo::analysis
