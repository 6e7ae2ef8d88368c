#include "analysis/Coverage.h"

#include "ir/Naming.h"

#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;

namespace allo::analysis {

AxisIteration::AxisIteration(affine::AffineForOp axis, ArrayRef<Access> accesses) : axis_(axis) {
  inside_ = axis.getBody()->getTerminator();
  // Symbols get their columns first: a column made later would count as existential in projections.
  LinearSystem scratch;
  SymbolColumns found;
  for (const Access &access : accesses) {
    Instance instance = addInstance(scratch, found, access.op);
    (void)lineariseMap(scratch, found, instance, access.map, access.operands);
  }
  for (auto &[value, expression] : found) {
    if (expression.isConstant())
      continue;
    unsigned column = system_.addColumn();
    symbols_[value] = LinearExpression::column(column);
    values_.push_back(value);
    columns_.push_back(column);
  }
  instance_ = addInstance(system_, symbols_, inside_);
  for (auto [loop, column] : llvm::zip_equal(instance_.loops, instance_.columns))
    if (auto affineLoop = dyn_cast<affine::AffineForOp>(loop)) {
      values_.push_back(affineLoop.getInductionVar());
      columns_.push_back(column);
    }
}

bool AxisIteration::isExpressible(const LinearExpression &expression) const {
  for (auto [column, coefficient] : llvm::enumerate(expression.coefficients))
    if (coefficient != 0 && !llvm::is_contained(columns_, column))
      return false;
  return true;
}

AffineExpr AxisIteration::expressionOf(const LinearExpression &expression) const {
  MLIRContext *context = affine::AffineForOp(axis_).getContext();
  AffineExpr sum = getAffineConstantExpr(expression.constant, context);
  for (auto [index, column] : llvm::enumerate(columns_))
    sum = sum + getAffineDimExpr(index, context) * expression.coefficient(column);
  return sum;
}

namespace {

using Row = LinearExpression; // >= 0
using Piece = std::vector<Row>;

// Conditions and loops of unknown length between the axis and the access: it may not run.
bool isConditionalWithin(Operation *op, Operation *axis) {
  for (Operation *parent = op->getParentOp(); parent != axis; parent = parent->getParentOp())
    if (isa<scf::IfOp, scf::ForOp, scf::WhileOp>(parent))
      return true;
  return false;
}

// The order of two operations in one iteration of all loops around both. Branches of one condition are not ordered.
bool precedesTextually(Operation *first, Operation *second) {
  for (Operation *outer = first; outer; outer = outer->getParentOp())
    for (Operation *other = second; other; other = other->getParentOp())
      if (outer->getBlock() && outer->getBlock() == other->getBlock())
        return outer != other && outer->isBeforeInBlock(other);
  return false;
}

// True when some point of `set` is in none of the pieces.
bool hasPointOutside(const LinearSystem &set, ArrayRef<Piece> pieces) {
  if (set.isEmpty())
    return false;
  if (pieces.empty())
    return true;
  LinearSystem inside = set;
  for (const Row &row : pieces.front()) {
    LinearSystem outside = inside;
    outside.addNonNegative(LinearExpression(-1).plus(row, -1)); // row < 0
    if (hasPointOutside(outside, pieces.drop_front()))
      return true;
    inside.addNonNegative(row);
  }
  return false;
}

// The rows about the first `kept` columns after projecting the others away; nothing when that is not exact.
std::optional<Piece> projection(LinearSystem system, unsigned kept) {
  for (unsigned column = system.columns(); column-- > kept;)
    if (!system.eliminate(column))
      return std::nullopt;
  Piece piece = system.inequalities();
  for (const LinearExpression &row : system.equalities()) {
    piece.push_back(row);
    piece.push_back(LinearExpression().plus(row, -1));
  }
  return piece;
}

// Adds an instance of an access that surely runs and gives its index. Nothing when it may not run.
std::optional<SmallVector<LinearExpression>> addSureAccess(const AxisIteration &iteration, const Access &access,
                                                           LinearSystem &system, SymbolColumns &symbols,
                                                           Instance &instance) {
  if (isConditionalWithin(access.op, iteration.axis()))
    return std::nullopt;
  instance = addInstance(system, symbols, access.op, &iteration.instance(), iteration.inside());
  auto index = lineariseMap(system, symbols, instance, access.map, access.operands);
  if (!instance.isPrecise)
    return std::nullopt;
  return index;
}

// Adds the instance of a write that surely runs, with its element equal to `element`.
bool addSureWrite(const AxisIteration &iteration, const Access &write, ArrayRef<LinearExpression> element,
                  LinearSystem &system, SymbolColumns &symbols, Instance &instance) {
  if (!write.isWrite)
    return false;
  auto index = addSureAccess(iteration, write, system, symbols, instance);
  if (!index)
    return false;
  for (auto [left, right] : llvm::zip_equal(*index, element))
    system.addEqual(left, right);
  return true;
}

void addPieces(const LinearSystem &system, const Instance &write, unsigned kept, std::vector<Piece> &pieces) {
  for (const LinearSystem &alternative : expandAlternatives(system, {&write}))
    if (!alternative.isEmpty())
      if (auto piece = projection(alternative, kept))
        pieces.push_back(std::move(*piece));
}

// The executions of the read (over the columns of `system`) that a write comes before.
void addWritesBefore(const AxisIteration &iteration, const Access &write, const LinearSystem &system,
                     const SymbolColumns &symbols, const Instance &read, ArrayRef<LinearExpression> element,
                     std::vector<Piece> &pieces) {
  LinearSystem both = system;
  SymbolColumns bothSymbols = symbols;
  Instance writer;
  if (!addSureWrite(iteration, write, element, both, bothSymbols, writer))
    return;
  for (Operation *loop : writer.loops) {
    if (loop->isAncestor(iteration.inside()) || !read.isInside(loop))
      continue;
    LinearExpression before = LinearExpression::column(writer.columnOf(loop));
    LinearExpression after = LinearExpression::column(read.columnOf(loop));
    LinearSystem less = both;
    less.addLess(before, after);
    addPieces(less, writer, system.columns(), pieces);
    both.addEqual(before, after);
  }
  if (precedesTextually(write.op, read.op))
    addPieces(both, writer, system.columns(), pieces);
}

} // namespace

bool isWrittenBefore(const AxisIteration &iteration, const Access &read, ArrayRef<Access> accesses) {
  LinearSystem system = iteration.system();
  SymbolColumns symbols = iteration.symbols();
  Instance instance = addInstance(system, symbols, read.op, &iteration.instance(), iteration.inside());
  auto element = lineariseMap(system, symbols, instance, read.map, read.operands);
  if (!element)
    return false;
  std::vector<Piece> pieces;
  for (const Access &write : accesses)
    addWritesBefore(iteration, write, system, symbols, instance, *element, pieces);
  return llvm::none_of(expandAlternatives(system, {&instance}),
                       [&](const LinearSystem &reads) { return hasPointOutside(reads, pieces); });
}

bool isWrittenWhole(const AxisIteration &iteration, ArrayRef<IndexRange> ranges, ArrayRef<Access> accesses) {
  LinearSystem system = iteration.system();
  std::vector<LinearExpression> element;
  for (const IndexRange &range : ranges) {
    LinearExpression index = LinearExpression::column(system.addColumn());
    system.addNonNegative(index.plus(range.first, -1));
    system.addNonNegative(range.last.plus(index, -1));
    system.addNonNegative(index);
    system.addLess(index, LinearExpression(range.arrayExtent));
    element.push_back(std::move(index));
  }
  std::vector<Piece> pieces;
  for (const Access &write : accesses) {
    LinearSystem both = system;
    SymbolColumns symbols = iteration.symbols();
    Instance writer;
    if (addSureWrite(iteration, write, element, both, symbols, writer))
      addPieces(both, writer, system.columns(), pieces);
  }
  return !hasPointOutside(system, pieces);
}

bool isReached(const AxisIteration &iteration, const LinearSystem &iterations, unsigned dimension,
               const LinearExpression &index, ArrayRef<Access> accesses) {
  std::vector<Piece> pieces;
  for (const Access &access : accesses) {
    LinearSystem both = iterations;
    SymbolColumns symbols = iteration.symbols();
    Instance instance;
    auto own = addSureAccess(iteration, access, both, symbols, instance);
    if (!own)
      continue;
    both.addEqual((*own)[dimension], index);
    addPieces(both, instance, iterations.columns(), pieces);
  }
  return !hasPointOutside(iterations, pieces);
}

} // namespace allo::analysis
